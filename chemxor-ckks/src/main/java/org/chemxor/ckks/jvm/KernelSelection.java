package org.chemxor.ckks.jvm;

import java.util.Locale;
import org.chemxor.ckks.EngineUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which kernels run, once per JVM, and logs what was chosen and how to get the faster ones.
 *
 * <p>System property {@value #PROPERTY}: {@code auto} (default), {@code 512}, {@code 256}, {@code
 * 128}, {@code scalar}. A forced width that cannot run is an error, never a silent fallback.
 */
public final class KernelSelection {
  /** Names the kernels to use. */
  public static final String PROPERTY = "chemxor.simd";

  private static final Logger LOG = LoggerFactory.getLogger(KernelSelection.class);
  private static final String VECTOR_KERNELS = "org.chemxor.ckks.jvm.vector.VectorKernels";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private KernelSelection() {}

  /** Initialised on first use: one choice per JVM. */
  private static final class Holder {
    static final Kernels KERNELS = choose(request());
  }

  /**
   * The kernels of this JVM.
   *
   * @throws EngineUnavailableException when forced ones cannot run
   */
  public static Kernels kernels() {
    return Holder.KERNELS;
  }

  /** The reference kernels, whatever was chosen. */
  public static Kernels scalar() {
    return new ScalarKernels();
  }

  /** Vector bits asked for: 512, 256, 128, or 0 when any width will do. */
  public static int vectorBits() {
    String request = request();
    return request.equals("auto") || request.equals("scalar") ? 0 : Integer.parseInt(request);
  }

  private static String request() {
    String value = System.getProperty(PROPERTY, "auto").trim().toLowerCase(Locale.ROOT);
    return switch (value) {
      case "", "auto" -> "auto";
      case "512", "256", "128", "scalar" -> value;
      default ->
          throw new EngineUnavailableException(
              "-D" + PROPERTY + "=" + value + " is not one of auto, 512, 256, 128, scalar");
    };
  }

  private static Kernels choose(String request) {
    if (request.equals("scalar")) {
      LOG.info("CKKS kernels: scalar, as asked for by -D{}", PROPERTY);
      return scalar();
    }
    boolean forced = !request.equals("auto");
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      String fix = "run java with --add-modules " + VECTOR_MODULE;
      if (forced) {
        throw new EngineUnavailableException(
            "-D" + PROPERTY + "=" + request + " needs the Vector API: " + fix);
      }
      LOG.info("CKKS kernels: scalar; for the several times faster vector kernels {}", fix);
      return scalar();
    }
    try {
      Kernels kernels =
          Class.forName(VECTOR_KERNELS)
              .asSubclass(Kernels.class)
              .getDeclaredConstructor()
              .newInstance();
      LOG.info("CKKS kernels: {}", kernels.description());
      return kernels;
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (forced) {
        throw new EngineUnavailableException(
            "-D" + PROPERTY + "=" + request + " cannot be honoured: " + cause.getMessage());
      }
      LOG.warn("CKKS kernels: scalar; the vector kernels did not start: {}", cause.toString());
      return scalar();
    }
  }
}
