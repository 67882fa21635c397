/** Predictions of a saved model on molecules that its evaluator cannot read. */
module com.example.predictions {
  requires transitive org.chemxor.core;
  requires transitive org.chemxor.fhe;
  requires org.chemxor.trained;

  exports com.example.predictions;
}
