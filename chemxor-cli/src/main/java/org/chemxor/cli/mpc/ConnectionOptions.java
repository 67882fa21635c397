package org.chemxor.cli.mpc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.mpc.MpcSettings;
import org.chemxor.mpc.WarmUp;
import org.chemxor.mpc.channel.Security;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the roles talk to each other. */
final class ConnectionOptions {
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  @Option(
      names = "--tls",
      paramLabel = "KEYSTORE",
      description = "This side's key and certificate (PKCS #12); connections are TLS 1.3.")
  private @Nullable Path key;

  @Option(
      names = "--trusted",
      paramLabel = "KEYSTORE",
      description =
          "The peers' certificates (PKCS #12) under the names dealer, model-owner, data-owner.")
  private @Nullable Path trusted;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "File whose first line is both keystores' password.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--insecure-plain",
      description = "Talk to other machines without TLS: whoever listens can add up the shares.")
  private boolean insecurePlain;

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Longest wait for a peer within a run (default: ${DEFAULT-VALUE}).")
  private int deadlineSeconds;

  /** Gets a role ready that waits for others; takes a few seconds. */
  static void warmUp() {
    WarmUp.run(WARM_UP);
  }

  MpcSettings settings() throws IOException {
    if (deadlineSeconds < 1) {
      throw new InvalidInputException("--deadline must be at least 1, got " + deadlineSeconds);
    }
    return MpcSettings.DEFAULT
        .withDeadline(Duration.ofSeconds(deadlineSeconds))
        .withSecurity(security());
  }

  private Security security() throws IOException {
    if (key == null && trusted == null) {
      return insecurePlain ? Security.insecurePlain() : Security.loopback();
    }
    if (key == null || trusted == null || passwordFile == null) {
      throw new InvalidInputException("TLS needs --tls, --trusted and --tls-password-file");
    }
    String password = InputFiles.firstLine(passwordFile);
    return Security.tls(key, trusted, password.toCharArray());
  }
}
