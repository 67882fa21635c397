package org.chemxor.models.train;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environment variable {@code OMP_WAIT_POLICY=passive}, set in this process unless the user has
 * set it, before PyTorch's libraries read it: waiting OpenMP threads sleep. By default they spin,
 * and on a machine with other work they take the cores from the threads they wait for (measured: a
 * run of 2 s took 50 s).
 *
 * <p>Java cannot change its environment, so this calls the C library through JNA, which DJL brings
 * along. Where that fails training works all the same, only slower on a busy machine.
 */
final class NativeEnvironment {
  private static final Logger LOG = LoggerFactory.getLogger(NativeEnvironment.class);

  private NativeEnvironment() {}

  static void prepare() {
    set("OMP_WAIT_POLICY", "passive");
  }

  private static void set(String name, String value) {
    if (System.getenv(name) != null) {
      return;
    }
    try {
      if (Platform.isWindows()) {
        function("msvcrt", "_putenv").invokeInt(new Object[] {name + "=" + value});
      } else {
        function(Platform.C_LIBRARY_NAME, "setenv").invokeInt(new Object[] {name, value, 0});
      }
    } catch (LinkageError e) {
      LOG.info(
          "{}={} could not be set ({}); set it before starting Java", name, value, e.toString());
    }
  }

  private static Function function(String library, String name) {
    return NativeLibrary.getInstance(library).getFunction(name);
  }
}
