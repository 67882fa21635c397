package org.chemxor.cli.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.parallel.Parallelism;
import org.chemxor.cli.options.LeaveOutOption;
import org.chemxor.cli.options.LoadedModel;
import org.chemxor.cli.options.PlanName;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.olinda.OlindaNet;
import org.chemxor.fhe.forecast.TimeForecast;
import org.chemxor.service.server.ModelServer;
import org.chemxor.service.server.ServedModel;
import org.chemxor.service.server.ServerLimits;
import org.chemxor.service.server.proxy.TrustedProxies;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chemxor serve}: encrypted models over HTTP. */
@Command(
    name = "serve",
    description = "Serves trained models to clients whose molecules it never sees.",
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  private static final int MOST_PORT = 65_535;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "MODEL",
      description =
          "olinda_zero, olinda or olinda_one with --checkpoint, or one or more model folders, each"
              + " served under the folder's name.")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--checkpoint",
      paramLabel = "FOLDER",
      description = "The model folder that train has written.")
  private @Nullable Path checkpoint;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen on, 0.0.0.0 for all (default: ${DEFAULT-VALUE}, for this machine"
              + " only). Where others reach it, --tls and --token-file are needed.")
  private String host;

  @Option(
      names = "--insecure-public-http",
      description =
          "Listen without TLS where others reach it: for servers behind a proxy that speaks TLS.")
  private boolean publicHttp;

  @Option(
      names = "--public-without-tokens",
      description = "Listen without tokens where others reach it: everybody may ask.")
  private boolean publicWithoutTokens;

  @Option(
      names = "--trusted-proxy",
      paramLabel = "ADDRESS",
      split = ",",
      description =
          "Reverse proxies, as 10.0.0.7 or 10.0.0.0/8, whose header Forwarded says who asks.")
  private List<String> proxies = new ArrayList<>();

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Port to listen on; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--plan",
      converter = PlanName.Converter.class,
      defaultValue = "partitioned",
      description = "partitioned or single-round (default: ${DEFAULT-VALUE}).")
  private PlanName plan;

  @Option(
      names = "--batch",
      description =
          "Serve each model by the batch plan as well, as NAME.batch: query --input uses it where"
              + " that is faster.")
  private boolean batch;

  @Mixin private LeaveOutOption leaveOut = new LeaveOutOption();

  @Option(
      names = "--tls",
      paramLabel = "KEYSTORE",
      description = "Serve HTTPS with the key in this PKCS #12 file.")
  private @Nullable Path keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "File whose first line is the keystore's password.")
  private @Nullable Path keystorePassword;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Serve only holders of a token in this file: lines of name, token, expiry.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--keys-dir",
      paramLabel = "FOLDER",
      description = "Where clients' public keys are kept (default: a temporary folder).")
  private @Nullable Path keysFolder;

  @Option(
      names = "--key-quota",
      paramLabel = "MB",
      defaultValue = "10000",
      description = "Megabytes of keys kept, the least used go first (default: ${DEFAULT-VALUE}).")
  private long keyQuotaMegabytes;

  @Option(
      names = "--key-expiry",
      paramLabel = "DAYS",
      defaultValue = "7",
      description = "Days that keys are kept after their last use (default: ${DEFAULT-VALUE}).")
  private long keyExpiryDays;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Computations at the same time (default: one for each core).")
  private @Nullable Integer workers;

  @Option(
      names = "--queue",
      paramLabel = "N",
      defaultValue = "64",
      description = "Computations that may wait (default: ${DEFAULT-VALUE}).")
  private int queue;

  @Option(
      names = "--requests-per-client",
      paramLabel = "N",
      defaultValue = "64",
      description = "Requests of one client in progress (default: ${DEFAULT-VALUE}).")
  private int requestsPerClient;

  @Mixin private BudgetOptions budget = new BudgetOptions();
  @Mixin private LeakOptions leaks = new LeakOptions();
  @Mixin private WarmUpOption warmUp = new WarmUpOption();

  @Override
  public Integer call() throws Exception {
    budget.requireConsistent();
    leaks.requireConsistent();
    requireFiles();
    if (port < 0 || port > MOST_PORT) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--port is from 0 to " + MOST_PORT + ", got " + port);
    }
    List<ServedModel> served = new ArrayList<>();
    try {
      for (Choice choice : choices()) {
        load(choice, served);
      }
      warmUp.run(served, spec.commandLine().getErr());
      try (ModelServer server = start(served)) {
        announce(server, served);
        stopWithTheProcess(server);
        server.join();
      }
    } finally {
      served.forEach(model -> model.model().close());
    }
    return 0;
  }

  /** Before minutes go into compiling: what is missing first, then whether the files are there. */
  private void requireFiles() {
    if (keystore != null && keystorePassword == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--tls needs --tls-password-file");
    }
    warmUp.require(spec.commandLine());
    Stream.of(tokenFile, keystore, keystorePassword)
        .filter(Objects::nonNull)
        .forEach(InputFiles::requireReadable);
  }

  /**
   * A model asked for.
   *
   * @param name under which it is served
   * @param folder where it is
   */
  private record Choice(String name, Path folder) {}

  private List<Choice> choices() {
    if (checkpoint != null) {
      if (models.size() != 1) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--checkpoint goes with one model; for several name their folders");
      }
      return List.of(new Choice(models.get(0).toLowerCase(Locale.ROOT), checkpoint));
    }
    List<Choice> choices = new ArrayList<>();
    for (String model : models) {
      Path folder = Path.of(model).toAbsolutePath().normalize();
      if (!Files.isDirectory(folder)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "there is no model folder " + model + "; to serve an architecture, add --checkpoint");
      }
      choices.add(new Choice(String.valueOf(folder.getFileName()), folder));
    }
    return choices;
  }

  private void load(Choice choice, List<ServedModel> served) {
    LoadedModel loaded = LoadedModel.of(choice.folder());
    String name = loaded.model().network().name();
    if (checkpoint != null && !OlindaNet.named(choice.name()).name().equals(name)) {
      throw new InvalidInputException(
          "the model in " + choice.folder() + " is an " + name + ", not " + choice.name());
    }
    leaks.requireAllowed(choice.name(), choice.folder(), loaded.model().network());
    if (!batch || plan == PlanName.BATCH) {
      served.add(wrap(choice.name(), loaded, plan));
      return;
    }
    String batchName = choice.name() + ".batch";
    served.add(predicted(wrap(choice.name(), loaded, plan).withBatch(batchName)));
    served.add(predicted(wrap(batchName, loaded, PlanName.BATCH)));
  }

  private ServedModel wrap(String name, LoadedModel loaded, PlanName plan) {
    return WrappedModel.of(name, loaded, plan, leaveOut.told(loaded.confidence()));
  }

  /** What clients go by when they choose between the plans. */
  private static ServedModel predicted(ServedModel served) {
    return served.withPredictedMillis(
        TimeForecast.of(served.model().program(), CkksEngine.load(), Parallelism.sequential())
            .serverMillis());
  }

  private ModelServer start(List<ServedModel> served) throws IOException {
    ServerLimits.Builder limits =
        ServerLimits.builder()
            .queue(queue)
            .requestsPerClient(requestsPerClient)
            .keyQuotaBytes(keyQuotaMegabytes * 1_000_000)
            .keyExpiry(Duration.ofDays(keyExpiryDays));
    if (workers != null) {
      limits.workers(workers);
    }
    ModelServer.Builder builder =
        ModelServer.of(served.toArray(ServedModel[]::new))
            .host(host)
            .port(port)
            .trustedProxies(TrustedProxies.of(proxies))
            .limits(limits.build());
    budget.applyTo(builder);
    if (publicHttp) {
      builder.insecurePublicHttp();
    }
    if (publicWithoutTokens) {
      builder.publicWithoutTokens();
    }
    if (keysFolder != null) {
      builder.keysFolder(keysFolder);
    }
    if (tokenFile != null) {
      builder.tokenFile(tokenFile);
    }
    if (keystore != null) {
      builder.tls(keystore, keystorePassword());
    }
    return builder.start();
  }

  private char[] keystorePassword() throws IOException {
    return InputFiles.firstLine(Objects.requireNonNull(keystorePassword)).toCharArray();
  }

  private void announce(ModelServer server, List<ServedModel> served) {
    PrintWriter out = spec.commandLine().getOut();
    for (ServedModel model : served) {
      out.println(
          String.format(
              Locale.ROOT,
              "%s: %s, %s, %d rounds, %.1f MB of keys a client",
              model.name(),
              model.model().program().network().name(),
              model.model().program().plan().isBatch() ? PlanName.BATCH : plan,
              model.model().roundCount(),
              model.model().costs().keyBytes() / 1e6));
    }
    if (!budget.describe().isEmpty()) {
      out.println(budget.describe());
    }
    if (tokenFile == null) {
      out.println("no --token-file: everybody who reaches this port may ask");
    }
    out.println("serving at " + server.uri());
    out.flush();
  }

  /** Ctrl-C and kill let running requests finish. */
  private static void stopWithTheProcess(ModelServer server) {
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "chemxor-stop"));
  }
}
