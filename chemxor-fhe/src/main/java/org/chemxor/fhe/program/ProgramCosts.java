package org.chemxor.fhe.program;

import java.util.List;
import java.util.stream.IntStream;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.ckks.wire.compact.SubringFormat;
import org.chemxor.fhe.circuit.RoundCircuit;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.message.KeyMessage;
import org.chemxor.fhe.message.Message;
import org.chemxor.fhe.message.ReplyForm;

/** What a program takes in bytes: its keys, its messages. Exact, known before any key exists. */
public final class ProgramCosts {
  private final EncryptedProgram program;
  private final CkksParameters parameters;
  private final PackedFormat format;

  private ProgramCosts(EncryptedProgram program) {
    this.program = program;
    this.parameters = program.parameters();
    this.format = PackedFormat.of(parameters);
  }

  /** The costs of a program. */
  public static ProgramCosts of(EncryptedProgram program) {
    return new ProgramCosts(program);
  }

  /** Bytes of all evaluation keys as {@link FheClient#evaluationKeys} sends them. */
  public long keyBytes() {
    long ringSwitch =
        program.outline().ringSwitch().map(plan -> Message.partBytes(plan.keyBytes())).orElse(0L);
    return KeyMessage.sizeBytes(format, program.rotations().steps().size()) + ringSwitch;
  }

  /** Bytes of a client's keys in the evaluator's memory, where nothing is seeded or packed. */
  public long keyMemoryBytes() {
    int level = parameters.maxLevel();
    long primes = level + 1L + parameters.specialPrimes().length;
    long residues = 2L * parameters.digitCount(level) * primes * parameters.polyModulusDegree();
    return (program.rotations().steps().size() + 1L) * residues * Double.BYTES;
  }

  /** Bytes of the request of each round. */
  public List<Long> requestBytes() {
    return IntStream.range(0, program.roundCount()).mapToObj(this::requestBytes).toList();
  }

  /** Bytes of the reply of each round. */
  public List<Long> replyBytes() {
    return IntStream.range(0, program.roundCount()).mapToObj(this::replyBytes).toList();
  }

  /** Bytes of the request of a round. */
  public long requestBytes(int round) {
    RoundCircuit circuit = program.rounds().get(round).circuit();
    int level = circuit.input().level();
    int copies = program.rounds().get(round).copies();
    return Message.sizeBytes(
        circuit.inputCount(),
        copies == 1
            ? format.ciphertextBytes(level, true)
            : SubringFormat.of(parameters, copies).sizeBytes(level));
  }

  /** Bytes of the reply of a round. */
  public long replyBytes(int round) {
    RoundCircuit circuit = program.rounds().get(round).circuit();
    ReplyForm form = program.outline().rounds().get(round).form();
    return Message.sizeBytes(
        circuit.outputCount(),
        form.kind() == ReplyForm.Kind.WHOLE
            ? format.ciphertextBytes(circuit.output().level(), false)
            : form.sizeBytes(parameters));
  }
}
