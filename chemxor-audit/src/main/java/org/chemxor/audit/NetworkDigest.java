package org.chemxor.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.chemxor.core.Hashes;
import org.chemxor.core.Layer;
import org.chemxor.core.Network;
import org.chemxor.core.Tensor;

/** Tells whether an audit is of this network. */
public final class NetworkDigest {
  private NetworkDigest() {}

  /** SHA-256 of layers and weights, in hexadecimal; equal networks have equal ones. */
  public static String of(Network network) {
    MessageDigest digest = Hashes.sha256();
    for (Network.Node node : network.nodes()) {
      String what = form(node.layer()) + " " + node.inputs() + " " + node.outputShape() + "\n";
      digest.update(what.getBytes(StandardCharsets.UTF_8));
      if (node.layer() instanceof Layer.Conv2d conv) {
        update(digest, conv.weights());
        update(digest, conv.bias());
      } else if (node.layer() instanceof Layer.Linear linear) {
        update(digest, linear.weights());
        update(digest, linear.bias());
      } else if (node.layer() instanceof Layer.Polynomial polynomial) {
        update(digest, polynomial.coefficients());
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** A layer without its trained numbers. */
  private static String form(Layer layer) {
    if (layer instanceof Layer.Conv2d conv) {
      return "Conv2d " + conv.kernelHeight() + " " + conv.stride() + " " + conv.padding();
    }
    boolean hasNumbers = layer instanceof Layer.Linear || layer instanceof Layer.Polynomial;
    return hasNumbers ? layer.getClass().getSimpleName() : layer.toString();
  }

  private static void update(MessageDigest digest, Tensor tensor) {
    ByteBuffer buffer = ByteBuffer.allocate(tensor.size() * Double.BYTES);
    for (double value : tensor.toArray()) {
      buffer.putDouble(value);
    }
    digest.update(buffer.array());
  }
}
