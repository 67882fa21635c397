package org.chemxor.app.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chemxor.fhe.program.Disclosure;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.fhe.reply.ReplyPolicy;
import org.chemxor.service.client.ModelClient;
import org.chemxor.service.protocol.ModelDescription;

/**
 * Who learns what from a prediction, in plain words. What the program discloses is taken from the
 * program itself, which a server cannot understate.
 */
public final class WhoLearnsWhat {
  private WhoLearnsWhat() {}

  /**
   * What one party learns.
   *
   * @param who the party
   * @param learns sentences
   */
  public record Party(String who, List<String> learns) {
    /** Copies the list. */
    public Party {
      learns = List.copyOf(learns);
    }
  }

  /**
   * Everybody who could learn something.
   *
   * @param client whose program it is
   * @param server where it runs
   */
  public static List<Party> of(ModelClient client, ServerTold server) {
    return List.of(
        new Party("You", you(client.outline())),
        new Party("The server, who owns the model", server(client, server)),
        new Party("Whoever is on the way", onTheWay(server)),
        new Party("This computer", computer(server)));
  }

  /** What a disclosure means to the one who asks; empty when it is about somebody else. */
  private static Optional<String> toYou(Disclosure disclosure, int rounds) {
    return switch (disclosure) {
      case OUTPUTS -> Optional.of("You learn the predictions: that is what you ask for.");
      case INTERMEDIATE_ACTIVATIONS ->
          Optional.of(
              "You could also read the values at the end of each of the "
                  + rounds
                  + " rounds, from which a determined user can solve for the model's weights. That"
                  + " is the risk of the model's owner, not yours.");
      case ROUND_OUTCOMES -> Optional.empty();
    };
  }

  /** What a disclosure means to the server; empty when it is about somebody else. */
  private static Optional<String> toServer(Disclosure disclosure, ReplyPolicy policy) {
    return switch (disclosure) {
      case OUTPUTS, INTERMEDIATE_ACTIVATIONS -> Optional.empty();
      case ROUND_OUTCOMES ->
          Optional.of(
              "A server that sends wrong replies on purpose could learn whether they were accepted"
                  + (policy.hidesOutcomes()
                      ? "; this program hides that by going on with encryptions of zero."
                      : ", and this program does not hide it."));
    };
  }

  private static List<String> you(ProgramOutline outline) {
    return outline.disclosures().stream()
        .flatMap(disclosure -> toYou(disclosure, outline.rounds().size()).stream())
        .toList();
  }

  private static List<String> server(ModelClient client, ServerTold server) {
    ModelDescription model = client.description();
    ReplyPolicy policy = client.replies();
    int rounds = client.outline().rounds().size();
    long request = model.requestBytes().stream().mapToLong(Long::longValue).sum();
    List<String> learns = new ArrayList<>();
    learns.add(
        "It never sees your molecules, their images or the predictions: all it gets is ciphertexts,"
            + " and the key to them does not leave this program.");
    learns.add(
        String.format(
            Locale.ROOT,
            "It sees that somebody asks, from which address, when and how often: %d %s of %.0f kB"
                + " together for %s.",
            rounds,
            rounds == 1 ? "request" : "requests",
            request / 1e3,
            model.samples() == 1
                ? "each molecule"
                : "up to " + model.samples() + " molecules at a time"));
    learns.add(
        policy.hidesRefusedInputs()
            ? "A molecule that cannot be asked about is asked about as an empty image, so that the"
                + " gap does not show."
            : "A molecule that cannot be asked about is not asked about, and the gap may show.");
    client.outline().disclosures().stream()
        .flatMap(disclosure -> toServer(disclosure, policy).stream())
        .forEach(learns::add);
    if (server.isDemo()) {
      learns.add(
          "In this demonstration the server is this program, too; with --server it would be on"
              + " another machine.");
    }
    return learns;
  }

  private static List<String> onTheWay(ServerTold server) {
    if (server.isLocal()) {
      return List.of("The server is on this machine: nothing goes over a network.");
    }
    return List.of(
        "The network sees that this machine talks to "
            + server.address()
            + ", when, and how many bytes.",
        server.isTls()
            ? "The connection is encrypted once more (TLS), so nobody can put another model in the"
                + " place of the one asked for."
            : "The connection is not encrypted once more (no TLS): your molecules stay secret, but"
                + " somebody could put another model in the place of the one asked for.");
  }

  private static List<String> computer(ServerTold server) {
    List<String> learns = new ArrayList<>();
    learns.add(
        server.keysKept()
            ? "The secret key is in this program's memory and in the folder that you named."
            : "The secret key is in this program's memory and is overwritten when it ends.");
    learns.add(
        "Molecules and predictions are in this program's memory and in this page. They are written"
            + " to disk only if you keep a history, or download them.");
    learns.add(
        "The page loads nothing from elsewhere; other programs of your own account could read what"
            + " you can read.");
    return learns;
  }
}
