package org.chemxor.fhe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.compile.ProgramCompiler;
import org.chemxor.fhe.program.EncryptedProgram;
import org.chemxor.fhe.program.OutlineLimits;
import org.chemxor.fhe.program.Plan;
import org.chemxor.fhe.program.ProgramOutline;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Damaged bytes of every kind, read in a heap of 64 MB. */
class ReadersFuzzTest {

  /** Everything it says, when it ends well. */
  private static String run(long seed, int mutants) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ReadersFuzz.class.getName(),
                    Long.toString(seed),
                    Integer.toString(mutants)))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s", output).isZero();
    return output;
  }

  @Test
  void everyReaderOfDamagedBytesStaysWithin64Megabytes(TestReporter reporter) throws Exception {
    String output = run(20261128, 300);
    reporter.publishEntry("seed 20261128", output);
    assertThat(output).contains("no reader failed");
  }

  @Test
  @Tag("slow")
  void everyReaderOfManyDamagedBytesStaysWithin64Megabytes(TestReporter reporter) throws Exception {
    long seed = System.nanoTime();
    String output = run(seed, 50_000);
    reporter.publishEntry("seed " + seed, output);
    assertThat(output).contains("no reader failed");
  }

  @Test
  void anOutlineThatAsksForMoreThanItsLimitsIsRefusedBeforeAnythingIsAllocated() {
    EncryptedProgram program =
        ProgramCompiler.compile(
            Networks.residual(1, 8, 2), Plan.partitioned().insecureWithDegree(1024));
    byte[] bytes = program.outline().toBytes();
    assertThat(ProgramOutline.read(bytes).id()).isEqualTo(program.outline().id());
    OutlineLimits small = OutlineLimits.standard().withMaxCells(500);
    assertThatThrownBy(() -> ProgramOutline.read(bytes, small))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the limit is 500")
        .hasMessageContaining("withMaxCells");
    OutlineLimits short1 = new OutlineLimits(100, 1 << 16, 64, 1 << 18, 1 << 20);
    assertThatThrownBy(() -> ProgramOutline.read(bytes, short1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at most 100 are read");
  }
}
