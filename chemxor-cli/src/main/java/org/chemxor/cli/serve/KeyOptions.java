package org.chemxor.cli.serve;

import java.io.IOException;
import java.nio.file.Path;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.service.client.ClientBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a client's keys are kept between two commands. */
final class KeyOptions {
  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description =
          "Keep the secret keys in this folder, readable by you alone, and go on with those that"
              + " are there: the server need not be sent its keys again.")
  private @Nullable Path folder;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "File whose first line is a passphrase that encrypts the keys of --keys.")
  private @Nullable Path passphraseFile;

  /** Whether keys outlive the process. */
  boolean areKept() {
    return folder != null;
  }

  void applyTo(ClientBuilder builder) throws IOException {
    if (folder != null) {
      builder.keepKeys(folder, protection());
    } else if (passphraseFile != null) {
      throw new InvalidInputException("--passphrase-file protects keys of --keys: give a folder");
    }
  }

  private KeyProtection protection() throws IOException {
    return passphraseFile == null
        ? KeyProtection.insecureNone(InsecureSecretKeyAccess.get())
        : KeyProtection.passphrase(InputFiles.firstLine(passphraseFile).toCharArray());
  }
}
