package org.chemxor.ckks;

import java.util.Optional;

/** Service interface through which engines are found. Cheap to instantiate. */
public interface CkksEngineProvider {

  /** The engine's short name. */
  String name();

  /** Rank in automatic selection; the highest that can run wins. The {@code jvm} engine has 100. */
  int priority();

  /** Why this engine cannot run here, with what to install; empty when it can. */
  Optional<String> unavailableReason();

  /** The engine. Called only when nothing stands in the way. */
  CkksEngine create();
}
