package org.chemxor.seal.binding;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.chemxor.ckks.CkksException;
import org.jspecify.annotations.Nullable;

/** Loads the native library once and turns its results into values or exceptions. */
public final class Native {
  private static final int MESSAGE_BYTES = 512;

  /** How to get SEAL, the same for every platform's error. */
  static final String ADVICE =
      "Install Microsoft SEAL 4.1 or newer (4.4 recommended): \"brew install seal\" (Homebrew),"
          + " \"vcpkg install seal\", \"conda install -c conda-forge seal\", your distribution's"
          + " package, or your own build; then build the module chemxor-seal again with a C++"
          + " compiler and CMake on the path. SEAL in an unusual place is found through"
          + " CMAKE_PREFIX_PATH, SEAL_DIR or -Dseal.dir. See docs/engines.md";

  private Native() {}

  /** Holder idiom: loading is tried once, when first asked for. */
  private static final class State {
    static final @Nullable String PROBLEM = load();

    private static @Nullable String load() {
      try {
        Loader.load(SealLibrary.class);
        return null;
      } catch (UnsatisfiedLinkError e) {
        return problem(e, SealLibrary.class.getResource(resource()) != null);
      }
    }
  }

  /**
   * The error for people.
   *
   * @param e what loading said
   * @param isThere whether the library was found, so that only something it needs can be missing
   */
  public static String problem(UnsatisfiedLinkError e, boolean isThere) {
    if (isThere) {
      return "the native library was found as the resource "
          + resource()
          + " on the class path but could not be loaded: "
          + causes(e)
          + ". It was built for a SEAL that is not, or no longer, where it was: put SEAL's shared"
          + " library there or on the system's library path (LD_LIBRARY_PATH, DYLD_LIBRARY_PATH or"
          + " PATH), or build again. "
          + ADVICE;
    }
    return "the native library was looked for as the resource "
        + resource()
        + " on the class path and as "
        + System.mapLibraryName(SealLibrary.LIBRARY)
        + " in java.library.path ("
        + System.getProperty("java.library.path")
        + ") and is in neither: this module was built without SEAL, or the jar for "
        + Loader.getPlatform()
        + " is not on the class path. "
        + ADVICE;
  }

  /** The first lines of an error and of what caused it. */
  private static String causes(Throwable e) {
    List<String> lines = new ArrayList<>();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      lines.add(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
    }
    return String.join("; ", lines);
  }

  /** Where the platform's jar has the library. */
  public static String resource() {
    String platform = Loader.getPlatform();
    return "/org/chemxor/seal/binding/"
        + platform
        + "/"
        + System.mapLibraryName(SealLibrary.LIBRARY);
  }

  /** Why the library is not there, empty when it is. */
  public static Optional<String> problem() {
    return Optional.ofNullable(State.PROBLEM);
  }

  /** SEAL's version, as it names it. */
  public static String version() {
    long version = check(SealLibrary.version());
    return String.format(
        Locale.ROOT, "%d.%d.%d", version / 1_000_000, version / 1000 % 1000, version % 1000);
  }

  /**
   * The result itself when it is one.
   *
   * @throws CkksException with SEAL's message when the call failed
   */
  public static long check(long result) {
    if (result >= 0) {
      return result;
    }
    if (result == Long.MIN_VALUE) {
      throw new CkksException(
          "SEAL ran out of native memory: close ciphertexts and keys that are no longer needed");
    }
    byte[] text = new byte[MESSAGE_BYTES];
    long length = SealLibrary.message(-result, text, MESSAGE_BYTES);
    SealLibrary.release(-result);
    throw new SealException(new String(text, 0, (int) length, StandardCharsets.UTF_8));
  }

  /** A block of bytes as an array; the block is freed. */
  public static byte[] bytes(long result) {
    long block = check(result);
    try {
      byte[] copy = new byte[Math.toIntExact(check(SealLibrary.bytesSize(block)))];
      check(SealLibrary.bytesCopy(block, copy, copy.length));
      return copy;
    } finally {
      SealLibrary.release(block);
    }
  }
}
