package org.chemxor.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamedOptionsTest {
  @Test
  void pairsAreReadAtTheirFirstEqualsSign() {
    NamedOptions options = NamedOptions.of(new String[] {"file=a=b.csv", "value=", "seeds=3"});
    assertThat(options.require("file")).isEqualTo("a=b.csv");
    assertThat(options.find("value")).contains("");
    assertThat(options.get("seeds", "20")).isEqualTo("3");
    assertThat(options.get("rule", "random")).isEqualTo("random");
    assertThat(options.find("rule")).isEmpty();
  }

  @Test
  void whatIsNoPairOrMissingIsNamed() {
    for (String arg : new String[] {"seeds", "=3", ""}) {
      assertThatThrownBy(() -> NamedOptions.of(new String[] {"file=a", arg}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("\"" + arg + "\" is not of the form name=value");
    }
    assertThatThrownBy(() -> NamedOptions.of(new String[0]).require("file"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("file=... is missing");
  }
}
