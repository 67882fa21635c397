/** Networks from and to ONNX files. */
@SuppressWarnings("requires-automatic") // both have a reserved name, but no descriptor
module org.chemxor.onnx {
  requires static transitive org.jspecify;
  requires transitive org.chemxor.core;
  requires com.google.protobuf;
  requires org.tribuo.util.onnx;

  exports org.chemxor.onnx;
}
