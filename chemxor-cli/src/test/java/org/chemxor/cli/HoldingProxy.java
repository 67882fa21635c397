package org.chemxor.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Stands before a server and lets only so many molecules through until it is told otherwise, so
 * that whoever queries is surely in the middle of its work when a test kills it.
 */
final class HoldingProxy implements AutoCloseable {
  private final HttpServer proxy;
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI server;
  private final Semaphore molecules;
  private final CountDownLatch released = new CountDownLatch(1);

  /**
   * @param server who answers
   * @param molecules how many requests for the first step pass before those after them wait
   */
  HoldingProxy(String server, int molecules) throws IOException {
    this.server = URI.create(server);
    this.molecules = new Semaphore(molecules);
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.setExecutor(executor);
    proxy.createContext("/", this::handle);
    proxy.start();
  }

  String address() {
    return "http://localhost:" + proxy.getAddress().getPort();
  }

  /** Holds nothing from here on. */
  void release() {
    released.countDown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getRawPath();
      String method = exchange.getRequestMethod();
      if (method.equals("POST") && path.endsWith("/0") && !molecules.tryAcquire()) {
        released.await();
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.resolve(path))
              .method(method, BodyPublishers.ofByteArray(body));
      exchange
          .getRequestHeaders()
          .getOrDefault("Content-Type", List.of())
          .forEach(type -> request.header("Content-Type", type));
      answer(exchange, http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("closed while requests were held", e);
    }
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> reply) throws IOException {
    boolean isEmpty = exchange.getRequestMethod().equals("HEAD") || reply.body().length == 0;
    exchange.sendResponseHeaders(reply.statusCode(), isEmpty ? -1 : reply.body().length);
    if (!isEmpty) {
      exchange.getResponseBody().write(reply.body());
    }
  }

  @Override
  public void close() {
    proxy.stop(0);
    executor.shutdownNow();
  }
}
