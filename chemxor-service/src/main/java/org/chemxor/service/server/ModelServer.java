package org.chemxor.service.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.FheModel;
import org.chemxor.service.server.budget.Allowance;
import org.chemxor.service.server.budget.QueryBudget;
import org.chemxor.service.server.keys.KeyStore;
import org.chemxor.service.server.proxy.TrustedProxies;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server of encrypted models.
 *
 * <pre>{@code
 * try (var server = ModelServer.of(fheModel).port(8080).start()) {
 *   ...
 * }
 * }</pre>
 *
 * Closing it refuses new requests, lets running ones finish in a limited time and stops. The models
 * stay open: they belong to whoever made them.
 */
public final class ModelServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelServer.class);

  private final Server server;
  private final int port;
  private final boolean isTls;

  private ModelServer(Server server, ServerConnector connector, boolean isTls) {
    this.server = server;
    this.port = connector.getLocalPort();
    this.isTls = isTls;
  }

  /** A server of one model under its network's name. */
  public static Builder of(FheModel model) {
    return of(ServedModel.of(model));
  }

  /** A server of several models. */
  public static Builder of(ServedModel... models) {
    return new Builder(List.of(models));
  }

  /** Settings of a server, then {@link #start} or {@link #handler}. */
  public static final class Builder {
    private final List<ServedModel> models;
    private String host = "127.0.0.1";
    private int port = 8080;
    private ServerLimits limits = ServerLimits.standard();
    private @Nullable Path keysFolder;
    private @Nullable Path tokenFile;
    private @Nullable Path budgetFile;
    private @Nullable Allowance allowance;
    private @Nullable Path keystore;
    private char[] keystorePassword = new char[0];
    private TrustedProxies proxies = TrustedProxies.none();
    private boolean isPublicHttpAccepted;
    private boolean isPublicWithoutTokensAccepted;
    private KeyStore.ChannelOpener opener = KeyStore::create;

    private Builder(List<ServedModel> models) {
      if (models.isEmpty()) {
        throw new IllegalArgumentException("a server needs at least one model");
      }
      this.models = new ArrayList<>(models);
    }

    /**
     * The interface to listen on, {@code 0.0.0.0} for all; 127.0.0.1, which only this machine
     * reaches, unless set. Where others reach it, a server has TLS and tokens, or is told by name
     * that it needs none.
     */
    public Builder host(String address) {
      this.host = address;
      return this;
    }

    /** The port to listen on; 0 lets the system choose. 8080 unless set. */
    public Builder port(int number) {
      if (number < 0 || number > 65535) {
        throw new IllegalArgumentException("a port is from 0 to 65535, got " + number);
      }
      this.port = number;
      return this;
    }

    /** How much of the machine clients get. */
    public Builder limits(ServerLimits value) {
      this.limits = value;
      return this;
    }

    /**
     * Where clients' public keys are kept, made if need be; they survive a restart. Unless set they
     * are in a temporary folder, which is deleted when the server stops.
     */
    public Builder keysFolder(Path folder) {
      this.keysFolder = folder;
      return this;
    }

    /** Serves only holders of a token in this file; docs/serving.md says what is in it. */
    public Builder tokenFile(Path file) {
      this.tokenFile = file;
      return this;
    }

    /**
     * Lets each client ask each model about so many molecules in a period; without end unless set.
     * Clients are told apart by token, or on a server without tokens by address.
     *
     * @param file where what was spent is kept, so that a restart gives nobody a new budget; in a
     *     folder that is there
     */
    public Builder queryBudget(Path file, Allowance value) {
      this.budgetFile = file;
      this.allowance = value;
      return this;
    }

    /**
     * Serves HTTPS.
     *
     * @param file a PKCS #12 keystore with the private key and its certificates
     * @param password the keystore's; copied
     */
    public Builder tls(Path file, char[] password) {
      this.keystore = file;
      this.keystorePassword = password.clone();
      return this;
    }

    /**
     * Lets others reach the server without TLS: tokens, descriptions and who asks for what are
     * there for everybody on the way to read and change, unless a proxy on this machine or network
     * speaks TLS for it.
     */
    public Builder insecurePublicHttp() {
      this.isPublicHttpAccepted = true;
      return this;
    }

    /** Lets everybody who reaches the server ask. */
    public Builder publicWithoutTokens() {
      this.isPublicWithoutTokensAccepted = true;
      return this;
    }

    /** Reverse proxies in front of this server; none unless set. */
    public Builder trustedProxies(TrustedProxies value) {
      this.proxies = value;
      return this;
    }

    /** For the tests: another way to open key files. */
    Builder opener(KeyStore.ChannelOpener value) {
      this.opener = value;
      return this;
    }

    /**
     * The service alone, for a Jetty server that is there already. Host, port and TLS are that
     * server's.
     *
     * @throws InvalidInputException when the token file is wrong or the keys folder is in use
     * @throws IOException when a file cannot be read or written
     */
    public ModelHandler handler() throws IOException {
      return handler(true);
    }

    private ModelHandler handler(boolean isGuest) throws IOException {
      AccessTokens tokens =
          tokenFile == null ? null : new AccessTokens(tokenFile, Clock.systemUTC());
      Path folder = keysFolder == null ? Files.createTempDirectory("chemxor-keys") : keysFolder;
      QueryBudget budget =
          budgetFile == null || allowance == null
              ? null
              : QueryBudget.open(budgetFile, allowance, Clock.systemUTC());
      try {
        return new ModelHandler(
            models, limits, tokens, proxies, folder, keysFolder == null, isGuest, opener, budget);
      } catch (IOException | RuntimeException e) {
        if (budget != null) {
          budget.close();
        }
        throw e;
      }
    }

    /**
     * Starts serving.
     *
     * @throws InvalidInputException when the port is taken, the token file or the keystore is
     *     wrong, the keys folder is in use, or others would reach it without TLS or tokens
     * @throws IOException when a file cannot be read or written
     */
    public ModelServer start() throws IOException {
      requireProtection();
      Server server = new Server(new QueuedThreadPool());
      server.setErrorHandler(new ProblemErrorHandler());
      server.setStopTimeout(limits.shutdownTimeout().toMillis());
      ServerConnector connector = new ServerConnector(server, connectionFactories());
      connector.setHost(host);
      connector.setPort(port);
      connector.setIdleTimeout(limits.idleTimeout().toMillis());
      server.addConnector(connector);
      server.addBean(new NetworkConnectionLimit(limits.maxConnections(), server));
      ModelHandler handler = handler(false);
      ConnectionPatience patience =
          new ConnectionPatience(
              new GracefulHandler(handler),
              limits.idleTimeout(),
              Math.max(1, limits.maxConnections() / 4 * 3));
      connector.addBean(patience, false);
      server.setHandler(patience);
      start(server, handler);
      return new ModelServer(server, connector, keystore != null);
    }

    private void requireProtection() {
      if (isLoopback()) {
        return;
      }
      if (keystore == null && !isPublicHttpAccepted) {
        throw new InvalidInputException(
            host
                + " can be reached by others and there is no TLS: give a keystore (--tls), or where"
                + " a proxy speaks TLS for it say so (--insecure-public-http)");
      }
      if (tokenFile == null && !isPublicWithoutTokensAccepted) {
        throw new InvalidInputException(
            host
                + " can be reached by others and there are no tokens: give a file of them"
                + " (--token-file), or let everybody ask (--public-without-tokens)");
      }
    }

    private boolean isLoopback() {
      try {
        return InetAddress.getByName(host).isLoopbackAddress();
      } catch (UnknownHostException e) {
        throw new InvalidInputException("there is no address " + host + " to listen on", e);
      }
    }

    private void start(Server server, ModelHandler handler) throws IOException {
      try {
        server.start();
      } catch (Exception e) {
        stop(server, e);
        handler.release();
        if (e.getCause() instanceof BindException || e instanceof BindException) {
          throw new InvalidInputException(
              "port " + port + " of " + host + " cannot be listened on: choose another", e);
        }
        if (keystore != null) {
          throw new InvalidInputException(
              "the server cannot start with the keystore " + keystore + ": " + e.getMessage(), e);
        }
        throw new IOException("the server cannot start: " + e.getMessage(), e);
      }
    }

    private static void stop(Server server, Exception because) {
      try {
        server.stop();
      } catch (Exception e) {
        because.addSuppressed(e);
      }
    }

    private ConnectionFactory[] connectionFactories() {
      HttpConfiguration configuration = new HttpConfiguration();
      configuration.setSendServerVersion(false);
      configuration.setSendXPoweredBy(false);
      configuration.setRequestHeaderSize(limits.maxHeaderBytes());
      HttpConnectionFactory http = new HttpConnectionFactory(configuration);
      if (keystore == null) {
        return new ConnectionFactory[] {http};
      }
      InputFiles.requireReadable(keystore);
      configuration.addCustomizer(new SecureRequestCustomizer(false));
      SslContextFactory.Server tls = new SslContextFactory.Server();
      tls.setKeyStorePath(keystore.toAbsolutePath().toString());
      tls.setKeyStoreType("PKCS12");
      tls.setKeyStorePassword(new String(keystorePassword));
      tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
      Arrays.fill(keystorePassword, '\0');
      return new ConnectionFactory[] {new SslConnectionFactory(tls, http.getProtocol()), http};
    }
  }

  /** The port it listens on, or listened on before it stopped. */
  public int port() {
    return port;
  }

  /** Its address for clients on this machine. */
  public URI uri() {
    return URI.create((isTls ? "https" : "http") + "://localhost:" + port());
  }

  /** Waits until the server stops. */
  public void join() throws InterruptedException {
    server.join();
  }

  /**
   * Refuses new requests, lets running ones finish, for at most the limits' shutdown timeout, and
   * stops. What a client has not finished by then is cut off: that is no fault of the server's.
   */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.warn("connections were cut off: they did not end within {} ms", server.getStopTimeout());
    } catch (IOException e) {
      throw new UncheckedIOException("the server did not stop cleanly", e);
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop cleanly", e);
    }
  }
}
