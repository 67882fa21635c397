package org.chemxor.audit.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SignalsTest {

  @Test
  void ofTwoClassesItIsTheDifferenceOfTheirScores() {
    assertThat(Signals.ofClass(new double[] {-1, 2.5}, 1)).isEqualTo(3.5);
    assertThat(Signals.ofClass(new double[] {-1, 2.5}, 0)).isEqualTo(-3.5);
  }

  @Test
  void ofSeveralClassesItIsTheLogitOfTheSoftmax() {
    double[] scores = {0.3, -0.7, 1.9, 0.2};
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score);
    }
    double p = Math.exp(scores[2]) / sum;
    assertThat(Signals.ofClass(scores, 2)).isCloseTo(Math.log(p / (1 - p)), within(1e-12));
  }

  @Test
  void itStaysFiniteWhereProbabilitiesDoNot() {
    assertThat(Signals.ofClass(new double[] {-4000, 4000, 0}, 1)).isEqualTo(4000);
    assertThat(SignalScale.LOGIT.logConfidence(-900)).isEqualTo(-900);
    assertThat(SignalScale.LOGIT.logConfidence(900)).isZero();
    assertThat(Signals.ofValue(3, 1, 4)).isEqualTo(-0.5);
  }

  @Test
  void refusesWhatIsNoClassNumberOrScale() {
    double[] two = {1, 2};
    double[] broken = {1, Double.NaN};
    assertThatThrownBy(() -> Signals.ofClass(two, 2)).hasMessageContaining("class 2");
    assertThatThrownBy(() -> Signals.ofClass(two, -1)).hasMessageContaining("class -1");
    assertThatThrownBy(() -> Signals.ofClass(broken, 0)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Signals.ofValue(1, 2, 0)).hasMessageContaining("scale");
    assertThatThrownBy(() -> Signals.ofValue(Double.POSITIVE_INFINITY, 2, 1))
        .hasMessageContaining("Infinity");
  }
}
