package org.chemxor.cli.serve;

import java.nio.file.Path;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.client.ClientBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code query} does with replies, and what it lets a server choose. */
final class ReplyOptions {
  @Option(
      names = "--decimals",
      paramLabel = "N",
      defaultValue = "4",
      description = "Decimals of predictions, wherever they go (default: ${DEFAULT-VALUE}).")
  private int decimals = 4;

  @Option(
      names = "--hide-refused",
      description =
          "Ask about an empty image where a molecule cannot be asked about, so that the server does"
              + " not see that there was one.")
  private boolean hideRefused;

  @Option(
      names = "--max-replies",
      paramLabel = "N",
      description = "Replies that one key set decrypts before fresh keys are made (default: 4096).")
  private @Nullable Integer maxReplies;

  @Option(names = "--no-fresh-keys", description = "Stop instead of making fresh keys then.")
  private boolean noFreshKeys;

  @Option(
      names = "--featuriser",
      paramLabel = "FILE",
      description = "Accept only these settings for making images; the model's owner gives them.")
  private @Nullable Path featuriser;

  boolean hidesRefused() {
    return hideRefused;
  }

  /**
   * The policy that these options make.
   *
   * @throws InvalidInputException when a number is out of range
   */
  ReplyPolicy policy() {
    try {
      ReplyPolicy policy = ReplyPolicy.standard().withDecimals(decimals);
      policy = hideRefused ? policy.hidingRefusedInputs() : policy;
      policy = noFreshKeys ? policy.withoutRenewal() : policy;
      return maxReplies == null ? policy : policy.withMaxReplies(maxReplies);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  void applyTo(ClientBuilder builder) {
    if (featuriser != null) {
      builder.featurisers(MoleculeFeaturiser.load(featuriser));
    }
  }
}
