/**
 * The CKKS scheme: the interfaces of an engine, the embedded engine, and the formats on the wire.
 */
module org.chemxor.ckks {
  requires static transitive org.jspecify;
  requires com.github.luben.zstd_jni;
  requires java.management;
  requires jdk.management;
  requires org.bouncycastle.provider;
  requires org.slf4j;

  exports org.chemxor.ckks;
  exports org.chemxor.ckks.bytes;
  exports org.chemxor.ckks.parallel;
  exports org.chemxor.ckks.ringswitch;
  exports org.chemxor.ckks.secret;
  exports org.chemxor.ckks.sharing;
  exports org.chemxor.ckks.spi;
  exports org.chemxor.ckks.wire;
  exports org.chemxor.ckks.wire.compact;
  exports org.chemxor.ckks.wire.seal;

  uses org.chemxor.ckks.CkksEngineProvider;

  provides org.chemxor.ckks.CkksEngineProvider with
      org.chemxor.ckks.jvm.JvmEngineProvider;
}
