package org.chemxor.ckks.wire.seal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.SecretKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.bytes.Serializable;
import org.chemxor.ckks.bytes.WireLimits;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.ckks.ringswitch.RingSwitcher;
import org.chemxor.ckks.secret.InsecureSecretKeyAccess;
import org.chemxor.ckks.testkit.AllocationMeter;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.ckks.wire.compact.SubringFormat;
import org.chemxor.ckks.wire.compact.SwitchedFormat;

/**
 * The child of {@link HostileReadersTest}: damaged bytes for every reader of this module, in a heap
 * that has no room for what they announce. Ends with 0 when each was read or refused as documented.
 *
 * <p>Arguments: the seed, how many random mutants at most, for how many seconds at most, and which
 * share of the mutants with one hurtful number in the head are tried before: one in so many.
 */
public final class HostileReadersMain {
  /** What a reader may allocate beside a multiple of what it was given: buffers, tables. */
  private static final long SLACK_BYTES = 4 << 20;

  /** Packed residues become words and doubles, and a seed its polynomial, in three forms. */
  private static final long EXPANSION = 64;

  private interface Reader {
    Object read(byte[] bytes) throws IOException;
  }

  private record Sample(String name, byte[] bytes, Reader reader) {}

  private final List<Sample> samples = new ArrayList<>();
  private long read;
  private long refused;

  private HostileReadersMain() {}

