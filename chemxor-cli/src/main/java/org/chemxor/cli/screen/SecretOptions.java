package org.chemxor.cli.screen;

import java.io.IOException;
import java.nio.file.Path;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The client's keys, and how much they answer. */
final class SecretOptions {
  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line is a passphrase that encrypts the secret keys.")
  private @Nullable Path passphraseFile;

  @Option(
      names = "--max-replies",
      paramLabel = "N",
      description =
          "Replies that the key set decrypts (default: 4096; a batch of one round takes two).")
  private @Nullable Integer maxReplies;

  KeyProtection protection() throws IOException {
    return passphraseFile == null
        ? KeyProtection.insecureNone(InsecureSecretKeyAccess.get())
        : KeyProtection.passphrase(InputFiles.firstLine(passphraseFile).toCharArray());
  }

  /**
   * What the client insists on.
   *
   * @param decimals of predictions
   * @throws InvalidInputException when a number is out of range
   */
  ClientPolicy policy(int decimals) {
    try {
      ReplyPolicy replies = ReplyPolicy.standard().withDecimals(decimals);
      return ClientPolicy.standard()
          .withReplies(maxReplies == null ? replies : replies.withMaxReplies(maxReplies));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }
}
