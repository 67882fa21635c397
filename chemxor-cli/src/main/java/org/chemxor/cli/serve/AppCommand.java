package org.chemxor.cli.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.chemxor.app.ChemXorApp;
import org.chemxor.app.model.ModelLink;
import org.chemxor.app.model.ServerTold;
import org.chemxor.cli.options.CoverageOption;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.PlanName;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.service.client.ClientBuilder;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.ServerAddress;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServedModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chemxor app}: a web page on this machine that plays the client. */
@Command(
    name = "app",
    description =
        "Opens a page in your browser's reach for predictions on molecules that the"
            + " model's owner never sees. It is served to this machine alone.",
    mixinStandardHelpOptions = true)
public final class AppCommand implements Callable<Integer> {
  /** A server that is away for longer is waited for by the page, which says so. */
  private static final Duration RETRY_FOR = Duration.ofSeconds(3);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--server", paramLabel = "URL", description = "The server to ask.")
  private @Nullable String server;

  @Option(
      names = "--served-model",
      paramLabel = "NAME",
      description = "Which of the server's models; needed when it has several.")
  private @Nullable String servedModel;

  @Option(
      names = "--model",
      paramLabel = "FOLDER",
      description =
          "A demonstration with the model in this folder: both roles run here, and predictions in"
              + " the clear are shown beside the encrypted ones.")
  private @Nullable Path model;

  @Option(
      names = "--plan",
      converter = PlanName.Converter.class,
      defaultValue = "partitioned",
      description = "How --model is evaluated: partitioned or single-round.")
  private PlanName plan = PlanName.PARTITIONED;

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "Port of the page; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "2",
      description = "Requests in progress at a time (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--history",
      paramLabel = "FOLDER",
      description =
          "Where the page keeps a history once you ask it to (default: .chemxor/app-history in your"
              + " home).")
  private @Nullable Path history;

  @Mixin private CoverageOption coverage = new CoverageOption();
  @Mixin private ServerOptions connection = new ServerOptions();
  @Mixin private KeyOptions keys = new KeyOptions();
  @Mixin private ReplyOptions replies = new ReplyOptions();

  @Override
  public Integer call() throws Exception {
    if ((server == null) == (model == null)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "give either --server URL or --model FOLDER");
    }
    if (model == null) {
      show(remote(String.valueOf(server)));
    } else {
      demonstrate(model);
    }
    return 0;
  }

  private ModelLink remote(String address) throws IOException {
    ServerAddress parsed = ServerAddress.parse(address);
    ClientBuilder builder =
        connection.builder(address, servedModel, replies, keys).retryFor(RETRY_FOR);
    ServerTold told =
        new ServerTold(
            parsed.toString(), parsed.isLoopback(), parsed.isEncrypted(), false, keys.areKept());
    return new ModelLink(builder::connect, told, coverage.level(), Optional.empty());
  }

  private void demonstrate(Path folder) throws Exception {
    LoadedModel loaded = LoadedModel.of(folder).requireMoleculeImages();
    PrintWriter err = spec.commandLine().getErr();
    err.println("compiling the model");
    err.flush();
    ServedModel served = WrappedModel.of("demonstration", loaded, plan, loaded.confidence());
    try (ModelServer own = ModelServer.of(served).port(0).start()) {
      ClientBuilder builder =
          ModelClient.at(own.uri())
              .policy(ClientPolicy.standard().withReplies(replies.policy()))
              .featurisers(loaded.featuriser())
              .withoutPins()
              .retryFor(RETRY_FOR);
      ServerTold told = new ServerTold(own.uri().toString(), true, false, true, false);
      show(new ModelLink(builder::connect, told, coverage.level(), Optional.of(loaded.plain())));
    } finally {
      served.model().close();
    }
  }

  private void show(ModelLink link) throws Exception {
    ChemXorApp.Builder builder = ChemXorApp.of(link).port(port).parallelism(parallel);
    if (history != null) {
      builder.historyFolder(history);
    }
    try (ChemXorApp app = builder.start()) {
      Runtime.getRuntime().addShutdownHook(new Thread(app::close, "chemxor-stop"));
      PrintWriter out = spec.commandLine().getOut();
      out.println("Open this address in a browser of this machine; keep it to yourself:");
      out.println(app.address());
      out.println("Ctrl-C ends the program and overwrites the secret key.");
      out.flush();
      app.join();
    }
  }
}
