package org.chemxor.service.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.chemxor.core.InputFiles;
import org.chemxor.core.InvalidInputException;

/** Certificates to trust instead of the platform's, for servers that made their own. */
public final class TrustedCertificates {
  private static final int MAX_BYTES = 1 << 24;

  private TrustedCertificates() {}

  /**
   * Reads certificates.
   *
   * @param pem a file of one or more X.509 certificates in PEM
   * @return a context that trusts them and nothing else
   * @throws InvalidInputException when the file holds no certificate
   * @throws IOException when it cannot be read
   */
  public static SSLContext read(Path pem) throws IOException {
    try (InputStream in = new ByteArrayInputStream(InputFiles.read(pem, MAX_BYTES))) {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (certificates.isEmpty()) {
        throw new InvalidInputException(pem + " holds no certificate in PEM");
      }
      return trusting(certificates);
    } catch (CertificateException e) {
      throw new InvalidInputException(pem + " holds no certificate in PEM: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java platform lacks TLS", e);
    }
  }

  private static SSLContext trusting(Collection<? extends Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      trusted.setCertificateEntry("certificate-" + number++, certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
