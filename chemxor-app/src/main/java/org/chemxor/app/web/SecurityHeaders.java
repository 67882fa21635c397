package org.chemxor.app.web;

import org.eclipse.jetty.http.HttpFields;

/** What the browser is told not to do. */
final class SecurityHeaders {
  private static final String PAGE =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
          + " connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  /**
   * The editor is other people's code: it runs in an origin of its own, without the token, without
   * a way to ask anything of anybody, and draws with styles that it makes itself.
   */
  private static final String EDITOR =
      "sandbox allow-scripts; default-src 'none'; script-src HOST; style-src HOST 'unsafe-inline';"
          + " img-src data: blob:; font-src data:; connect-src 'none'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors HOST";

  private SecurityHeaders() {}

  /**
   * @param isEditor whether this is a file of the editor's, let in and found
   * @param host under which the page was asked for
   */
  static void put(HttpFields.Mutable headers, boolean isEditor, String host) {
    headers.put(
        "Content-Security-Policy", isEditor ? EDITOR.replace("HOST", "http://" + host) : PAGE);
    if (isEditor) {
      // The sandboxed frame has no origin, so its scripts are fetched as by a stranger.
      headers.put("Access-Control-Allow-Origin", "*");
    } else {
      headers.put("X-Frame-Options", "DENY");
      headers.put("Cross-Origin-Opener-Policy", "same-origin");
    }
    headers.put("Cross-Origin-Resource-Policy", isEditor ? "cross-origin" : "same-origin");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
    headers.put("Cache-Control", "no-store");
  }
}