  /** Runs it all. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    long seed = Long.parseLong(arguments[0]);
    System.out.println(
        "seed " + seed + ", heap " + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
    HostileReadersMain main = new HostileReadersMain();
    main.addEngineReaders();
    main.addRingSwitch();
    for (Sample sample : main.samples) {
      sample.reader().read(sample.bytes());
    }
    main.sweep(Math.floorMod(seed, Integer.parseInt(arguments[3])), Integer.parseInt(arguments[3]));
    main.randomly(seed, Long.parseLong(arguments[1]), Long.parseLong(arguments[2]));
    main.hostileParameters(seed);
    System.out.println("read " + main.read + ", refused " + main.refused);
    if (main.refused < main.read) {
      throw new IllegalStateException("most mutants should be refused");
    }
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static CkksParameters parameters() {
    return CkksParameters.builder()
        .polyModulusDegree(1024)
        .dataPrimeBits(40, 30)
        .specialPrimeBits(40)
        .scaleBits(30)
        .insecureWithoutBound()
        .build();
  }

  private void addEngineReaders() {
    CkksParameters parameters = parameters();
    CkksContext context = CkksEngine.load("jvm").context(parameters);
    KeyGenerator keys = context.keyGenerator();
    var plain = context.encoder().encode(1.5, -2);
    Ciphertext seeded = context.encryptor(keys.secretKey()).encrypt(plain);
    Ciphertext full = context.evaluator().add(seeded, seeded);
    Ciphertext square = context.evaluator().square(seeded);
    var squares = keys.createRelinearizationKey();
    var rotations = keys.createGaloisKeys(List.of(1, 2));
    for (Compression c : Compression.values()) {
      add("seeded ciphertext", seeded, c, b -> context.readCiphertext(in(b)));
      add("ciphertext", full, c, b -> context.readCiphertext(in(b)));
      add("square", square, c, b -> context.readCiphertext(in(b)));
      add("plaintext", plain, c, b -> context.readPlaintext(in(b)));
      add("public key", keys.createPublicKey(), c, b -> context.readPublicKey(in(b)));
      add(
          "secret key",
          keys.secretKey().toBytes(InsecureSecretKeyAccess.get()),
          b -> context.readSecretKey(in(b)));
      add("squares' key", squares, c, b -> context.readRelinearizationKey(in(b)));
      add("rotations' keys", rotations, c, b -> context.readGaloisKeys(in(b)));
      samples.add(
          new Sample(
              "parameters " + c,
              WireParameters.of(parameters).toByteArray(c),
              b -> WireParameters.read(in(b), WireLimits.DEFAULT)));
    }
    PackedFormat packed = PackedFormat.of(parameters);
    add("packed ciphertext", packed.pack(full), b -> packed.readCiphertext(b, context));
    add("packed seeded ciphertext", packed.pack(seeded), b -> packed.readCiphertext(b, context));
    add(
        "packed squares' key",
        packed.pack(squares),
        b -> packed.readRelinearizationKey(b, context));
    add("packed rotations' keys", packed.pack(rotations), b -> packed.readGaloisKeys(b, context));
    SubringFormat subring = SubringFormat.of(parameters, 4);
    add("ciphertext of a subring", subring.pack(seeded), b -> subring.read(b, context));
    SwitchedFormat switched = SwitchedFormat.of(parameters);
    SwitchedFormat.Form form = new SwitchedFormat.Form(20, 2, 8);
    byte[] reply = switched.pack(context.evaluator().dropToLevel(full, 0), form);
    add("switched ciphertext", reply, b -> switched.read(b, form, 0x1p30, context));
  }

  private void addRingSwitch() {
    CkksParameters parameters =
        CkksParameters.builder()
            .polyModulusDegree(8192)
            .dataPrimeBits(47, 40)
            .specialPrimeBits(48)
            .build();
    CkksEngine engine = CkksEngine.load("jvm");
    RingSwitch plan = RingSwitch.of(parameters).orElseThrow();
    RingSwitcher switcher = new RingSwitcher(plan, engine);
    try (CkksContext large = engine.context(parameters);
        CkksContext small = engine.context(plan.small());
        SecretKey from = large.keyGenerator().secretKey();
        SecretKey to = small.keyGenerator().secretKey()) {
      add("ring switching key", switcher.createKey(from, to), switcher::readKey);
    }
  }

  private void add(String name, Serializable object, Compression compression, Reader reader) {
    samples.add(new Sample(name + " " + compression, object.toBytes(compression), reader));
  }

  private void add(String name, byte[] bytes, Reader reader) {
    samples.add(new Sample(name, bytes, reader));
  }

  private void sweep(int first, int step) {
    for (Sample sample : samples) {
      for (int i = first; i < Mutants.sweepSize(sample.bytes()); i += step) {
        attack(sample, Mutants.sweep(sample.bytes(), i), "sweep " + i);
      }
    }
  }

  private void randomly(long seed, long most, long seconds) {
    Random random = new Random(seed);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    for (long i = 0; i < most && System.nanoTime() < end; i++) {
      Sample sample = samples.get(random.nextInt(samples.size()));
      attack(sample, Mutants.mutate(sample.bytes(), random), "iteration " + i + " of seed " + seed);
    }
  }

  private void attack(Sample sample, byte[] mutant, String which) {
    AllocationMeter meter = new AllocationMeter();
    try {
      if (sample.reader().read(mutant) == null) {
        throw new IllegalStateException("nothing was read");
      }
      read++;
    } catch (CkksException documented) {
      refused++;
    } catch (Throwable wrong) {
      throw new IllegalStateException(sample.name() + ", " + which + ": " + wrong, wrong);
    }
    long bytes = meter.bytes();
    if (bytes > SLACK_BYTES + EXPANSION * mutant.length) {
      throw new IllegalStateException(
          sample.name() + ", " + which + ": allocated " + bytes + " bytes for " + mutant.length);
    }
  }

  /** Parameters made of a stranger's numbers. */
  private void hostileParameters(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 20_000; i++) {
      long[] primes = random.longs(random.nextInt(4)).toArray();
      if (primes.length > 0 && random.nextBoolean()) {
        primes[0] = parameters().dataPrime(0);
      }
      int[] bits = random.ints(random.nextInt(3), -5, 70).toArray();
      int degree = random.nextBoolean() ? 1 << random.nextInt(32) : random.nextInt();
      try {
        CkksParameters.builder()
            .polyModulusDegree(degree)
            .dataPrimes(primes)
            .specialPrimeBits(random.nextInt(4) == 0 ? bits : new int[0])
            .digitSize(random.nextInt())
            .scale(Double.longBitsToDouble(random.nextLong()))
            .insecureWithoutBound()
            .build();
        read++;
      } catch (CkksException documented) {
        refused++;
      }
    }
  }
}
