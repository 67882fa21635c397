/** Saved models: loaded, used and measured in the clear, without an engine for training. */
module org.chemxor.trained {
  requires static transitive org.jspecify;
  requires transitive org.chemxor.core;
  requires transitive com.fasterxml.jackson.databind;

  exports org.chemxor.models.evaluate;
  exports org.chemxor.models.json;
  exports org.chemxor.models.metrics;
  exports org.chemxor.models.tensors;
  exports org.chemxor.models.trained;
}
