package org.chemxor.fhe.compile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.core.Hashes;
import org.chemxor.fhe.domain.InputDomain;
import org.chemxor.fhe.graph.Stage;
import org.chemxor.fhe.graph.StageGraph;
import org.chemxor.fhe.message.ProgramId;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.RoundOutline;

/** Computes a {@link ProgramId} from everything the two roles must agree on. */
final class ProgramDigest {
  private final MessageDigest sha256 = Hashes.sha256();

  private ProgramDigest() {}

  static ProgramId of(
      StageGraph graph,
      Plan plan,
      CkksParameters parameters,
      Iterable<Integer> keys,
      InputDomain domain,
      List<RoundOutline> rounds) {
    ProgramDigest digest = new ProgramDigest();
    digest.add(graph.network().toString());
    digest.add(plan.toString());
    digest.add(domain.min());
    digest.add(domain.max());
    digest.add(domain.maxSum());
    for (long prime : parameters.dataPrimes()) {
      digest.add(prime);
    }
    for (long prime : parameters.specialPrimes()) {
      digest.add(prime);
    }
    keys.forEach(digest::add);
    for (RoundOutline round : rounds) {
      digest.add(round.copies());
      digest.add(round.form().kind().name());
      digest.add(round.form().bits());
      digest.add(round.form().dropped());
      digest.add(round.form().centre());
      digest.add(round.form().coarseBits());
      digest.add(round.reply().scale());
      digest.add(round.range().centre());
      digest.add(round.range().reach());
      digest.add(round.range().norm());
      digest.add(round.range().guardBits());
    }
    graph.stages().forEach(digest::addStage);
    return new ProgramId(digest.sha256.digest());
  }

  private void addStage(Stage stage) {
    add(stage.activation().toString());
    for (double b : stage.bias()) {
      add(b);
    }
    ByteBuffer row = ByteBuffer.allocate(stage.map().taps() * Double.BYTES);
    for (int o = 0; o < stage.map().outputs(); o++) {
      row.clear();
      for (int t = 0; t < stage.map().taps(); t++) {
        row.putDouble(stage.map().weight(o, t));
      }
      sha256.update(row.array());
    }
  }

  private void add(String text) {
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) 0);
  }

  private void add(double value) {
    add(Double.doubleToLongBits(value));
  }

  private void add(long value) {
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }
}
