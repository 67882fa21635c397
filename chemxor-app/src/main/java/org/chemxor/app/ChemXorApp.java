package org.chemxor.app;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.chemxor.app.draw.StructurePicture;
import org.chemxor.app.history.History;
import org.chemxor.app.model.ModelLink;
import org.chemxor.app.runs.Runs;
import org.chemxor.app.web.AccessToken;
import org.chemxor.app.web.AppHandler;
import org.chemxor.app.web.Connecting;
import org.chemxor.app.web.Workbench;
import org.chemxor.core.InvalidInputException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The page for chemists, running: a web page on 127.0.0.1 that plays the client of an encrypted
 * model. The secret key is in this process; the page in the browser gets molecules' drawings and
 * predictions, and only with the token of {@link #address}.
 *
 * <pre>{@code
 * try (ChemXorApp app = ChemXorApp.of(link).start()) {
 *   System.out.println(app.address());
 *   app.join();
 * }
 * }</pre>
 */
public final class ChemXorApp implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int MAX_HEADER_BYTES = 16_384;
  private static final long IDLE_MILLIS = TimeUnit.MINUTES.toMillis(2);

  private final Server server;
  private final ServerConnector connector;
  private final Workbench workbench;
  private final AccessToken token;

  private ChemXorApp(
      Server server, ServerConnector connector, Workbench workbench, AccessToken token) {
    this.server = server;
    this.connector = connector;
    this.workbench = workbench;
    this.token = token;
  }

  /** A page for a model. */
  public static Builder of(ModelLink link) {
    return new Builder(link);
  }

  /** Settings of a page. */
  public static final class Builder {
    private final ModelLink link;
    private int port;
    private int parallelism = 2;
    private Path historyFolder =
        Path.of(System.getProperty("user.home"), ".chemxor", "app-history");

    private Builder(ModelLink link) {
      this.link = link;
    }

    /** The port to listen on; 0, the system's choice, unless set. */
    public Builder port(int number) {
      if (number < 0 || number > 65535) {
        throw new InvalidInputException("a port is from 0 to 65535, got " + number);
      }
      this.port = number;
      return this;
    }

    /** Requests of a run in progress at the same time; 2 unless set. */
    public Builder parallelism(int requests) {
      if (requests < 1 || requests > 64) {
        throw new InvalidInputException("requests at a time are from 1 to 64, got " + requests);
      }
      this.parallelism = requests;
      return this;
    }

    /** Where a history is kept once the user asks for one; in the user's home unless set. */
    public Builder historyFolder(Path folder) {
      this.historyFolder = folder;
      return this;
    }

    /**
     * Starts serving the page and connecting to the model. The link is closed with the page.
     *
     * @throws InvalidInputException when the port is taken
     * @throws IOException when the server cannot start
     */
    public ChemXorApp start() throws IOException {
      History history = new History(historyFolder);
      Runs runs = new Runs(link, parallelism, history::save);
      history.load().forEach(runs::add);
      Workbench workbench = new Workbench(link, runs, history, StructurePicture.ifPossible());
      QueuedThreadPool threads = new QueuedThreadPool();
      threads.setName("chemxor-app");
      Server server = new Server(threads);
      ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http()));
      connector.setHost(HOST);
      connector.setPort(port);
      connector.setIdleTimeout(IDLE_MILLIS);
      server.addConnector(connector);
      AccessToken token = AccessToken.random();
      server.setHandler(new AppHandler(workbench, token, connector::getLocalPort));
      start(server);
      Connecting.begin(link);
      return new ChemXorApp(server, connector, workbench, token);
    }

    private static HttpConfiguration http() {
      HttpConfiguration http = new HttpConfiguration();
      http.setSendServerVersion(false);
      http.setSendXPoweredBy(false);
      http.setRequestHeaderSize(MAX_HEADER_BYTES);
      return http;
    }

    private void start(Server server) throws IOException {
      try {
        server.start();
      } catch (Exception e) {
        stop(server, e);
        if (e instanceof BindException || e.getCause() instanceof BindException) {
          throw new InvalidInputException(
              "port " + port + " cannot be listened on: choose another with --port", e);
        }
        throw new IOException("the page cannot be served: " + e.getMessage(), e);
      }
    }

    private static void stop(Server server, Exception because) {
      try {
        server.stop();
      } catch (Exception e) {
        because.addSuppressed(e);
      }
    }
  }

  /** The port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /**
   * The page's address with its token, which is behind the {@code #} so that a browser sends it to
   * nobody: for the user's eyes.
   */
  public URI address() {
    return URI.create("http://" + HOST + ":" + port() + "/#token=" + token.reveal());
  }

  /** Waits until the page is closed. */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Stops all runs, writes them if a history is kept, overwrites the secret key and stops. */
  @Override
  public void close() {
    workbench.runs().close();
    workbench.runs().all().forEach(workbench.history()::save);
    workbench.link().close();
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the page did not stop cleanly", e);
    }
  }

  /** Without its token. */
  @Override
  public String toString() {
    return "ChemXorApp[" + port() + "]";
  }
}
