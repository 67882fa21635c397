package org.chemxor.service.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Random;
import org.chemxor.core.InvalidInputException;
import org.junit.jupiter.api.Test;

/** Who asks, by the word of proxies that are trusted and of nobody else. */
class TrustedProxiesTest {
  private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/8", "fd00::1"));

  private static InetAddress address(String text) {
    return AddressLiteral.parse(text).orElseThrow();
  }

  private static String client(String peer, String... forwarded) {
    return PROXIES.client(address(peer), List.of(forwarded)).getHostAddress();
  }

  @Test
  void headersOfStrangersMeanNothing() {
    assertThat(client("192.0.2.1", "for=198.51.100.9")).isEqualTo("192.0.2.1");
    assertThat(client("11.0.0.1", "for=198.51.100.9")).isEqualTo("11.0.0.1");
    assertThat(TrustedProxies.none().client(address("10.0.0.1"), List.of("for=198.51.100.9")))
        .isEqualTo(address("10.0.0.1"));
  }

  @Test
  void aProxySaysForWhomItAsks() {
    assertThat(client("10.1.2.3", "for=198.51.100.9")).isEqualTo("198.51.100.9");
    assertThat(client("10.1.2.3", "proto=https; For=\"198.51.100.9:4711\" ;by=10.0.0.1"))
        .isEqualTo("198.51.100.9");
    assertThat(client("fd00::1", "for=\"[2001:db8::7]:80\"")).isEqualTo("2001:db8:0:0:0:0:0:7");
    assertThat(client("10.1.2.3")).isEqualTo("10.1.2.3");
  }

  @Test
  void whatClientsWroteBeforeTheProxiesIsNotReached() {
    assertThat(client("10.1.2.3", "for=203.0.113.1, for=198.51.100.9")).isEqualTo("198.51.100.9");
    assertThat(client("10.1.2.3", "for=203.0.113.1", "for=198.51.100.9, for=10.9.9.9"))
        .isEqualTo("198.51.100.9");
    assertThat(client("10.1.2.3", "for=10.0.0.5, for=10.0.0.6")).isEqualTo("10.0.0.5");
  }

  @Test
  void whatIsNoAddressIsTheProxysOwn() {
    for (String element :
        List.of(
            "for=unknown",
            "for=_hidden",
            "for=evil.example",
            "for=1.2.3.4.5",
            "for=999.1.1.1",
            "for=\"[::1\"",
            "for=1.2.3.4;for=5.6.7.8",
            "for=1.2.3.4:port",
            "by=1.2.3.4",
            "=")) {
      assertThat(client("10.1.2.3", element)).as(element).isEqualTo("10.1.2.3");
      assertThat(client("10.1.2.3", "for=198.51.100.9, " + element))
          .as(element)
          .isEqualTo("10.1.2.3");
    }
  }

  @Test
  void anythingInTheHeaderGivesAnAddress() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    String pieces = "for=;,\"\\[]:. 12fF_\t";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder header = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        header.append(pieces.charAt(random.nextInt(pieces.length())));
      }
      assertThat(PROXIES.client(address("10.0.0.1"), List.of(header.toString())))
          .as("seed " + seed + ", " + header)
          .isNotNull();
    }
  }

  @Test
  void networksAreReadStrictly() {
    for (String wrong :
        List.of("", "proxy.example", "10.0.0.0/33", "10.0.0.0/8/8", "10/8", "::/-1")) {
      assertThatThrownBy(() -> TrustedProxies.of(List.of(wrong)))
          .as(wrong)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("10.0.0.0/8");
    }
    TrustedProxies odd = TrustedProxies.of(List.of("192.0.2.128/25", "0.0.0.0/0"));
    assertThat(odd.contains(address("1.2.3.4"))).isTrue();
    assertThat(odd.contains(address("::1"))).isFalse();
    TrustedProxies half = TrustedProxies.of(List.of("192.0.2.128/25"));
    assertThat(half.contains(address("192.0.2.129"))).isTrue();
    assertThat(half.contains(address("192.0.2.127"))).isFalse();
  }

  @Test
  void addressesOfOneNetworkCountAsOne() {
    assertThat(ClientAddress.of(address("2001:db8:1:2:3:4:5:6")))
        .isEqualTo(ClientAddress.of(address("2001:db8:1:2:ffff::1")))
        .isNotEqualTo(ClientAddress.of(address("2001:db8:1:3::1")));
    assertThat(ClientAddress.of(address("192.0.2.1"))).isEqualTo("192.0.2.1");
    assertThat(ClientAddress.of(address("::ffff:192.0.2.1"))).isEqualTo("192.0.2.1");
  }
}
