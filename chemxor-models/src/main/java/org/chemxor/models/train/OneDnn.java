package org.chemxor.models.train;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether PyTorch computes convolutions by oneDNN. The oneDNN 3.7.1 of PyTorch 2.7.1 returns wrong
 * gradients for convolutions whose channels do not fill its blocks (16 with AVX-512, 8 with AVX2):
 * on an idle AMD EPYC of family 26 the gradient of a convolution before one of 6 to 6 channels
 * differed in every run, and was NaN in some. Neither DJL nor an environment variable has the
 * switch, so this calls PyTorch's own, {@code at::Context::setUserEnabledMkldnn}, through JNA.
 */
final class OneDnn {
  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
  private static final String LIBRARY = "libtorch_cpu.so";
  private static final String CONTEXT = "_ZN2at13globalContextEv";
  private static final String SWITCH = "_ZN2at7Context20setUserEnabledMkldnnEb";

  /** The larger of both blocks; a multiple of it fills the smaller one, too. */
  private static final int BLOCK = 16;

  private OneDnn() {}

  /**
   * Whether its gradients are right for a network: the channels of every convolution fill whole
   * blocks. Those of the network's input may be any, for no gradient reaches it.
   */
  static boolean isRightFor(Network network) {
    return network.nodes().stream().allMatch(OneDnn::fillsBlocks);
  }

  private static boolean fillsBlocks(Network.Node node) {
    if (!(node.layer() instanceof Layer.Conv2d conv)) {
      return true;
    }
    boolean readsInput = node.inputs().equals(List.of(0));
    return conv.outChannels() % BLOCK == 0 && (readsInput || conv.inChannels() % BLOCK == 0);
  }

  /**
   * Switches it on or off for the process, once PyTorch is loaded; whoever trains holds {@link
   * TorchRuntime#trainingLock}. Elsewhere than on Linux it stays as it is.
   */
  static void use(boolean isUsed) {
    Path file = Path.of(LibUtils.getLibtorchPath()).resolve(LIBRARY);
    if (!Files.exists(file)) {
      LOG.info("oneDNN stays as PyTorch has it: there is no {}", LIBRARY);
      return;
    }
    try {
      NativeLibrary torch = NativeLibrary.getInstance(file.toString());
      Pointer context = torch.getFunction(CONTEXT).invokePointer(new Object[0]);
      torch.getFunction(SWITCH).invokeVoid(new Object[] {context, isUsed ? 1 : 0});
    } catch (LinkageError e) {
      LOG.warn("oneDNN stays as PyTorch has it: {}", e.toString());
    }
  }
}
