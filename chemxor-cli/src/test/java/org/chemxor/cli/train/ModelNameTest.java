package org.chemxor.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.olinda.OlindaNet;
import org.junit.jupiter.api.Test;

class ModelNameTest {
  @Test
  void namesSayWhatIsFitted() {
    assertThat(ModelName.of("One"))
        .isEqualTo(new ModelName(Optional.of(OlindaNet.one()), false, false));
    assertThat(ModelName.of("quadratic")).isEqualTo(new ModelName(Optional.empty(), true, false));
    assertThat(ModelName.of("zero+quadratic"))
        .isEqualTo(ModelName.of("Quadratic+zero"))
        .isEqualTo(new ModelName(Optional.of(OlindaNet.zero()), true, false));
    assertThat(ModelName.of("auto"))
        .isEqualTo(new ModelName(Optional.of(OlindaNet.zero()), true, true));
  }

  @Test
  void otherNamesAreRefusedWithThoseThereAre() {
    for (String name :
        new String[] {"", "two", "zero+one", "zero+quadratic+one", "+", "auto+zero"}) {
      assertThatThrownBy(() -> ModelName.of(name))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("zero+quadratic");
    }
  }
}
