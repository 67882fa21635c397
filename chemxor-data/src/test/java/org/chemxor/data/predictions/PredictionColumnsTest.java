package org.chemxor.data.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.confidence.ClassSets;
import org.chemxor.data.confidence.DomainVerdict;
import org.chemxor.data.confidence.ModelConfidence;
import org.chemxor.data.confidence.TrainingDomain;
import org.chemxor.data.confidence.ValueIntervals;
import org.junit.jupiter.api.Test;

/** Cells of predictions, with whatever is known about them. */
class PredictionColumnsTest {
  private static final double NEVER = Double.NEGATIVE_INFINITY;
  private static final ValueIntervals INTERVALS =
      new ValueIntervals(9, List.of(0.5, 1.0, Double.POSITIVE_INFINITY));
  private static final ClassSets SETS =
      new ClassSets(
          List.of(9, 9), List.of(List.of(0.0, 2.0), List.of(-1.0, 1.0), List.of(NEVER, NEVER)));
  private static final Optional<TrainingDomain> DOMAIN =
      Optional.of(new TrainingDomain(new BitSet(), 1, 2, 3, 4));

  private static String twoDecimals(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static ModelOutputs value() {
    return new ModelOutputs(false, List.of("logS"), List.of(), 1);
  }

  @Test
  void aValueHasAnIntervalAndADomain() {
    ModelConfidence confidence = new ModelConfidence(List.of(INTERVALS), DOMAIN);
    PredictionColumns columns = new PredictionColumns(value(), confidence, 0.9);
    assertThat(columns.header()).containsExactly("prediction", "lower", "upper", "domain");
    assertThat(
            columns.cells(
                List.of(-2.5), Optional.of(DomainVerdict.EDGE), PredictionColumnsTest::twoDecimals))
        .containsExactly("-2.50", "-3.50", "-1.50", "edge");
    assertThat(columns.cellsWithout(Optional.of(DomainVerdict.OUT)))
        .containsExactly("", "", "", "out");
    assertThat(
            columns.inWords(
                List.of(-2.5), Optional.of(DomainVerdict.IN), PredictionColumnsTest::twoDecimals))
        .isEqualTo("[-3.50, -1.50] in");
    PredictionColumns unbounded = new PredictionColumns(value(), confidence, 0.95);
    assertThat(unbounded.cells(List.of(1.0), Optional.empty(), PredictionColumnsTest::twoDecimals))
        .containsExactly("1.00", "", "", "");
    assertThat(
            unbounded.inWords(List.of(1.0), Optional.empty(), PredictionColumnsTest::twoDecimals))
        .isEqualTo("[unbounded]");
  }

  @Test
  void aModelWithoutCalibrationHasTheColumnsItAlwaysHad() {
    PredictionColumns columns = new PredictionColumns(value(), ModelConfidence.NONE, 0.9);
    assertThat(columns.header()).containsExactly("prediction");
    assertThat(columns.inWords(List.of(1.0), Optional.empty(), PredictionColumnsTest::twoDecimals))
        .isEmpty();
  }

  @Test
  void aClassHasASetWhichMayBeEmptyOrHoldAll() {
    ModelOutputs outputs = new ModelOutputs(true, List.of("x"), List.of("no", "=yes"), 2);
    ModelConfidence confidence = new ModelConfidence(List.of(SETS), Optional.empty());
    PredictionColumns columns = new PredictionColumns(outputs, confidence, 0.9);
    assertThat(columns.header()).containsExactly("output_no", "output_=yes", "class", "classes");
    assertThat(
            columns.cells(List.of(0.0, 1.0), Optional.empty(), PredictionColumnsTest::twoDecimals))
        .containsExactly("0.00", "1.00", "'=yes", "no | =yes");
    assertThat(
            columns.cells(List.of(0.0, 3.0), Optional.empty(), PredictionColumnsTest::twoDecimals))
        .last()
        .isEqualTo("'=yes");
    PredictionColumns strict = new PredictionColumns(outputs, confidence, 0.8);
    assertThat(
            strict.cells(List.of(0.0, 1.0), Optional.empty(), PredictionColumnsTest::twoDecimals))
        .last()
        .isEqualTo("none");
  }

  @Test
  void everyOneOfSeveralTargetsHasColumnsOfItsOwn() {
    ModelOutputs values = new ModelOutputs(false, List.of("a", "b"), List.of(), 2);
    PredictionColumns both =
        new PredictionColumns(
            values, new ModelConfidence(List.of(INTERVALS, INTERVALS), DOMAIN), 0.8);
    assertThat(both.header())
        .containsExactly(
            "output_a", "output_b", "lower_a", "upper_a", "lower_b", "upper_b", "domain");
    assertThat(
            both.cells(
                List.of(1.0, 2.0),
                Optional.of(DomainVerdict.IN),
                PredictionColumnsTest::twoDecimals))
        .containsExactly("1.00", "2.00", "0.50", "1.50", "1.50", "2.50", "in");
    ModelOutputs classes = new ModelOutputs(true, List.of("a", "b"), List.of(), 2);
    PredictionColumns sets =
        new PredictionColumns(
            classes, new ModelConfidence(List.of(SETS, SETS), Optional.empty()), 0.9);
    assertThat(sets.header())
        .containsExactly("output_a", "output_b", "class_a", "class_b", "classes_a", "classes_b");
    assertThat(sets.cells(List.of(-3.0, 3.0), Optional.empty(), PredictionColumnsTest::twoDecimals))
        .containsExactly("-3.00", "3.00", "0", "1", "0", "1");
  }

  @Test
  void confidenceOfAnotherModelIsRefused() {
    ModelConfidence two = new ModelConfidence(List.of(INTERVALS, INTERVALS), Optional.empty());
    assertThatThrownBy(() -> new PredictionColumns(value(), two, 0.9))
        .isInstanceOf(InvalidInputException.class);
    ModelConfidence one = new ModelConfidence(List.of(INTERVALS), Optional.empty());
    assertThatThrownBy(() -> new PredictionColumns(value(), one, 0.5))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("0.8, 0.9, 0.95");
  }
}
