/** Networks compiled into encrypted programs, and the two roles that run them. */
module org.chemxor.fhe {
  requires static transitive org.jspecify;
  requires transitive org.chemxor.ckks;
  requires transitive org.chemxor.core;

  exports org.chemxor.fhe;
  exports org.chemxor.fhe.checked;
  exports org.chemxor.fhe.client;
  exports org.chemxor.fhe.compile;
  exports org.chemxor.fhe.domain;
  exports org.chemxor.fhe.evaluator;
  exports org.chemxor.fhe.forecast;
  exports org.chemxor.fhe.message;
  exports org.chemxor.fhe.program;
  exports org.chemxor.fhe.reply;
  exports org.chemxor.fhe.simulate;
}
