package org.chemxor.service.client;

import java.util.Map;
import java.util.TreeSet;

/** What to tell people whose environment names a proxy: Java has settings of its own for these. */
final class HttpProxy {
  private HttpProxy() {}

  /**
   * A sentence to add when a connection failed; empty when no proxy is named, or none is needed.
   */
  static String remark(ServerAddress server) {
    return server.isLoopback() ? "" : remark(server.isEncrypted(), System.getenv());
  }

  static String remark(boolean isEncrypted, Map<String, String> environment) {
    String scheme = isEncrypted ? "https" : "http";
    for (String name : new TreeSet<>(environment.keySet())) {
      if (name.equalsIgnoreCase(scheme + "_proxy")) {
        return String.format(
            " The proxy in %s is not used: give it to Java as -D%s.proxyHost=HOST"
                + " -D%s.proxyPort=PORT, for the command in CHEMXOR_JAVA_OPTS.",
            name, scheme, scheme);
      }
    }
    return "";
  }
}
