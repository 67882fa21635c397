package org.chemxor.service.server;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** In which codings bodies are taken: none but pieces ({@code chunked}). */
final class Codings {
  static final String TRANSFER_DETAIL =
      "bodies come whole or with Transfer-Encoding: chunked, in no other coding: leave it out";

  private static final String CONTENT_DETAIL =
      "bodies are taken as they are, without Content-Encoding: compressing them gains nothing";

  private Codings() {}

  /** Why a request with these headers is refused; empty when it is not. */
  static Optional<String> refused(HttpFields headers) {
    if (!areAll("chunked", headers.getValuesList(HttpHeader.TRANSFER_ENCODING))) {
      return Optional.of(TRANSFER_DETAIL);
    }
    return areAll("identity", headers.getValuesList(HttpHeader.CONTENT_ENCODING))
        ? Optional.empty()
        : Optional.of(CONTENT_DETAIL);
  }

  private static boolean areAll(String coding, List<String> values) {
    return values.stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .allMatch(value -> value.strip().equalsIgnoreCase(coding));
  }
}
