package org.chemxor.ckks.jvm.arithmetic;

import java.util.Locale;
import org.chemxor.ckks.EngineUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which kernels run, once per JVM, and logs what was chosen and how to get the faster ones.
 *
 * <p>System property {@value #PROPERTY}: {@code auto} (default: the fastest that there is), {@code
 * plain} (loops that the JIT compiler vectorises by itself), {@code 512} or {@code 256} (transforms
 * on vectors of so many bits). Forced kernels that cannot run are an error, never a silent
 * fallback.
 */
public final class KernelSelection {
  /** Names the kernels to use. */
  public static final String PROPERTY = "chemxor.simd";

  private static final Logger LOG = LoggerFactory.getLogger(KernelSelection.class);
  private static final String VECTOR_KERNELS = "org.chemxor.ckks.jvm.vector.VectorKernels";
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String AUTO = "auto";
  private static final String PLAIN = "plain";
  private static final int WIDE = 512;
  private static final int NARROW = 256;

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

  /** The plain kernels, whatever was chosen. */
  public static Kernels plain() {
    return new PlainKernels();
  }

  private static String request() {
    String value = System.getProperty(PROPERTY, AUTO).trim().toLowerCase(Locale.ROOT);
    return switch (value) {
      case "", AUTO -> AUTO;
      case PLAIN, "512", "256" -> value;
      default ->
          throw new EngineUnavailableException(
              "-D" + PROPERTY + "=" + value + " is not one of auto, 512, 256, plain");
    };
  }

  private static Kernels choose(String request) {
    if (!ProcessorFeatures.hasFusedMultiplyAdd()) {
      LOG.warn(
          "this JVM does not use fused multiply-add (an old processor, a virtual machine that hides"
              + " it, or -XX:-UseFMA): CKKS is exact all the same, and many times slower");
    }
    Kernels kernels =
        switch (request) {
          case PLAIN -> plain();
          case AUTO -> fastest();
          default -> forcedVectors(request);
        };
    LOG.info("CKKS kernels: {}", kernels.description());
    return kernels;
  }

  private static Kernels fastest() {
    if (ProcessorFeatures.vectorBits() < NARROW || !ProcessorFeatures.hasFusedMultiplyAdd()) {
      return plain();
    }
    if (!hasVectorModule()) {
      LOG.info(
          "run java with --add-modules {} for faster transforms in {}-bit vectors",
          VECTOR_MODULE,
          vectorBits());
      return plain();
    }
    try {
      return vectors();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.warn("the kernels on {}-bit vectors did not start: {}", vectorBits(), reason(e));
      return plain();
    }
  }

  /**
   * Bits of the vectors that kernels in vectors have in this JVM: as wide as the machine's, unless
   * narrower ones are asked for.
   */
  public static int vectorBits() {
    return switch (request()) {
      case "512" -> WIDE;
      case "256" -> NARROW;
      default -> ProcessorFeatures.vectorBits() >= WIDE ? WIDE : NARROW;
    };
  }

  private static Kernels forcedVectors(String request) {
    if (!hasVectorModule()) {
      throw new EngineUnavailableException(
          "-D"
              + PROPERTY
              + "="
              + request
              + " needs the Vector API: run java with --add-modules "
              + VECTOR_MODULE);
    }
    try {
      return vectors();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new EngineUnavailableException(
          "-D" + PROPERTY + "=" + request + " cannot be honoured: " + reason(e) + "; leave it out");
    }
  }

  private static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /** As a named module this one does not require an incubator module, but reads it where it is. */
  private static Kernels vectors() throws ReflectiveOperationException {
    ModuleLayer.boot()
        .findModule(VECTOR_MODULE)
        .ifPresent(KernelSelection.class.getModule()::addReads);
    return Class.forName(VECTOR_KERNELS)
        .asSubclass(Kernels.class)
        .getDeclaredConstructor()
        .newInstance();
  }

  /**
   * The innermost cause in words: reflection and initialisers wrap it, and wrappers say nothing.
   */
  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
