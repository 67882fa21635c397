package org.chemxor.service.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.fhe.client.ClientKeys;
import org.chemxor.fhe.client.ClientPolicy;
import org.chemxor.fhe.client.FheClient;
import org.chemxor.fhe.client.KeyProtection;
import org.chemxor.fhe.program.ProgramOutline;
import org.chemxor.service.protocol.Digests;

/**
 * Key sets kept in a folder, one file for each server and program, so that the next process asks
 * without sending evaluation keys again. A set that has answered enough is deleted and replaced.
 *
 * @param folder made at the first use
 * @param protection of the files
 */
record KeyFolder(Path folder, KeyProtection protection) {
  private static final int PROGRAM_DIGITS = 32;

  /**
   * The key sets for one program of one server.
   *
   * @throws ServiceException from its methods, when a file cannot be read or written
   */
  KeySource of(ServerAddress server, ProgramOutline outline, ClientPolicy policy) {
    return new Kept(file(server, outline), protection, outline, policy);
  }

  private Path file(ServerAddress server, ProgramOutline outline) {
    String address = server.toString().replaceAll("[^A-Za-z0-9.-]+", "_");
    String program = Digests.hex(outline.id()).substring(0, PROGRAM_DIGITS);
    return folder.resolve(address + "-" + program + ".keys");
  }

  private record Kept(
      Path file, KeyProtection protection, ProgramOutline outline, ClientPolicy policy)
      implements KeySource {
    @Override
    public FheClient first() {
      if (!Files.exists(file)) {
        return made();
      }
      try {
        return new FheClient(ClientKeys.load(file, protection, outline, CkksEngine.load(), policy));
      } catch (IOException e) {
        throw unusable(e);
      }
    }

    /** The spent set may still be finishing under the old file, which goes out of the way. */
    @Override
    public FheClient next() {
      Path spent = file.resolveSibling(file.getFileName() + ".spent");
      try {
        Files.move(file, spent, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(spent);
      } catch (IOException e) {
        throw unusable(e);
      }
      return made();
    }

    @Override
    public FheClient once() {
      return new FheClient(outline, CkksEngine.load(), policy);
    }

    private FheClient made() {
      ClientKeys keys = ClientKeys.create(outline, CkksEngine.load(), policy);
      try {
        keys.save(file, protection);
        return new FheClient(keys);
      } catch (IOException e) {
        keys.close();
        throw unusable(e);
      } catch (RuntimeException e) {
        keys.close();
        throw e;
      }
    }

    private ServiceException unusable(IOException e) {
      return new ServiceException(
          "the key file " + file + " cannot be read or written: " + e.getMessage(), e);
    }
  }
}
