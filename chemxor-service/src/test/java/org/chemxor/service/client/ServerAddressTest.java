package org.chemxor.service.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.chemxor.service.protocol.Routes;
import org.junit.jupiter.api.Test;

/** Every request goes to the host and port that the user typed, whatever else was typed. */
class ServerAddressTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);
  private static final List<String> ROUTES =
      List.of(Routes.MODELS, Routes.model("a.b_c-d"), Routes.step(DIGEST, DIGEST, 3));

  @Test
  void addressesHaveOneForm() {
    for (String text :
        List.of(
            "http://host", "HTTP://Host/", "http://host:80", "http://host.:80/", "http://host:")) {
      assertThat(ServerAddress.parse(text)).hasToString("http://host");
    }
    assertThat(ServerAddress.parse("https://host:443")).hasToString("https://host");
    assertThat(ServerAddress.parse("https://host:80/a/b/")).hasToString("https://host:80/a/b");
    assertThat(ServerAddress.parse("http://[::1]:8080")).hasToString("http://[::1]:8080");
    assertThat(ServerAddress.parse("https://Host/a"))
        .isEqualTo(ServerAddress.parse("https://host/a/"))
        .hasSameHashCodeAs(ServerAddress.parse("https://host/a/"))
        .isNotEqualTo(ServerAddress.parse("https://host/A"));
  }

  @Test
  void aPathComesBeforeTheRoute() {
    assertThat(ServerAddress.parse("https://host/chem/").resolve(Routes.MODELS))
        .isEqualTo(URI.create("https://host/chem/v1/models"));
  }

  /** With these, requests and their token went to a host called v1. */
  @Test
  void emptySegmentsAndFragmentsDoNotSendRequestsElsewhere() {
    for (String text :
        List.of(
            "http://localhost:8080//", "http://localhost:8080/#a", "http://localhost:8080///x")) {
      assertThatThrownBy(() -> ModelClient.at(URI.create(text)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("a server's address looks like");
    }
  }

  @Test
  void whatIsNotPartOfAnAddressIsRefusedWithItsReason() {
    for (Map.Entry<String, String> wrong :
        Map.ofEntries(
                Map.entry("ftp://host", "neither http"),
                Map.entry("host:8080", "neither http"),
                Map.entry("", "neither http"),
                Map.entry("http://host?x=1", "query"),
                Map.entry("http://host#a", "fragment"),
                Map.entry("http://host/#", "fragment"),
                Map.entry("http://host/a//b", "empty segment"),
                Map.entry("http://host/a/../b", "segments"),
                Map.entry("http://host/%2e%2e/b", "segments"),
                Map.entry("http://host/a;b", "segments"),
                Map.entry("http://my_host:8080", "underscore"),
                Map.entry("http://h\u00f6st", "xn--"),
                Map.entry("http:///v1", "names no host"),
                Map.entry("http:host", "names no host"),
                Map.entry("http://host:0", "ports are"),
                Map.entry("http://host:99999", "ports are"),
                Map.entry("http://[fe80::1%25eth0]", "zone"),
                Map.entry("http://ho st", "is none"),
                Map.entry("http://host\\@evil", "is none"))
            .entrySet()) {
      assertThatThrownBy(() -> ServerAddress.parse(wrong.getKey()))
          .as(wrong.getKey())
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(wrong.getValue());
    }
  }

  @Test
  void passwordsInAddressesAreNotRepeated() {
    assertThatThrownBy(() -> ServerAddress.parse("http://me:secret@host"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("user or password")
        .hasMessageNotContaining("secret");
  }

  @Test
  void routesAreOurOwn() {
    ServerAddress server = ServerAddress.parse("http://host");
    for (String route : List.of("", "v1", "//evil", "/v1/../x", "/v1?x", "/v1/", "/a@b", "/v1#x")) {
      assertThatThrownBy(() -> server.resolve(route))
          .as(route)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void thisMachineIsKnownWithoutLookingUpNames() {
    for (String text :
        List.of("localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "[::1]", "[0:0::1]")) {
      assertThat(ServerAddress.parse("http://" + text).isLoopback()).as(text).isTrue();
    }
    for (String text :
        List.of(
            "127.evil.example", "localhost.evil.example", "0.0.0.0", "10.0.0.1", "[::2]", "v1")) {
      assertThat(ServerAddress.parse("http://" + text).isLoopback()).as(text).isFalse();
    }
  }

  /** Pieces that mean something to one or another reader of addresses. */
  private static final String[] PIECES = {
    "/",
    "//",
    "\\",
    "#",
    "?",
    "@",
    ":",
    ";",
    "%2f",
    "%00",
    "..",
    ".",
    "a",
    "v1",
    "evil.example",
    "localhost",
    ":8080",
    "user:pw@",
    "[::1]",
    "\t",
    " ",
    "\u2044",
    "\uff0f",
    "%",
    "&x=1",
    "_",
    "~"
  };

  @Test
  void whateverIsTypedRequestsGoToTheAuthorityTypedOrNowhere() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int accepted = 0;
    for (int i = 0; i < 30_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://" : "https://");
      text.append(random.nextInt(4) > 0 ? "good.example" : "");
      for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      ServerAddress server;
      try {
        server = ServerAddress.parse(text.toString());
      } catch (InvalidInputException e) {
        continue;
      }
      accepted++;
      for (String route : ROUTES) {
        URI uri = server.resolve(route);
        String what = "seed " + seed + ", " + text + " became " + uri;
        assertThat(authority(uri.toString())).as(what).isEqualTo(authority(text.toString()));
        assertThat(uri.getRawAuthority()).as(what).isEqualTo(authority(uri.toString()));
        assertThat(uri.getRawPath()).as(what).endsWith(route).doesNotContain("//");
        assertThat(uri.normalize()).as(what).isEqualTo(uri);
        assertThat(uri.getRawQuery()).as(what).isNull();
        assertThat(uri.getRawFragment()).as(what).isNull();
        assertThat(uri.getRawUserInfo()).as(what).isNull();
      }
    }
    assertThat(accepted).as("seed " + seed).isGreaterThan(300);
  }

  /** What stands between the scheme and the path, by plain search, in its normal form. */
  private static String authority(String text) {
    boolean isHttps = text.startsWith("https");
    String rest = text.substring(text.indexOf("://") + 3).split("[/?#\\\\]", 2)[0];
    String lower = rest.toLowerCase(Locale.ROOT).replaceFirst(":$", "");
    String withoutPort = lower.replaceFirst(isHttps ? ":443$" : ":80$", "");
    return withoutPort.replaceFirst("\\.(?=$|:[0-9]+$)", "");
  }

  @Test
  void aProxyInTheEnvironmentIsExplained() {
    assertThat(HttpProxy.remark(false, Map.of("http_proxy", "http://proxy:3128")))
        .contains("http_proxy is not used", "-Dhttp.proxyHost=HOST");
    assertThat(HttpProxy.remark(true, Map.of("HTTPS_PROXY", "x"))).contains("-Dhttps.proxyHost");
    assertThat(HttpProxy.remark(true, Map.of("http_proxy", "x"))).isEmpty();
    assertThat(HttpProxy.remark(ServerAddress.parse("http://localhost"))).isEmpty();
  }
}
