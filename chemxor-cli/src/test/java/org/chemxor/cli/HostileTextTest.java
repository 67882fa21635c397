package org.chemxor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Neither a server nor a file nor an argument gets to the terminal's own commands. */
class HostileTextTest {
  private static final String ATTACK = "\u001b]0;owned\u0007\u001b[2J\u202e\u009b31m\r";

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    return commandLine.execute(args);
  }

  private void assertHarmless(String expected) {
    String text = out + err.toString();
    assertThat(text).contains(expected);
    assertThat(text.codePoints().filter(c -> c != '\n' && Character.isISOControl(c)).count())
        .as(text)
        .isZero();
    assertThat(text).doesNotContain("\u202e");
  }

  private static HttpServer serve(int status, String type, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private int query(HttpServer server) {
    try {
      String address = "http://localhost:" + server.getAddress().getPort();
      return run("query", address, "CCO", "--pins", folder.resolve("pins").toString());
    } finally {
      server.stop(0);
    }
  }

  private static String json(String text) {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
    return escaped.toString();
  }

  @Test
  void aProblemsSentenceIsWrittenOut() throws IOException {
    String body =
        "{\"type\":\"urn:chemxor:problem:not-found\",\"status\":404,\"detail\":\"see "
            + json(ATTACK + "\nchemxor: all is well")
            + "\"}";
    assertThat(query(serve(404, "application/problem+json", body))).isEqualTo(1);
    assertHarmless("see \\u001b]0;owned\\u0007\\u001b[2J\\u202e\\u009b31m\\u000d\\u000achemxor");
  }

  @Test
  void namesOfModelsAreWrittenOut() throws IOException {
    String body = "{\"models\":[{\"name\":\"" + json(ATTACK) + "\"},{\"name\":\"second\"}]}";
    assertThat(query(serve(200, "application/json", body))).isEqualTo(1);
    assertHarmless("say which one: [\\u001b]0;owned");
    assertThat(query(serve(200, "application/json", "{\"models\":[{\"name\":\"\\u001b\"}]}")))
        .isEqualTo(1);
    assertHarmless("no model called \"\\u001b\"");
  }

  @Test
  void aRedirectionIsNotFollowed() throws IOException {
    assertThat(query(serve(302, "text/plain", "elsewhere"))).isEqualTo(1);
    assertHarmless("another address, where this client does not go by itself");
  }

  @Test
  void argumentsAreWrittenOut() {
    assertThat(run("query", "http://localhost:1/" + ATTACK, "CCO")).isEqualTo(1);
    assertHarmless("\\u001b]0;owned");
    assertThat(run("--no-such" + ATTACK)).isEqualTo(2);
    assertHarmless("--no-such\\u001b");
  }
}
