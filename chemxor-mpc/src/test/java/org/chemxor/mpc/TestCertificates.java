package org.chemxor.mpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.mpc.channel.Security;

/** Keys and certificates of the three roles and of a stranger, made by the JDK's keytool. */
final class TestCertificates {
  private static final String PASSWORD = "for tests only";

  private final Path folder;

  TestCertificates(Path folder) throws Exception {
    this.folder = folder;
    for (String name : List.of("dealer", "model-owner", "data-owner", "stranger")) {
      keytool(
          "-genkeypair",
          "-alias",
          name,
          "-keystore",
          file(name),
          "-dname",
          "CN=" + name,
          "-keyalg",
          "EC",
          "-groupname",
          "secp256r1",
          "-validity",
          "2");
      keytool("-exportcert", "-alias", name, "-keystore", file(name), "-file", file(name) + ".cer");
      if (!name.equals("stranger")) {
        keytool(
            "-importcert",
            "-noprompt",
            "-alias",
            name,
            "-keystore",
            file("trusted"),
            "-file",
            file(name) + ".cer");
      }
    }
  }

  private String file(String name) {
    return folder.resolve(name + ".p12").toString();
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  /** Settings of that role. */
  MpcSettings settings(String role) throws IOException {
    return MpcSettings.DEFAULT.withSecurity(
        Security.tls(Path.of(file(role)), Path.of(file("trusted")), PASSWORD.toCharArray()));
  }
}
