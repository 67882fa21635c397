/** Private inference on secret shares between a data owner, a model owner and a dealer. */
module org.chemxor.mpc {
  requires static transitive org.jspecify;
  requires transitive org.chemxor.core;
  requires java.management;
  requires jdk.management;
  requires org.slf4j;

  exports org.chemxor.mpc;
  exports org.chemxor.mpc.channel;
  exports org.chemxor.mpc.compile;
  exports org.chemxor.mpc.emulate;
  exports org.chemxor.mpc.linear;
  exports org.chemxor.mpc.sharing;
}
