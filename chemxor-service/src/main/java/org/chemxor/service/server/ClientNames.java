package org.chemxor.service.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.chemxor.service.server.proxy.ClientAddress;
import org.chemxor.service.server.proxy.TrustedProxies;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** For whom a request is: the holder of its token or, on a server without tokens, its address. */
final class ClientNames {
  private final @Nullable AccessTokens tokens;
  private final TrustedProxies proxies;

  /**
   * @param tokens null where everybody is let in
   * @param proxies who is believed about the address of others
   */
  ClientNames(@Nullable AccessTokens tokens, TrustedProxies proxies) {
    this.tokens = tokens;
    this.proxies = proxies;
  }

  /** Empty when a token is needed and there is no valid one. */
  Optional<String> of(Request request) {
    if (tokens == null) {
      return Optional.of(address(request));
    }
    String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return authorization == null ? Optional.empty() : tokens.holder(authorization);
  }

  private String address(Request request) {
    SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
    if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
      return Request.getRemoteAddr(request);
    }
    List<String> forwarded = request.getHeaders().getValuesList(HttpHeader.FORWARDED);
    return ClientAddress.of(proxies.client(inet.getAddress(), forwarded));
  }
}
