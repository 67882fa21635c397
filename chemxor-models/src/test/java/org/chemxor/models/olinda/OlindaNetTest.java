package org.chemxor.models.olinda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;

class OlindaNetTest {
  @Test
  void hasChemXorsLayerSizes() {
    assertThat(OlindaNet.zero().flattenedSize()).isEqualTo(3200);
    assertThat(OlindaNet.standard().flattenedSize()).isEqualTo(2048);
    assertThat(OlindaNet.one().flattenedSize()).isEqualTo(1024);
    assertThat(OlindaNet.zero().linears()).containsExactly(512, 256, 1);
    assertThat(OlindaNet.one().linears()).containsExactly(1024, 512, 256, 1);
    assertThat(OlindaNet.zero().activation()).isEqualTo(Activation.CHEMXOR);
  }

  @Test
  void isFoundByItsShortAndItsFullName() {
    assertThat(OlindaNet.named("zero")).isEqualTo(OlindaNet.zero());
    assertThat(OlindaNet.named("olinda_one")).isEqualTo(OlindaNet.one());
    assertThat(OlindaNet.named("OlindaNet")).isEqualTo(OlindaNet.standard());
    assertThatThrownBy(() -> OlindaNet.named("resnet"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("zero, olinda and one");
  }

  @Test
  void refusesLayersThatDoNotFit() {
    assertThatThrownBy(
            () ->
                new OlindaNet(
                    "x",
                    List.of(new OlindaNet.Convolution(2, 4, 1)),
                    List.of(1),
                    Activation.CHEMXOR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 channels");
    assertThatThrownBy(() -> OlindaNet.zero().withOutputs(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Activation.quadratic(0.5, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("collapse");
  }
}
