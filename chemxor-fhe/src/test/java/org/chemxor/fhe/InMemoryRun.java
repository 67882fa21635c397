package org.chemxor.fhe;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Parallelism;
import org.chemxor.ckks.Plaintext;
import org.chemxor.fhe.circuit.Circuit;
import org.chemxor.fhe.circuit.EncryptedMachine;

/** Runs a program on ciphertexts without writing them as bytes. */
final class InMemoryRun {
  private final EncryptedProgram program;
  private final CkksContext context;
  private final KeyGenerator keys;
  private final EncryptedMachine machine;
  private final List<Circuit.Encoded<Plaintext>> circuits = new ArrayList<>();

  InMemoryRun(EncryptedProgram program, Parallelism parallelism) {
    this.program = program;
    this.context = CkksEngine.load().context(program.parameters(), parallelism);
    this.keys = context.keyGenerator();
    this.machine =
        new EncryptedMachine(
            context,
            keys.createRelinearizationKey(),
            keys.createGaloisKeys(program.rotations().keys()),
            program.rotations(),
            parallelism);
    for (Partition partition : program.partitions()) {
      circuits.add(partition.circuit().encode(EncryptedMachine.encoder(context)));
    }
  }

  double[] evaluate(double[] input) {
    Relay relay = new Relay(program.outline(), input);
    for (Partition partition : program.partitions()) {
      List<Ciphertext> request = new ArrayList<>();
      for (double[] slots : relay.packNext()) {
        request.add(
            context
                .encryptor(keys.secretKey())
                .encrypt(
                    context
                        .encoder()
                        .encode(
                            slots,
                            partition.circuit().input().scale(),
                            partition.circuit().input().level())));
      }
      List<Ciphertext> reply = circuits.get(partition.index()).run(machine, request);
      relay.accept(
          reply.stream()
              .map(c -> context.encoder().decode(context.decryptor(keys.secretKey()).decrypt(c)))
              .toArray(double[][]::new));
    }
    return relay.outputs();
  }
}
