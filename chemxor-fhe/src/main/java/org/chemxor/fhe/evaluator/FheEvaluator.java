package org.chemxor.fhe.evaluator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.ckks.wire.ByteSource;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.circuit.ConstantEncoder;
import org.chemxor.fhe.circuit.EncryptedMachine;
import org.chemxor.fhe.circuit.RoundCircuit;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.message.CiphertextCodec;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.ProgramCosts;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.program.Round;
import org.chemxor.fhe.program.RoundOutline;

/**
 * The model owner's role: computes on ciphertexts and never sees a secret. The weights are encoded
 * once, when it is made, and shared by all requests of all clients. It keeps no state between
 * requests. Thread-safe.
 */
public final class FheEvaluator implements AutoCloseable {
  private final EncryptedProgram program;
  private final CkksContext context;
  private final CiphertextCodec ciphertexts;
  private final Parallelism parallelism;
  private final long keyMemoryBytes;
  private final List<RoundCircuit.Encoded<Plaintext>> circuits = new ArrayList<>();

  /** An evaluator on the best engine there is, computing on the calling thread. */
  public FheEvaluator(EncryptedProgram program) {
    this(program, CkksEngine.load(), Parallelism.sequential());
  }

  /**
   * @param program what to evaluate
   * @param engine what computes
   * @param parallelism where independent parts of one request may run
   */
  public FheEvaluator(EncryptedProgram program, CkksEngine engine, Parallelism parallelism) {
    this.program = program;
    this.parallelism = parallelism;
    this.keyMemoryBytes = ProgramCosts.of(program).keyMemoryBytes();
    this.context = engine.context(program.parameters(), parallelism);
    this.ciphertexts = new CiphertextCodec(context, program.outline().ringSwitch());
    ConstantEncoder<Plaintext> encoder =
        EncryptedMachine.encoder(context, program.hasCompactWeights());
    for (Round round : program.rounds()) {
      circuits.add(round.circuit().encode(encoder));
    }
  }

  /** What a client needs to know to take part. */
  public ProgramOutline outline() {
    return program.outline();
  }

  /** Number of rounds. */
  public int roundCount() {
    return program.roundCount();
  }

  /** Bytes of one client's keys in memory. */
  public long keyMemoryBytes() {
    return keyMemoryBytes;
  }

  /**
   * Reads and checks a client's keys.
   *
   * @param bytes what {@link FheClient#evaluationKeys} returned
   * @throws InvalidInputException when they are damaged, made for another program or other
   *     parameters, or lack a rotation
   */
  public EvaluationKeys readKeys(byte[] bytes) {
    return readKeys(ByteSource.of(bytes));
  }

  /**
   * Reads and checks a client's keys, one after the other.
   *
   * @param bytes what {@link FheClient#evaluationKeys} returned, in a file or an array
   * @throws InvalidInputException as {@link #readKeys(byte[])} does
   */
  public EvaluationKeys readKeys(ByteSource bytes) {
    Message.Parts message = Message.readParts(bytes, Message.Kind.KEYS, program.outline().id());
    if (message.round() != 0 || message.inference() != 0) {
      throw new InvalidInputException(
          "evaluation keys belong to no round and no inference, got round "
              + message.round()
              + " of inference "
              + message.inference());
    }
    int count = ciphertexts.rings().isPresent() ? 3 : 2;
    if (message.objects().size() != count) {
      throw new InvalidInputException(
          "evaluation keys are a relinearisation key, Galois keys"
              + (count == 3 ? " and a ring switching key" : "")
              + ", got "
              + message.objects().size()
              + " objects");
    }
    try {
      RelinearizationKey relinearizationKey =
          ciphertexts.packed().readRelinearizationKey(message.objects().get(0), context);
      GaloisKeys galoisKeys =
          ciphertexts.packed().readGaloisKeys(message.objects().get(1), context, keyLimits());
      requireRotations(galoisKeys);
      Optional<Ciphertext> ringSwitchKey =
          ciphertexts
              .rings()
              .map(switcher -> switcher.readKey(Message.copy(message.objects().get(2))));
      return new EvaluationKeys(
          program.outline().id(), relinearizationKey, galoisKeys, ringSwitchKey);
    } catch (CkksException e) {
      throw new InvalidInputException("the evaluation keys cannot be read: " + e.getMessage(), e);
    }
  }

  /** No more keys than the program names: a stranger's message decides no memory. */
  private WireLimits keyLimits() {
    return WireLimits.DEFAULT.withMaxKeys(Math.max(1, program.rotations().steps().size()));
  }

  private void requireRotations(GaloisKeys keys) {
    List<Integer> missing =
        program.rotations().steps().stream().filter(step -> !keys.coversRotation(step)).toList();
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          "the Galois keys lack the rotations "
              + missing
              + ": make them for the steps that the program's outline names");
    }
  }

  /**
   * Evaluates one round.
   *
   * @param keys the client's
   * @param request what the client's {@link EncryptedInference#nextRequest} returned
   * @return the reply for {@link EncryptedInference#acceptReply}
   * @throws InvalidInputException when the request is damaged or does not fit the program: wrong
   *     round, number, level or scale of ciphertexts, other parameters
   */
  public byte[] evaluate(EvaluationKeys keys, byte[] request) {
    Message message = readRequest(keys, request);
    if (message.round() < 0 || message.round() >= roundCount()) {
      throw new InvalidInputException(
          "the request is for round "
              + message.round()
              + ", this program has rounds 0 to "
              + (roundCount() - 1));
    }
    return evaluate(keys, message);
  }

  /**
   * Evaluates one round and refuses requests for any other.
   *
   * @param keys the client's
   * @param round which round, from 0
   * @param request what the client's {@link EncryptedInference#nextRequest} returned
   * @throws InvalidInputException as {@link #evaluate(EvaluationKeys, byte[])} does, and when the
   *     request is for another round
   */
  public byte[] evaluate(EvaluationKeys keys, int round, byte[] request) {
    Message message = readRequest(keys, request);
    if (message.round() != round || round < 0 || round >= roundCount()) {
      throw new InvalidInputException(
          "the request is for round " + message.round() + ", expected one for round " + round);
    }
    return evaluate(keys, message);
  }

  private Message readRequest(EvaluationKeys keys, byte[] request) {
    if (!keys.program().equals(program.outline().id())) {
      throw new InvalidInputException(
          "the keys are for program " + keys.program() + ", this is " + program.outline().id());
    }
    return Message.read(request, Message.Kind.REQUEST, program.outline().id());
  }

  private byte[] evaluate(EvaluationKeys keys, Message message) {
    RoundCircuit.Encoded<Plaintext> encoded = circuits.get(message.round());
    RoundCircuit circuit = program.rounds().get(message.round()).circuit();
    RoundOutline round = outline().rounds().get(message.round());
    List<Ciphertext> inputs =
        ciphertexts.readRequest(message, circuit.inputCount(), circuit.input(), round.copies());
    List<Ciphertext> outputs = encoded.run(machine(keys), inputs);
    return new Message(
            Message.Kind.REPLY,
            message.program(),
            message.inference(),
            message.round(),
            ciphertexts.writeReply(outputs, round.form(), keys.ringSwitchKey()))
        .toBytes();
  }

  private EncryptedMachine machine(EvaluationKeys keys) {
    return new EncryptedMachine(
        context, keys.relinearizationKey(), keys.galoisKeys(), program.rotations(), parallelism);
  }

  @Override
  public void close() {
    ciphertexts.close();
    context.close();
  }
}
