package org.chemxor.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;

/** A server that passes everything on to an honest one, writes down what it sees, and may lie. */
public final class WatchingProxy implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI honest;
  private final BiFunction<String, byte[], byte[]> lie;
  private final List<String> seen = new ArrayList<>();
  private final List<byte[]> requests = new ArrayList<>();

  /**
   * @param honest where the answers come from
   * @param lie gets the last part of the path and the honest body, returns what is sent
   */
  public WatchingProxy(URI honest, BiFunction<String, byte[], byte[]> lie) throws IOException {
    this.honest = honest;
    this.lie = lie;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** Requests for steps so far, as step and number of bytes. */
  synchronized List<String> steps() {
    return seen.stream().filter(line -> line.startsWith("POST")).toList();
  }

  /** The bodies of those requests. */
  public synchronized List<byte[]> requests() {
    return List.copyOf(requests);
  }

  /** Begins to write down anew. */
  public synchronized void forget() {
    seen.clear();
    requests.clear();
  }

  /** How many key sets were sent so far. */
  synchronized long keySets() {
    return seen.stream().filter(line -> line.startsWith("PUT")).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getRawPath();
      String last = path.substring(path.lastIndexOf('/') + 1);
      String method = exchange.getRequestMethod();
      synchronized (this) {
        seen.add(method + (method.equals("POST") ? " " + last : "") + " " + body.length);
        if (method.equals("POST")) {
          requests.add(body);
        }
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(honest.resolve(path))
              .method(method, BodyPublishers.ofByteArray(body));
      exchange
          .getRequestHeaders()
          .getOrDefault("Content-Type", List.of())
          .forEach(type -> request.header("Content-Type", type));
      HttpResponse<byte[]> reply = http.send(request.build(), BodyHandlers.ofByteArray());
      byte[] answer = reply.statusCode() == 200 ? lie.apply(last, reply.body()) : reply.body();
      boolean isEmpty = method.equals("HEAD") || answer.length == 0;
      exchange.sendResponseHeaders(reply.statusCode(), isEmpty ? -1 : answer.length);
      if (!isEmpty) {
        exchange.getResponseBody().write(answer);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
