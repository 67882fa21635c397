/** Networks, molecule images and the plaintext reference evaluator. */
module org.chemxor.core {
  requires static transitive org.jspecify;

  exports org.chemxor.core;
  exports org.chemxor.core.olinda;
  exports org.chemxor.core.text;
}
