package org.chemxor.service.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Sends what a well-behaved client would not. */
final class RawClient {
  private static final int PATIENCE_MILLIS = 60_000;

  private final URI server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  RawClient(URI server) {
    this.server = server;
  }

  /** A well-formed request; headers are names and values in turn. */
  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(server.resolve(path))
            .method(method, BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return http.send(builder.build(), BodyHandlers.ofByteArray());
  }

  /** The upload of keys, for another thread to run. */
  HttpResponse<byte[]> putKeys(ClientBytes which) {
    try {
      return send("PUT", which.keysPath(), which.keys());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes bytes as they are and reads until the server closes. */
  String raw(byte[] bytes, boolean closeOutput) throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      if (closeOutput) {
        socket.shutdownOutput();
      }
      return readAll(socket);
    }
  }

  String raw(String text) throws IOException {
    return raw(text.getBytes(StandardCharsets.ISO_8859_1), false);
  }

  Socket open() throws IOException {
    Socket socket = new Socket("localhost", server.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  /** Everything until the end; a reset counts as one. */
  static String readAll(Socket socket) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.write(b);
      }
    } catch (java.net.SocketException e) {
      text.writeBytes("\n[reset]".getBytes(StandardCharsets.ISO_8859_1));
    }
    return text.toString(StandardCharsets.ISO_8859_1);
  }
}
