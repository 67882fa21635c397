package org.chemxor.mpc.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/** How connections are protected. */
public sealed interface Security {
  /**
   * No protection: shares of one value cross the wire in both directions, so whoever listens to all
   * of it can add them up.
   *
   * @param anywhere whether other machines may be talked to; otherwise this one only
   */
  record Plain(boolean anywhere) implements Security {}

  /**
   * TLS 1.3 with certificates on both sides.
   *
   * @param context keys and trust
   * @param trusted certificates by name: the peer of a role must show one whose name is the role's
   *     ("dealer", "model-owner", "data-owner") or starts with that and a dash
   */
  record Tls(SSLContext context, KeyStore trusted) implements Security {
    /**
     * Checks that the peer is who it should be, not only somebody trusted; an empty role is
     * anybody's.
     */
    void requirePeer(SSLSocket socket, String role) throws IOException {
      Certificate shown = socket.getSession().getPeerCertificates()[0];
      try {
        List<String> names = Collections.list(trusted.aliases());
        for (String name : names) {
          boolean ofRole = role.isEmpty() || name.equals(role) || name.startsWith(role + "-");
          if (ofRole && shown.equals(trusted.getCertificate(name))) {
            return;
          }
        }
      } catch (GeneralSecurityException e) {
        throw new IOException("the trusted certificates cannot be read", e);
      }
      throw new SSLException("the peer's certificate is trusted, but not as the " + role + "'s");
    }
  }

  /** Plain connections within this machine. */
  static Security loopback() {
    return new Plain(false);
  }

  /** Plain connections to anywhere: for networks that are protected by other means. */
  static Security insecurePlain() {
    return new Plain(true);
  }

  /**
   * TLS from two PKCS #12 files.
   *
   * @param own holds this side's key and certificate
   * @param trusted holds the peers' certificates, named after their roles
   * @param password of both files
   */
  static Security tls(Path own, Path trusted, char[] password) throws IOException {
    try {
      KeyStore keys = load(own, password);
      KeyStore peers = load(trusted, password);
      KeyManagerFactory keyManagers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keyManagers.init(keys, password);
      TrustManagerFactory trustManagers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trustManagers.init(peers);
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
      return new Tls(context, peers);
    } catch (GeneralSecurityException e) {
      throw new InvalidInputException(
          "the key in " + own + " or the certificates in " + trusted + " cannot be used", e);
    }
  }

  private static KeyStore load(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new ByteArrayInputStream(InputFiles.read(file, 1 << 24)), password);
    return store;
  }
}
