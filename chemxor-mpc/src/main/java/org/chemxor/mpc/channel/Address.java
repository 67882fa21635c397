package org.chemxor.mpc.channel;

import org.chemxor.core.InvalidInputException;

/**
 * Where somebody listens.
 *
 * @param host name or number
 * @param port 0 to 65535; 0 picks a free one when listening
 */
public record Address(String host, int port) {
  /** Checks the port. */
  public Address {
    if (port < 0 || port > 65535) {
      throw new InvalidInputException("a port is 0 to 65535, got " + port);
    }
  }

  /** Reads {@code host:port}. */
  public static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    try {
      if (colon > 0) {
        return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
      }
    } catch (NumberFormatException e) {
      throw new InvalidInputException("\"" + text + "\" is no host:port", e);
    }
    throw new InvalidInputException("\"" + text + "\" is no host:port");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
