package org.chemxor.app.web;

import java.util.Set;
import java.util.function.IntSupplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Lets in only what the page itself asks for. A request must be addressed to this machine by its
 * own name, or a foreign name that was made to point here (DNS rebinding) would do; it must not
 * come from another site's page; and whatever touches molecules must carry the token.
 */
final class RequestGuard {
  static final String API = "/api/";

  /** Code of others and its frame, which hold no secret and are kept out of the page's origin. */
  static final String EDITOR = "/editor/";

  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");
  private static final Set<String> METHODS = Set.of("GET", "POST", "DELETE");

  private final AccessToken token;
  private final IntSupplier port;

  /**
   * @param port on which the page is served
   */
  RequestGuard(AccessToken token, IntSupplier port) {
    this.token = token;
    this.port = port;
  }

  /**
   * Checks a request before anything is done.
   *
   * @throws ApiException when it is not let in
   */
  void require(Request request) {
    String path = Request.getPathInContext(request);
    HttpFields headers = request.getHeaders();
    requireHost(headers);
    if (!METHODS.contains(request.getMethod())) {
      throw new ApiException(405, "the page uses GET, POST and DELETE only");
    }
    if (!path.startsWith(EDITOR)) {
      requireOwnSite(headers);
    } else if (!request.getMethod().equals("GET")) {
      throw new ApiException(405, "the editor is only read");
    }
    if (path.startsWith(API)) {
      requireToken(headers);
    }
  }

  private Set<String> hosts() {
    return Set.of("127.0.0.1:" + port.getAsInt(), "localhost:" + port.getAsInt());
  }

  private void requireHost(HttpFields headers) {
    if (headers.getValuesList(HttpHeader.HOST).size() != 1
        || !hosts().contains(headers.get(HttpHeader.HOST))) {
      throw new ApiException(421, "this page is at 127.0.0.1 and has no other name");
    }
  }

  private void requireOwnSite(HttpFields headers) {
    for (String origin : headers.getValuesList(HttpHeader.ORIGIN)) {
      if (!origin.equals("http://" + headers.get(HttpHeader.HOST))) {
        throw new ApiException(403, "pages of other sites may not use this one");
      }
    }
    for (String site : headers.getValuesList("Sec-Fetch-Site")) {
      if (!OWN_SITE.contains(site)) {
        throw new ApiException(
            403, "pages of other sites may not use this one: copy its address into the browser");
      }
    }
  }

  private void requireToken(HttpFields headers) {
    String authorization = headers.get(HttpHeader.AUTHORIZATION);
    if (authorization == null || !token.isIn(authorization)) {
      throw new ApiException(
          401,
          "the token is missing or of an earlier start: open the address that chemxor app printed");
    }
  }
}
