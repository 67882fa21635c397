package org.chemxor.service.server.proxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The reverse proxies in front of a server, which are believed when they say for whom they ask, in
 * the header {@code Forwarded} of RFC 7239. Every proxy adds an element at the end; so it is read
 * from there, for as long as the one who speaks is a proxy on the list. What clients wrote into the
 * header themselves stands before that and is never reached. Immutable.
 */
public final class TrustedProxies {
  private static final TrustedProxies NONE = new TrustedProxies(List.of());

  private final List<AddressBlock> blocks;

  private TrustedProxies(List<AddressBlock> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /** No proxy: the header means nothing. */
  public static TrustedProxies none() {
    return NONE;
  }

  /**
   * Proxies by address.
   *
   * @param blocks addresses or networks: {@code 10.0.0.7}, {@code 10.0.0.0/8}, {@code fd00::/8}
   * @throws org.chemxor.core.InvalidInputException when one is neither
   */
  public static TrustedProxies of(List<String> blocks) {
    return new TrustedProxies(blocks.stream().map(AddressBlock::parse).toList());
  }

  /** Whether this address is a proxy's. */
  public boolean contains(InetAddress address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }

  /**
   * Who asks.
   *
   * @param peer the other end of the connection
   * @param forwarded the values of all {@code Forwarded} headers, in order
   * @return the address nearest to the server that is not a proxy's; when a proxy does not say, or
   *     says something that is no address, the proxy's own
   */
  public InetAddress client(InetAddress peer, List<String> forwarded) {
    InetAddress client = peer;
    if (!contains(client)) {
      return client;
    }
    List<Optional<InetAddress>> chain = new ArrayList<>(ForwardedHeader.addresses(forwarded));
    while (contains(client) && !chain.isEmpty()) {
      Optional<InetAddress> next = chain.remove(chain.size() - 1);
      if (next.isEmpty()) {
        return client;
      }
      client = next.get();
    }
    return client;
  }
}
