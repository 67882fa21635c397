package org.chemxor.service.server.proxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.QuotedCSV;

/** Reads {@code Forwarded: for=192.0.2.1;proto=https, for="[2001:db8::1]:4711"} (RFC 7239). */
final class ForwardedHeader {
  private static final String FOR = "for=";

  private ForwardedHeader() {}

  /**
   * For whom each proxy asked.
   *
   * @param values of all headers of the name, in order
   * @return one for each element, in order; empty where an element names nobody, hides the address
   *     ({@code unknown}, {@code _name}) or cannot be read
   */
  static List<Optional<InetAddress>> addresses(List<String> values) {
    List<Optional<InetAddress>> addresses = new ArrayList<>();
    for (String value : values) {
      for (String element : new QuotedCSV(true, value)) {
        addresses.add(address(element));
      }
    }
    return addresses;
  }

  private static Optional<InetAddress> address(String element) {
    Optional<InetAddress> found = Optional.empty();
    for (String pair : element.split(";", -1)) {
      String trimmed = pair.strip();
      if (trimmed.regionMatches(true, 0, FOR, 0, FOR.length())) {
        if (found.isPresent()) {
          return Optional.empty();
        }
        found = node(QuotedCSV.unquote(trimmed.substring(FOR.length()).strip()));
      }
    }
    return found;
  }

  /** An IPv4 address or an IPv6 address in brackets, either with a port that is left out. */
  private static Optional<InetAddress> node(String node) {
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      return end < 0 || !isPort(node.substring(end + 1))
          ? Optional.empty()
          : AddressLiteral.parse(node.substring(1, end));
    }
    int colon = node.indexOf(':');
    String address = colon < 0 ? node : node.substring(0, colon);
    return colon >= 0 && !isPort(node.substring(colon))
        ? Optional.empty()
        : AddressLiteral.parse(address);
  }

  private static boolean isPort(String text) {
    return text.isEmpty() || text.matches(":([0-9]{1,5}|_[A-Za-z0-9._-]+)");
  }
}
