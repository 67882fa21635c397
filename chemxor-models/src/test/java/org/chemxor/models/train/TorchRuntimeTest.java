package org.chemxor.models.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TorchRuntimeTest {
  @Test
  void aCacheThatCannotBeWrittenIsNamedWithTheWayToAnother() {
    assertThat(TorchRuntime.refusal("Failed to extract PyTorch native library"))
        .contains("(Failed to extract PyTorch native library)", "DJL_CACHE_DIR")
        .contains("pytorch-native-cpu");
    assertThat(TorchRuntime.refusal("No deep learning engine found"))
        .doesNotContain("DJL_CACHE_DIR");
  }
}
