package org.chemxor.fhe.client;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Layer;
import org.chemxor.core.Layer.Polynomial;
import org.chemxor.core.Network;
import org.chemxor.core.Shape;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.evaluator.FheEvaluator;
import org.chemxor.fhe.message.CiphertextCodec;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.RoundOutline;

/**
 * Reads damaged bytes with every reader of this module. Run in a process of its own with little
 * memory by {@link ReadersFuzzTest}: whatever is thrown other than {@link InvalidInputException}
 * ends it with an error, lack of memory above all.
 */
final class ReadersFuzz {
  private static final int[] INTERESTING = {
    -1, 0, 1, 0x7FFFFFFF, 0x80000000, 1 << 30, 1 << 24, (1 << 18) - 1, 1 << 20, 65535, 4096, 513
  };

  private ReadersFuzz() {}

  /** Arguments: seed, and how many mutants for each kind of bytes. */
  public static void main(String[] args) {
    long seed = Long.parseLong(args[0]);
    int mutants = Integer.parseInt(args[1]);
    Network network =
        Network.builder("net", Shape.image(1, 7, 7))
            .add(Networks.conv(new Random(1), 1, 4, 3, 2, 1))
            .add(Polynomial.CHEMXOR)
            .add(new Layer.Flatten())
            .add(Networks.linear(new Random(2), 64, 1))
            .build();
    EncryptedProgram program =
        ProgramCompiler.compile(network, Plan.partitioned().insecureWithDegree(1024));
    EncryptedProgram batch =
        ProgramCompiler.compile(network, Plan.batch(16).insecureWithDegree(1024));
    try (FheEvaluator evaluator =
            new FheEvaluator(program, CkksEngine.load(), Parallelism.sequential());
        FheClient client =
            new FheClient(
                program.outline(), CkksEngine.load(), ClientPolicy.insecureWithoutFloor())) {
      byte[] keyBytes = client.evaluationKeys();
      EvaluationKeys keys = evaluator.readKeys(keyBytes);
      byte[] request;
      try (EncryptedInference inference = client.start(Networks.image(1, 49))) {
        request = inference.nextRequest();
      }
      byte[] reply = evaluator.evaluate(keys, request);
      CiphertextCodec ciphertexts =
          new CiphertextCodec(client.context(), program.outline().ringSwitch());
      RoundOutline round = program.outline().rounds().get(0);
      Map<String, Map.Entry<byte[], Consumer<byte[]>>> readers = new LinkedHashMap<>();
      readers.put("outline", Map.entry(program.outline().toBytes(), ProgramOutline::read));
      readers.put("outline of a batch", Map.entry(batch.outline().toBytes(), ProgramOutline::read));
      readers.put("keys", Map.entry(keyBytes, evaluator::readKeys));
      readers.put("request", Map.entry(request, bytes -> evaluator.evaluate(keys, bytes)));
      readers.put(
          "reply",
          Map.entry(
              reply,
              bytes ->
                  ciphertexts.readReply(
                      Message.read(bytes, Message.Kind.REPLY, program.outline().id()),
                      round.output().ciphertexts(),
                      round.reply(),
                      round.form(),
                      client.context(round.form()))));
      readers.forEach((name, entry) -> fuzz(name, entry.getKey(), entry.getValue(), seed, mutants));
    }
    System.out.println("no reader failed");
  }

  private static void fuzz(
      String name, byte[] valid, Consumer<byte[]> reader, long seed, int mutants) {
    Random random = new Random(seed);
    int refused = 0;
    int systematic = Math.min(valid.length - Integer.BYTES, 200);
    for (int i = 0; i < systematic + mutants; i++) {
      byte[] mutant = i < systematic ? withInt(valid, i, 0x00FFFFFF) : mutant(valid, random);
      try {
        reader.accept(mutant);
      } catch (InvalidInputException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new IllegalStateException(name + ", seed " + seed + ", mutant " + i + ": " + e, e);
      }
    }
    System.out.println(name + ": " + refused + " refused of " + (systematic + mutants));
  }

  private static byte[] withInt(byte[] valid, int at, int value) {
    byte[] mutant = valid.clone();
    ByteBuffer.wrap(mutant).putInt(at, value);
    return mutant;
  }

  private static byte[] mutant(byte[] valid, Random random) {
    byte[] mutant = valid.clone();
    for (int count = 1 + random.nextInt(3); count > 0; count--) {
      // Most of what decides lies in the first few hundred bytes.
      int range = random.nextBoolean() ? mutant.length : Math.min(mutant.length, 400);
      int at = random.nextInt(range);
      switch (random.nextInt(4)) {
        case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> mutant[at] = (byte) random.nextInt();
        case 2 ->
            ByteBuffer.wrap(mutant)
                .putInt(
                    Math.min(at, mutant.length - Integer.BYTES),
                    INTERESTING[random.nextInt(INTERESTING.length)]);
        default -> mutant = java.util.Arrays.copyOf(mutant, 4 + random.nextInt(mutant.length));
      }
      if (mutant.length < 8) {
        return mutant;
      }
    }
    return mutant;
  }
}
