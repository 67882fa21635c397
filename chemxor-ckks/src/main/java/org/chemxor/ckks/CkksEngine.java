package org.chemxor.ckks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.chemxor.ckks.parallel.Parallelism;

/**
 * An implementation of CKKS. The {@code jvm} engine is always there; others are services found on
 * the class path. All engines read and write the same bytes.
 *
 * <p>Which one {@link #load()} returns is decided by the system property {@value #PROPERTY} or,
 * when that is not set, by the providers' priorities. An engine asked for by name that cannot run
 * is an error that says why; there is no silent fallback.
 */
public interface CkksEngine {
  /** System property that names the engine for {@link #load()}. */
  String PROPERTY = "chemxor.engine";

  /** Short name, as used with {@link #load(String)}. */
  String name();

  /** One line for people: name, version, and what it computes with (SIMD width). */
  String description();

  /** Doubles processed by one vector instruction; 1 for a scalar path. */
  int simdLanes();

  /**
   * Why this engine cannot compute with these parameters, with what to change; empty when it can.
   * Cheap: makes no context. For planners that choose parameters, {@link #supports} as a predicate.
   */
  default Optional<String> unsupportedReason(CkksParameters parameters) {
    return Optional.empty();
  }

  /**
   * Whether this engine can compute with these parameters: {@link #context} then accepts them, and
   * refuses all others with {@link #unsupportedReason}.
   */
  default boolean supports(CkksParameters parameters) {
    return unsupportedReason(parameters).isEmpty();
  }

  /**
   * Everything that depends on the parameters alone, computed once and shared by all threads.
   *
   * @param parameters the instance
   * @param parallelism where independent parts of one operation may run; results do not depend on
   *     it
   * @throws MismatchException when this engine does not {@linkplain #supports support} them
   */
  CkksContext context(CkksParameters parameters, Parallelism parallelism);

  /** A context that computes on the calling thread. */
  default CkksContext context(CkksParameters parameters) {
    return context(parameters, Parallelism.sequential());
  }

  /**
   * The engine named by the system property, or the best one that can run.
   *
   * @throws EngineUnavailableException when the property names one that cannot
   */
  static CkksEngine load() {
    String name = System.getProperty(PROPERTY);
    if (name != null && !name.isBlank()) {
      return load(name.trim());
    }
    return providers().stream()
        .filter(provider -> provider.unavailableReason().isEmpty())
        .findFirst()
        .orElseThrow(() -> new EngineUnavailableException("no CKKS engine can run here"))
        .create();
  }

  /**
   * The engine with this name.
   *
   * @throws EngineUnavailableException when there is none or it cannot run here; the message says
   *     why and what to do
   */
  static CkksEngine load(String name) {
    List<String> names = new ArrayList<>();
    for (CkksEngineProvider provider : providers()) {
      if (provider.name().equals(name)) {
        provider
            .unavailableReason()
            .ifPresent(
                reason -> {
                  throw new EngineUnavailableException(
                      "the engine " + name + " cannot run: " + reason);
                });
        return provider.create();
      }
      names.add(provider.name());
    }
    throw new EngineUnavailableException(
        "there is no engine named " + name + "; on this class path are " + names);
  }

  private static List<CkksEngineProvider> providers() {
    List<CkksEngineProvider> providers = new ArrayList<>();
    ServiceLoader.load(CkksEngineProvider.class, CkksEngineProvider.class.getClassLoader())
        .forEach(providers::add);
    providers.sort(Comparator.comparingInt(CkksEngineProvider::priority).reversed());
    return providers;
  }
}
