package org.chemxor.service.server;

import org.chemxor.core.MoleculeImage;
import org.chemxor.data.featurise.GridFingerprintFeaturiser;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.EncryptedInference;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.service.TestModels;
import org.chemxor.service.protocol.Digests;
import org.chemxor.service.protocol.Routes;

/** Valid keys and a valid first request for a model, as bytes to send and to spoil. */
final class ClientBytes implements AutoCloseable {
  private final FheClient client;
  private final String program;
  private final byte[] keys;
  private final String digest;

  ClientBytes(FheModel model) {
    this.client = model.newClient(ClientPolicy.insecureWithoutFloor());
    this.program = Digests.hex(client.outline().id());
    this.keys = client.evaluationKeys();
    this.digest = Digests.sha256Hex(keys);
  }

  byte[] keys() {
    return keys.clone();
  }

  String keysPath() {
    return Routes.keys(program, digest);
  }

  String stepPath(int step) {
    return Routes.step(program, digest, step);
  }

  String program() {
    return program;
  }

  String digest() {
    return digest;
  }

  EncryptedInference start() {
    MoleculeImage image = GridFingerprintFeaturiser.standard().image(TestModels.ASPIRIN);
    return client.start(image);
  }

  byte[] request() {
    try (EncryptedInference inference = start()) {
      return inference.nextRequest();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
