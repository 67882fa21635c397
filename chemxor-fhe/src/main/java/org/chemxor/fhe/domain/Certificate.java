package org.chemxor.fhe.domain;

import java.util.List;
import java.util.Locale;

/**
 * Why no value that a program returns has wrapped around a modulus unnoticed.
 *
 * @param domain the inputs for which that is so
 * @param rounds by round, how large values get and which the client accepts
 */
public record Certificate(InputDomain domain, List<RoundRange> rounds) {
  /** Copies the list. */
  public Certificate {
    rounds = List.copyOf(rounds);
  }

  /** 0 when it is proven, otherwise the bits that guard. */
  public int guardBits() {
    return rounds.stream().mapToInt(round -> round.accepted().guardBits()).max().orElse(0);
  }

  /** For people: which images are taken. */
  public String describeDomain(int size) {
    String range =
        String.format(Locale.ROOT, "%d numbers from %s to %s", size, domain.min(), domain.max());
    return domain.limitsSum(size)
        ? range
            + String.format(
                Locale.ROOT,
                " that add up to at most %.0f; denser ones are refused before anything is"
                    + " encrypted",
                domain.maxSum())
        : range + ", all of them";
  }

  /** For people: why answers are right or refused. */
  public String describeValues() {
    if (guardBits() > 0) {
      return "a value that leaves its room is refused by "
          + guardBits()
          + " guard bits, and taken for another once in 2^"
          + guardBits();
    }
    return "proven from the weights: no value of these images leaves its room unnoticed"
        + (rounds.size() == 1 ? "" : "; the client checks what it relays between rounds");
  }
}
