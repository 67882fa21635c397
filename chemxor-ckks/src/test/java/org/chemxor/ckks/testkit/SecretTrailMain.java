package org.chemxor.ckks.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.SharingPolicy;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.Serializable;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.ckks.ringswitch.RingSwitcher;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;

/**
 * The child of {@link SecretTrailContractTest}: makes keys, uses them in every way, writes what the
 * parent needs to know them by, and dumps its memory before and after closing them.
 *
 * <p>Arguments: the engine's name, a folder, and whether to dump native memory too.
 */
public final class SecretTrailMain {
  /** With a smaller secure ring to switch to. */
  static final CkksParameters PARAMETERS =
      CkksParameters.builder()
          .polyModulusDegree(8192)
          .dataPrimeBits(47, 40)
          .specialPrimeBits(48)
          .scaleBits(40)
          .build();

  static final RingSwitch SWITCH = RingSwitch.of(PARAMETERS).orElseThrow();

  private static final int PIECE_BYTES = 8192;

  private final Path folder;

  private SecretTrailMain(Path folder) {
    this.folder = folder;
  }

  /** Runs it all. */
  public static void main(String[] arguments) throws IOException {
    new SecretTrailMain(Path.of(arguments[1]))
        .run(CkksEngine.load(arguments[0]), Boolean.parseBoolean(arguments[2]));
  }

  private void run(CkksEngine engine, boolean nativeToo) throws IOException {
    try (CkksContext context = engine.context(PARAMETERS);
        CkksContext small = engine.context(SWITCH.small());
        RingSwitcher switcher = new RingSwitcher(SWITCH, engine)) {
      KeyGenerator generator = context.keyGenerator();
      SecretKey key = generator.secretKey();
      SecretKey smallKey = small.keyGenerator().secretKey();
      save(smallKey, "small");
      for (Compression compression : Compression.values()) {
        save(key, "key." + compression);
        byte[] bytes = key.toBytes(InsecureSecretKeyAccess.get());
        Arrays.fill(bytes, (byte) 0);
      }
      makeKeys(generator);
      makeKeys(context.keyGenerator(key));
      use(context, key);
      byte[] switchingKey = switcher.createKey(key, smallKey);
      Files.write(folder.resolve("switch"), switchingKey);
      SecretKey again = read(context, "key." + Compression.NONE);
      SecretKey compressed = read(context, "key." + Compression.ZSTD);
      SecretKey zipped = read(context, "key." + Compression.ZLIB);
      use(context, again);
      dump("open", nativeToo);
      List.of(key, smallKey, again, compressed, zipped).forEach(SecretKey::close);
      dump("closed", nativeToo);
    }
  }

  private void makeKeys(KeyGenerator generator) throws IOException {
    save(generator.createPublicKey(), "public", Compression.NONE);
    save(generator.createRelinearizationKey(), "squares", Compression.NONE);
    save(generator.createGaloisKeysWithConjugation(List.of(1, 5)), "rotations", Compression.NONE);
  }

  private void use(CkksContext context, SecretKey key) throws IOException {
    Plaintext plain = context.encoder().encode(new double[] {1.5, -2.25, 3});
    Ciphertext c = context.encryptor(key).encrypt(plain);
    save(plain, "plain", Compression.NONE);
    save(c, "encrypted", Compression.NONE);
    Plaintext decrypted = context.decryptor(key).decrypt(c);
    Plaintext square = context.decryptor(key).decrypt(context.evaluator().square(c));
    SharingPolicy policy =
        SharingPolicy.builder().queries(10).noise(0x1p-30).largestError(10).build();
    Plaintext shared = context.decryptor(key).decryptForSharing(c, policy);
    if (decrypted.equals(square) || shared.equals(decrypted)) {
      throw new IllegalStateException("three different plaintexts");
    }
  }

  private void save(Serializable object, String name, Compression compression) throws IOException {
    try (OutputStream out = new FileOutputStream(folder.resolve(name).toFile())) {
      object.writeTo(out, compression);
    }
  }

  private void save(SecretKey key, String name) throws IOException {
    try (OutputStream out = new FileOutputStream(folder.resolve(name).toFile())) {
      key.writeTo(out, InsecureSecretKeyAccess.get());
    }
  }

  private SecretKey read(CkksContext context, String name) throws IOException {
    try (InputStream in = new FileInputStream(folder.resolve(name).toFile())) {
      return context.readSecretKey(in);
    }
  }

  private void dump(String name, boolean nativeToo) throws IOException {
    // Not only what is still reachable: what was dropped must have been overwritten, too.
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(folder.resolve(name + ".hprof").toString(), false);
    if (nativeToo) {
      dumpNative(folder.resolve(name + ".mem"));
    }
  }

  /** Copies all memory of this process that can be written, but for the Java heap. */
  private void dumpNative(Path file) throws IOException {
    String log = Files.readString(folder.resolve("heap.log"));
    long heap =
        Long.parseUnsignedLong(log.replaceAll("(?s).*Heap address: 0x(\\p{XDigit}+).*", "$1"), 16);
    try (BufferedReader maps = Files.newBufferedReader(Path.of("/proc/self/maps"));
        RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "r");
        OutputStream out = new FileOutputStream(file.toFile())) {
      for (String line : maps.lines().toList()) {
        String[] range = line.substring(0, line.indexOf(' ')).split("-", -1);
        long from = Long.parseUnsignedLong(range[0], 16);
        long to = Long.parseUnsignedLong(range[1], 16);
        boolean isHeap = from >= heap && from < heap + Runtime.getRuntime().maxMemory() * 2;
        if (line.contains(" rw") && from >= 0 && !isHeap) {
          copy(memory, from, to, out);
        }
      }
    }
  }

  private static void copy(RandomAccessFile memory, long from, long to, OutputStream out)
      throws IOException {
    // Small pieces go through the stack, larger ones would leave copies in native memory.
    byte[] piece = new byte[PIECE_BYTES];
    for (long at = from; at < to; at += PIECE_BYTES) {
      memory.seek(at);
      int count;
      try {
        count = memory.read(piece, 0, (int) Math.min(PIECE_BYTES, to - at));
      } catch (IOException unreadable) {
        return;
      }
      if (count > 0) {
        out.write(piece, 0, count);
      }
    }
  }
}
