package org.chemxor.models.train;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.locks.ReentrantLock;
import org.chemxor.core.Network;

/** The one place where the PyTorch engine is started. */
public final class TorchRuntime {
  static final String ENGINE = "PyTorch";

  /** The PyTorch engine allows one gradient collector in a process at a time. */
  private static final ReentrantLock TRAINING = new ReentrantLock();

  private TorchRuntime() {}

  /**
   * The engine, started on the first call (a few seconds the first time on a machine: DJL unpacks
   * PyTorch's libraries into its cache folder, which {@code DJL_CACHE_DIR} moves).
   *
   * <p>Before PyTorch is loaded, {@link NativeEnvironment} keeps its idle threads from spinning.
   *
   * <p>Two system properties are set unless the user has set them, before DJL is first touched:
   * {@code ai.djl.offline}, so that it takes the native libraries from the class path and never
   * from the network, and {@code OPT_OUT_TRACKING}, or it looks for a cloud's metadata address.
   *
   * @throws TrainingException when the engine cannot run here; the message says what is missing
   */
  public static Engine engine() {
    setUnlessPresent("ai.djl.offline", "true");
    setUnlessPresent("OPT_OUT_TRACKING", "true");
    NativeEnvironment.prepare();
    try {
      return Engine.getEngine(ENGINE);
    } catch (EngineException | IllegalStateException | LinkageError e) {
      throw new TrainingException(refusal(String.valueOf(e.getMessage())), e);
    }
  }

  static String refusal(String reason) {
    String cache =
        reason.contains("extract")
            ? " Its libraries are unpacked into DJL's cache, which must be writable and have some"
                + " 450 MB: DJL_CACHE_DIR names another folder."
            : "";
    return "PyTorch does not start on "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + " ("
        + reason
        + ")."
        + cache
        + " Training needs ai.djl.pytorch:pytorch-native-cpu with this machine's classifier on the"
        + " class path; loading and running a trained model does not.";
  }

  /**
   * Prepares the calling thread: how many threads its native operations may use, and no gradients
   * outside a gradient collector (PyTorch's default for a new thread is to record them).
   */
  public static void prepareThread(int threads) {
    prepareThread(threads, true);
  }

  private static void prepareThread(int threads, boolean usesOneDnn) {
    JniUtils.setNumThreads(threads);
    JniUtils.setGradMode(false);
    OneDnn.use(usesOneDnn);
  }

  /**
   * The same for a network of any convolutions: without oneDNN where its gradients are wrong
   * ({@link OneDnn}).
   */
  public static void prepareThread(int threads, Network network) {
    prepareThread(threads, OneDnn.isRightFor(network));
  }

  /** What every training holds: a second one waits for the first. */
  public static ReentrantLock trainingLock() {
    return TRAINING;
  }

  private static void setUnlessPresent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
