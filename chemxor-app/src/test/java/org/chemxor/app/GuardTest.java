package org.chemxor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not let in. */
@Timeout(120)
class GuardTest {
  @TempDir static Path folder;
  private static AppUnderTest page;

  @BeforeAll
  static void start() throws Exception {
    page = new AppUnderTest(folder.resolve("history"));
  }

  @AfterAll
  static void stop() {
    page.close();
  }

  /** The status of a request with these lines after the first. */
  private static int status(String first, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.app().port())) {
      String lines = first + " HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers);
      socket.getOutputStream().write((lines + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      String reply =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(reply.split(" ", 3)[1]);
    }
  }

  private static String host() {
    return "Host: 127.0.0.1:" + page.app().port();
  }

  private static String token() {
    return "Authorization: Bearer " + page.token();
  }

  @Test
  void thePageAndItsInterfaceAreThereForThePage() throws Exception {
    assertThat(status("GET /", host())).isEqualTo(200);
    assertThat(status("GET /api/status", host(), token(), "Sec-Fetch-Site: same-origin"))
        .isEqualTo(200);
    assertThat(status("GET /api/status", "Host: localhost:" + page.app().port(), token()))
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer ", "Bearer x", "Basic eDp5"})
  void theInterfaceNeedsTheToken(String authorization) throws Exception {
    assertThat(status("GET /api/status", host(), "Authorization: " + authorization)).isEqualTo(401);
    assertThat(status("GET /api/status?token=" + page.token(), host())).isEqualTo(401);
  }

  @Test
  void foreignNamesForThisMachineAreRefused() throws Exception {
    for (String host :
        List.of(
            "Host: evil.example:" + page.app().port(),
            "Host: 127.0.0.1",
            "Host: 127.0.0.1:1",
            "Host: 127.0.0.1.evil.example:" + page.app().port(),
            "Host: [::1]:" + page.app().port())) {
      assertThat(status("GET /api/status", host, token())).as(host).isEqualTo(421);
      assertThat(status("GET /", host)).as(host).isEqualTo(421);
      assertThat(status("GET /editor/frame.html", host)).as(host).isEqualTo(421);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://127.0.0.1:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void pagesOfOtherSitesAreRefusedEvenWithTheToken(String header) throws Exception {
    assertThat(status("POST /api/runs", host(), token(), header, "Content-Length: 0"))
        .isEqualTo(403);
    assertThat(status("GET /", host(), header)).isEqualTo(403);
    assertThat(status("OPTIONS /api/runs", host(), header)).isEqualTo(405);
  }

  @Test
  void onlyTheEditorIsThereForStrangers() throws Exception {
    String[] stranger = {host(), "Origin: null", "Sec-Fetch-Site: cross-site"};
    assertThat(status("GET /editor/frame.js", stranger)).isEqualTo(200);
    assertThat(status("POST /editor/frame.js", stranger)).isEqualTo(405);
    assertThat(status("GET /editor/../api/status", stranger)).isIn(400, 403);
    assertThat(status("GET /editor/%2e%2e/api/status", stranger)).isIn(400, 403, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/../pom.xml", "/js/../../ChemXorApp.class", "/js/%2e%2e/index.html", "/nothing"})
  void noAddressLeadsToAnotherFile(String path) throws Exception {
    assertThat(status("GET " + path, host())).isIn(400, 404);
  }

  @Test
  void pagesRunNoScriptButTheirOwnFiles() throws Exception {
    var response = page.send(HttpRequest.newBuilder(page.uri("/")).build());
    String policy = response.headers().firstValue("Content-Security-Policy").orElseThrow();
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*");
    assertThat(response.body()).doesNotContain("<script>", " onclick=", "style=", "javascript:");
    assertThat(response.body().split("https?://", -1)).hasSize(1);
    var editor = page.send(HttpRequest.newBuilder(page.uri("/editor/frame.html")).build());
    assertThat(editor.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("sandbox allow-scripts; default-src 'none'")
        .contains("connect-src 'none'")
        .doesNotContain("allow-same-origin");
  }

  @Test
  void scriptsMakeNoMarkupOfText() throws Exception {
    for (String script :
        List.of("api", "dom", "editor", "input", "learns", "main", "molecule", "runs", "table")) {
      assertThat(page.get("/js/" + script + ".js"))
          .doesNotContain(
              "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }
  }

  @Test
  void bodiesHaveLimits() throws Exception {
    assertThat(status("POST /api/runs", host(), token(), "Content-Length: 64000001"))
        .isEqualTo(413);
    byte[] large = new byte[64_001];
    Arrays.fill(large, (byte) 'C');
    assertThat(page.send(page.request("POST", "/api/drawing", large).build()).statusCode())
        .isEqualTo(413);
  }

  @Test
  void hostileTextComesBackAsText() throws Exception {
    String script = "<img src=x onerror=alert(1)>";
    var run =
        page.finished(
            "/api/runs?name=%3Cscript%3Ealert(1)%3C%2Fscript%3E.smi",
            "CCO " + script + "\n" + script);
    assertThat(run.get("title").asText()).isEqualTo("<script>alert(1)</script>.smi");
    var rows = page.send("GET", "/api/runs/" + run.get("id").asText() + "/rows", "");
    assertThat(rows.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(rows.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(run.get("failed").asInt()).isEqualTo(1);
    String direction = page.finished("/api/runs?name=a%E2%80%AEb.smi", "C").get("title").asText();
    assertThat(direction).isEqualTo("a\\u202eb.smi");
  }
}
