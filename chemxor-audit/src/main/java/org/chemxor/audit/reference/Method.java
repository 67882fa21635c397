package org.chemxor.audit.reference;

import java.util.List;
import java.util.stream.Stream;
import org.chemxor.audit.attack.Attack;
import org.chemxor.audit.attack.Lira;
import org.chemxor.audit.attack.Rmia;

/** How a model is attacked: by its answers, or also by the activations that a plan discloses. */
public sealed interface Method {
  /** Its name in reports. */
  String name();

  /** Fewest reference models it needs, besides the attacked one and its counterpart. */
  int leastReferences();

  /** LiRA or RMIA on answers. */
  static Method byAnswers(Attack attack) {
    return new ByAnswers(attack);
  }

  /** A linear attack on answers and on the last activations that the partitioned plan discloses. */
  static Method byActivations() {
    return new ByActivations();
  }

  /** The four attacks on answers. */
  static List<Method> standard() {
    return Stream.of(Lira.online(), Lira.offline(), Rmia.online(), Rmia.offline())
        .map(Method::byAnswers)
        .toList();
  }

  /**
   * See {@link #byAnswers}.
   *
   * @param attack which
   */
  record ByAnswers(Attack attack) implements Method {
    @Override
    public String name() {
      return attack.name();
    }

    @Override
    public int leastReferences() {
      return 2;
    }
  }

  /** See {@link #byActivations}. */
  record ByActivations() implements Method {
    @Override
    public String name() {
      return "linear, with activations";
    }

    @Override
    public int leastReferences() {
      return 4;
    }
  }
}
