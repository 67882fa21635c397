package org.chemxor.service.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.chemxor.core.Hashes;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.ModelDescription;

/**
 * Digests of what a server says about a model. Every field goes in after its length, so that no two
 * descriptions run together to the same bytes.
 */
final class ModelFingerprint {
  private final MessageDigest digest = Hashes.sha256();

  private ModelFingerprint() {}

  /** Of everything that predictions and their spelling depend on: what a resumed file needs. */
  static String ofResults(ModelDescription description) {
    return new ModelFingerprint().addResults(description).hex();
  }

  /** Of that and of what the client goes by besides: what is pinned. */
  static String ofModel(ModelDescription description) {
    return new ModelFingerprint()
        .addResults(description)
        .add(description.name())
        .add(description.batch())
        .hex();
  }

  private ModelFingerprint addResults(ModelDescription description) {
    JsonNode featuriser = description.featuriser();
    add(description.outline());
    add(featuriser == null ? "" : featuriser.toString());
    add(description.task());
    add(description.target());
    add(String.valueOf(description.outputs()));
    add(String.valueOf(description.expectedError()));
    add(String.valueOf(description.targets().size()));
    description.targets().forEach(this::add);
    add(String.valueOf(description.classes().size()));
    description.classes().forEach(this::add);
    JsonNode confidence = description.confidence();
    add(confidence == null ? "" : confidence.toString());
    return this;
  }

  private ModelFingerprint add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  private ModelFingerprint add(byte[] bytes) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
    return this;
  }

  private String hex() {
    return Digests.hex(digest.digest());
  }
}
