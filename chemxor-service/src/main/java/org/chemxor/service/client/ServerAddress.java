package org.chemxor.service.client;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.text.PrintableText;

/**
 * Where a server is: scheme, host, port and perhaps a path below which it answers. In its normal
 * form two spellings of one address are equal: lower-case scheme and host, no default port, no
 * slash at the end. Every request's URI is built by {@link #resolve}, so that no request, and no
 * token with it, goes to another host and port than these.
 */
public final class ServerAddress {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~-]+");
  private static final Pattern ROUTE = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
  private static final Pattern LOOPBACK_IPV4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");
  private static final int LONGEST_QUOTE = 200;
  private static final int LARGEST_PORT = 65_535;

  private final String scheme;
  private final String host;
  private final int port;
  private final String path;

  private ServerAddress(String scheme, String host, int port, String path) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.path = path;
  }

  /**
   * Reads an address.
   *
   * @param text {@code http://host:port} or {@code https://host/path}
   * @throws InvalidInputException when it is none, or holds a user, a query, a fragment, an empty
   *     segment, or a segment of dots
   */
  public static ServerAddress parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw refused(text, "\"" + PrintableText.line(text, LONGEST_QUOTE) + "\" is none");
    }
    return of(uri);
  }

  /** As {@link #parse}. */
  public static ServerAddress of(URI uri) {
    String text = uri.toString();
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw refused(text, "this one starts with neither http:// nor https://");
    }
    if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
      throw refused("", "a user or password in it is not used: give a token by its own option");
    }
    if (uri.getRawFragment() != null || uri.getRawQuery() != null) {
      throw refused(text, "this one holds a query or a fragment: leave out what follows ? or #");
    }
    return new ServerAddress(scheme, host(uri, text), port(uri, scheme, text), path(uri, text));
  }

  private static String host(URI uri, String text) {
    String host = uri.getHost();
    if (host == null) {
      String authority = String.valueOf(uri.getRawAuthority());
      if (authority.indexOf('_') >= 0) {
        throw refused(
            text, "names of hosts hold no underscore: use another name or its IP address");
      }
      if (!authority.chars().allMatch(c -> c < 0x80)) {
        throw refused(text, "write the host's name in its ASCII form, which starts with xn--");
      }
      throw refused(text, "this one names no host");
    }
    if (host.indexOf('%') >= 0) {
      throw refused(text, "an IPv6 address with a zone is not taken");
    }
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** The port typed; -1 when it is the scheme's own. */
  private static int port(URI uri, String scheme, String text) {
    int port = uri.getPort();
    if (port == 0 || port > LARGEST_PORT) {
      throw refused(text, "ports are from 1 to " + LARGEST_PORT);
    }
    return port == (scheme.equals("http") ? 80 : 443) ? -1 : port;
  }

  private static String path(URI uri, String text) {
    String raw = String.valueOf(uri.getRawPath());
    String path = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    if (path.isEmpty()) {
      return "";
    }
    for (String segment : path.substring(1).split("/", -1)) {
      if (segment.isEmpty()) {
        throw refused(text, "this one holds an empty segment: write one slash instead of two");
      }
      if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
        throw refused(
            text,
            "segments of its path are made of letters, digits, '.', '_', '~' and '-', got \""
                + PrintableText.line(segment, LONGEST_QUOTE)
                + "\"");
      }
    }
    return path;
  }

  private static InvalidInputException refused(String text, String why) {
    String what = text.isEmpty() ? "" : " (" + PrintableText.line(text, LONGEST_QUOTE) + ")";
    return new InvalidInputException(
        "a server's address looks like http://host:8080 or https://host/path; " + why + what);
  }

  /**
   * The URI of a route on this server.
   *
   * @param route segments of letters, digits, dots, dashes, tildes and underscores, each after a
   *     slash
   * @return with this address's scheme, host and port
   * @throws IllegalArgumentException when the route is not made like that
   */
  public URI resolve(String route) {
    if (!ROUTE.matcher(route).matches() || route.contains("/./") || route.contains("/../")) {
      throw new IllegalArgumentException("not a route: " + PrintableText.line(route));
    }
    return URI.create(this + route);
  }

  /** Whether what is sent is encrypted on its way. */
  public boolean isEncrypted() {
    return scheme.equals("https");
  }

  /**
   * Whether this is this machine, by an address of its loopback interface or the name {@code
   * localhost}. Other names are not looked up: who answers for a name may say one thing now and
   * another later.
   */
  public boolean isLoopback() {
    if (host.equals("localhost") || LOOPBACK_IPV4.matcher(host).matches()) {
      return true;
    }
    try {
      return host.startsWith("[") && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** The address in its normal form. */
  @Override
  public String toString() {
    return scheme + "://" + host + (port < 0 ? "" : ":" + port) + path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ServerAddress address && toString().equals(address.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }
}
