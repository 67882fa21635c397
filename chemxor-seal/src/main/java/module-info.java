/** Microsoft SEAL as an engine, found by {@code CkksEngine.load("seal")}. */
module org.chemxor.seal {
  requires static transitive org.jspecify;
  requires org.bytedeco.javacpp;
  requires transitive org.chemxor.ckks;

  exports org.chemxor.seal;

  provides org.chemxor.ckks.CkksEngineProvider with
      org.chemxor.seal.SealEngineProvider;
}
