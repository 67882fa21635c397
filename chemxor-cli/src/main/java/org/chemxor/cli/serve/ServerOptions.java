package org.chemxor.cli.serve;

import java.io.IOException;
import java.nio.file.Path;
import org.chemxor.core.InputFiles;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.service.client.ClientBuilder;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.client.ProgramPins;
import org.chemxor.service.client.ServerAddress;
import org.chemxor.service.client.TrustedCertificates;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a client reaches a server, and what it insists on. */
public final class ServerOptions {
  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "File whose first line is the token to send.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--insecure-http",
      description =
          "Ask another machine over plain HTTP, where somebody on the way can put another model in"
              + " the place of the one asked for.")
  private boolean plainHttp;

  @Option(
      names = "--insecure-token-over-http",
      description = "Send the token even where everybody on the way can read it.")
  private boolean tokenOverHttp;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "PEM file with certificates to trust, for servers with their own.")
  private @Nullable Path trust;

  @Option(
      names = "--pins",
      paramLabel = "FILE",
      description = "Where the programs of servers are pinned (default: in your home).")
  private @Nullable Path pins;

  @Option(
      names = "--max-rounds",
      paramLabel = "N",
      description = "Refuse models with more rounds; 1 accepts single-round plans only.")
  private @Nullable Integer maxRounds;

  /**
   * The settings of a connection.
   *
   * @param server its address
   * @param model which one; null where the server has only one
   * @param replies what is done with replies
   * @param keys where they are kept
   * @throws org.chemxor.core.InvalidInputException when an option cannot be used
   * @throws IOException when a file cannot be read
   */
  ClientBuilder builder(
      String server, @Nullable String model, ReplyOptions replies, KeyOptions keys)
      throws IOException {
    ClientBuilder builder =
        at(server, model).policy(limited(ClientPolicy.standard().withReplies(replies.policy())));
    replies.applyTo(builder);
    keys.applyTo(builder);
    return builder;
  }

  /** A policy that refuses more rounds than these options say. */
  public ClientPolicy limited(ClientPolicy policy) {
    return maxRounds == null ? policy : policy.withMaxRounds(maxRounds);
  }

  /**
   * How a server is reached, without more.
   *
   * @param server its address
   * @param model which one; null where the server has only one
   * @throws org.chemxor.core.InvalidInputException when an option cannot be used
   * @throws IOException when a file cannot be read
   */
  public ClientBuilder at(String server, @Nullable String model) throws IOException {
    ClientBuilder builder = ModelClient.at(ServerAddress.parse(server));
    if (model != null) {
      builder.model(model);
    }
    if (tokenFile != null) {
      builder.token(InputFiles.firstLine(tokenFile).strip());
    }
    if (plainHttp) {
      builder.insecurePlainHttp();
    }
    if (tokenOverHttp) {
      builder.insecureTokenOverHttp();
    }
    if (trust != null) {
      builder.tls(TrustedCertificates.read(trust));
    }
    if (pins != null) {
      builder.pins(ProgramPins.at(pins));
    }
    return builder;
  }
}
