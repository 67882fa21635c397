package org.chemxor.cli.mpc;

import java.io.IOException;
import org.chemxor.mpc.DataOwner;
import org.chemxor.mpc.channel.Address;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The two peers of a data owner. */
final class PeerOptions {
  @Option(
      names = "--model-owner",
      defaultValue = "127.0.0.1:7601",
      paramLabel = "HOST:PORT",
      description = "The model owner (default: ${DEFAULT-VALUE}).")
  private String modelOwner;

  @Option(
      names = "--dealer",
      defaultValue = "127.0.0.1:7602",
      paramLabel = "HOST:PORT",
      description = "The dealer (default: ${DEFAULT-VALUE}).")
  private String dealer;

  @Mixin private ConnectionOptions connections;

  DataOwner connect() throws IOException {
    return DataOwner.connect(
        Address.parse(modelOwner), Address.parse(dealer), connections.settings());
  }
}
