package org.chemxor.onnx.model;

/** Names that somebody else chose, made fit for messages and for networks. */
public final class Names {
  private static final int MAX_LENGTH = 80;

  private Names() {}

  /** The name with everything but printable ASCII replaced, at most 80 characters of it. */
  public static String shown(String name) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < name.length() && i < MAX_LENGTH; i++) {
      char c = name.charAt(i);
      shown.append(c > ' ' && c < 0x7f ? c : '_');
    }
    return shown.isEmpty() ? "(without a name)" : shown.toString();
  }
}
