package org.chemxor.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** A request to the interface behind the page, taken apart. */
final class Call {
  private static final int MOST_DIGITS = 9;

  private final Request request;
  private final List<String> path;
  private final Fields query;

  /**
   * @throws ApiException when the address cannot be taken apart
   */
  Call(Request request) {
    this.request = request;
    String rest = Request.getPathInContext(request).substring(RequestGuard.API.length());
    this.path = List.of(rest.split("/", -1));
    try {
      this.query = Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw new ApiException(400, "the address is not well-formed");
    }
  }

  /** The method and the address with {@code *} for what names a thing: "GET runs/&#42;/rows". */
  String operation() {
    StringBuilder operation = new StringBuilder(request.getMethod()).append(' ');
    for (int i = 0; i < path.size(); i++) {
      boolean isName = path.get(0).equals("runs") && (i == 1 || i == 3);
      operation.append(i == 0 ? "" : "/").append(isName ? "*" : path.get(i));
    }
    return operation.toString();
  }

  /** The name at a place of the address. */
  String name(int place) {
    return path.get(place);
  }

  /** A setting in the address, or what it is unless set. */
  String text(String name, String standard) {
    String value = query.getValue(name);
    return value == null ? standard : value;
  }

  /**
   * A whole number in the address.
   *
   * @throws InvalidInputException when it is none, or not in the range
   */
  int number(String name, int standard, int least, int most) {
    return number(text(name, String.valueOf(standard)), name, least, most);
  }

  /**
   * A text as a number.
   *
   * @throws InvalidInputException when it is none, or not in the range
   */
  static int number(String text, String name, int least, int most) {
    int value =
        text.length() <= MOST_DIGITS && text.matches("[0-9]+") ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw new InvalidInputException(name + " is a number from " + least + " to " + most);
    }
    return value;
  }

  /**
   * The body.
   *
   * @param most bytes that are read
   * @throws ApiException when there are more
   */
  byte[] body(int most) throws IOException {
    if (request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH) > most) {
      throw tooLarge(most);
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooLarge(most);
      }
      return bytes;
    }
  }

  private static ApiException tooLarge(int most) {
    return new ApiException(
        413, "that is more than the " + most / 1_000_000.0 + " MB that the page takes at a time");
  }
}
