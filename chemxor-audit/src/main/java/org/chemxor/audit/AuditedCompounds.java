package org.chemxor.audit;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Sample;

/**
 * The compounds of an audit, with the images and targets that the model was trained with.
 *
 * @param members what the model learned from
 * @param others what it never saw
 * @param undecided what its settings were chosen by, which makes them neither; may be empty
 */
public record AuditedCompounds(List<Sample> members, List<Sample> others, List<Sample> undecided) {
  /** Fewest members, and fewest others. */
  public static final int FEWEST = 20;

  /** Copies the lists; there must be {@value #FEWEST} of both kinds. */
  public AuditedCompounds {
    members = List.copyOf(members);
    others = List.copyOf(others);
    undecided = List.copyOf(undecided);
    if (members.size() < FEWEST || others.size() < FEWEST) {
      throw new InvalidInputException(
          "an audit needs at least "
              + FEWEST
              + " compounds that the model learned from and as many that it never saw, got "
              + members.size()
              + " and "
              + others.size()
              + "; give more of the latter with --against");
    }
  }

  /** All of them: members, others, undecided. */
  List<Sample> pool() {
    List<Sample> pool = new ArrayList<>(members);
    pool.addAll(others);
    pool.addAll(undecided);
    return pool;
  }
}
