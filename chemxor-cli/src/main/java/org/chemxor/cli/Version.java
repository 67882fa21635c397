package org.chemxor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine;

/** What {@code --version} says: the version that the build wrote beside this class. */
final class Version implements CommandLine.IVersionProvider {
  private static final String FILE = "version.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = Objects.requireNonNull(Version.class.getResourceAsStream(FILE), FILE)) {
      properties.load(file);
    }
    return new String[] {"ChemXor for Java " + properties.getProperty("version")};
  }
}
