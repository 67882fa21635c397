package org.chemxor.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResNetTest {
  @TempDir private Path folder;

  @Test
  void agreesOnSmallImages() {
    agrees(64, false);
  }

  @Test
  @Tag("slow")
  void agreesOnImagesOfFullSize() {
    agrees(224, false);
    agrees(224, true);
  }

  private void agrees(int size, boolean isFolded) {
    ModelBuilder model = ModelBuilder.of(17, 0, 3, size, size);
    Path file = model.write(folder, ResNet.build(model, isFolded));
    Network network = Parity.assertAgrees(file);
    assertThat(network.nodes().stream().filter(n -> n.layer() instanceof Layer.Conv2d)).hasSize(20);
    assertThat(network.nodes().stream().filter(n -> n.layer() instanceof Layer.Add)).hasSize(8);
    assertThat(network.parameterCount()).isEqualTo(11_684_712);
  }
}
