package org.chemxor.cli.mpc;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.chemxor.mpc.Dealer;
import org.chemxor.mpc.channel.Address;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor mpc dealer}. */
@Command(
    name = "dealer",
    description = "Hands out correlated randomness to a data owner and a model owner.",
    mixinStandardHelpOptions = true)
final class DealerCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
  private String host;

  @Option(
      names = "--port",
      defaultValue = "7602",
      description = "Port; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Mixin private ConnectionOptions connections;

  @Override
  public Integer call() throws Exception {
    try (Dealer dealer = Dealer.listen(new Address(host, port), connections.settings())) {
      ConnectionOptions.warmUp();
      PrintWriter out = spec.commandLine().getOut();
      out.println("dealer listening on " + host + ":" + dealer.port());
      out.flush();
      dealer.join();
    }
    return 0;
  }
}
