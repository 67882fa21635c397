package org.chemxor.service.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.chemxor.data.predictions.PredictedMolecule;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.protocol.ModelDescription;
import org.junit.jupiter.api.Test;

/** What goes into a file of predictions. */
class PredictionFormatTest {
  private static final double ERROR = 2e-5;
  private static final ReplyPolicy POLICY = ReplyPolicy.standard().withDecimals(8);

  private static ModelDescription description(int outputs, List<String> classes, double error) {
    return new ModelDescription(
        "m",
        "0".repeat(64),
        new byte[0],
        null,
        classes.isEmpty() ? "regression" : "classification",
        "target",
        List.of(),
        classes,
        null,
        List.of(1, 32, 32),
        outputs,
        "partitioned",
        1,
        "",
        0,
        new ModelDescription.Parameters("CKKS", 8192, 214, 128),
        1,
        1,
        List.of(1L),
        List.of(1L),
        error,
        List.of());
  }

  private static String line(ModelDescription model, String name, Double... outputs) {
    return new PredictionFormat(model, POLICY, 0.9)
        .line(new PredictedMolecule(2, name, "CCO", List.of(outputs), Optional.empty(), ""));
  }

  @Test
  void formulasAndEscapeSequencesOfServerAndUserAreText() {
    ModelDescription model =
        description(2, List.of("=cmd|' /C calc'!A0", "\u001b[2J\u202e"), ERROR);
    assertThat(new PredictionFormat(model, POLICY, 0.9).header())
        .isEqualTo(
            "row,name,smiles,output_=cmd|' /C calc'!A0,output_\\u001b[2J\\u202e,class,error\n");
    assertThat(line(model, "@SUM(A1)", 1.0, 0.0))
        .isEqualTo("2,'@SUM(A1),CCO,1.00,0.00,'=cmd|' /C calc'!A0,\n");
    assertThat(line(model, "\t-1", 0.0, 1.0))
        .isEqualTo("2,'\\u0009-1,CCO,0.00,1.00,\\u001b[2J\\u202e,\n");
    PredictedMolecule failed =
        new PredictedMolecule(3, "a\nb", "=C", List.of(), Optional.empty(), "+wrong\r\n");
    assertThat(new PredictionFormat(model, POLICY, 0.9).line(failed))
        .isEqualTo("3,a\\u000ab,'=C,,,,'+wrong\\u000d\\u000a\n");
  }

  @Test
  void negativeNumbersStayNumbers() {
    assertThat(line(description(1, List.of(), ERROR), "x", -1.23456)).isEqualTo("2,x,CCO,-1.23,\n");
  }

  @Test
  void decimalsFollowFromTheErrorAndFromNothingElse() {
    assertThat(ExactDecimals.of(1.1e-2)).isZero();
    assertThat(ExactDecimals.of(0.9e-3)).isEqualTo(1);
    assertThat(ExactDecimals.of(0.9e-5)).isEqualTo(3);
    assertThat(ExactDecimals.of(1e-30)).isEqualTo(8);
    assertThat(ExactDecimals.of(0)).isZero();
    assertThat(ExactDecimals.of(Double.NaN)).isZero();
    assertThat(ExactDecimals.of(Double.POSITIVE_INFINITY)).isZero();
  }

  /** A server can make decimals fewer, never more than the client's own policy says. */
  @Test
  void theClientsPolicyIsTheMostThereCanBe() {
    PredictedMolecule row =
        new PredictedMolecule(2, "x", "CCO", List.of(1.23456), Optional.empty(), "");
    ReplyPolicy three = ReplyPolicy.standard().withDecimals(3);
    for (double error : new double[] {1e-30, 1e-6, 9e-6}) {
      assertThat(new PredictionFormat(description(1, List.of(), error), three, 0.9).line(row))
          .isEqualTo("2,x,CCO,1.235,\n");
    }
    for (double error : new double[] {0, -1, Double.NaN, 1e9}) {
      assertThat(new PredictionFormat(description(1, List.of(), error), three, 0.9).line(row))
          .isEqualTo("2,x,CCO,1,\n");
    }
  }

  /** Errors as large as the program says, which real ones stay far below. */
  @Test
  void twoRunsOfOneMoleculeAgreeUpToTies() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (double error : new double[] {1e-2, 3e-4, 9.9e-5, 1e-5, 7e-8}) {
      int decimals = ExactDecimals.of(error);
      ReplyPolicy policy = POLICY.withDecimals(decimals);
      int apart = 0;
      int runs = 20_000;
      for (int i = 0; i < runs; i++) {
        double value = 20 * random.nextDouble() - 10;
        String first = policy.format(value + error * (2 * random.nextDouble() - 1));
        String second = policy.format(value + error * (2 * random.nextDouble() - 1));
        apart += first.equals(second) ? 0 : 1;
        assertThat(Math.abs(Double.parseDouble(first) - value))
            .isLessThanOrEqualTo(0.51 * Math.pow(10, -decimals));
      }
      assertThat((double) apart / runs).as("seed " + seed + ", error " + error).isLessThan(0.01);
    }
  }
}
