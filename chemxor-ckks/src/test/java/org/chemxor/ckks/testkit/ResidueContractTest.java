package org.chemxor.ckks.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.KeyGenerator;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.seal.ResidueSink;
import org.chemxor.ckks.wire.seal.ResidueSource;
import org.chemxor.ckks.wire.seal.WireCiphertext;
import org.chemxor.ckks.wire.seal.WireParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Residues that leave an engine and enter it without bytes are what bytes would have carried. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ResidueContractTest {
  private static final CkksParameters PARAMETERS =
      CkksContractTest.set(1024, new int[] {40, 30, 30}, new int[] {40}, 1, 30);
  private static final WireParameters WIRE = WireParameters.of(PARAMETERS);
  private static final double[] VALUES = {1.5, -2.25, 3};

  private CkksContext context;
  private KeyGenerator keys;

  /** The engine under test. */
  protected abstract CkksEngine engine();

  @BeforeAll
  final void open() {
    context = engine().context(PARAMETERS);
    keys = context.keyGenerator();
  }

  @AfterAll
  final void close() {
    keys.secretKey().close();
    context.close();
  }

  private Ciphertext seeded() {
    return context.encryptor(keys.secretKey()).encrypt(context.encoder().encode(VALUES));
  }

  private void assertDecrypts(Ciphertext c, double factor) {
    double[] found = context.encoder().decode(context.decryptor(keys.secretKey()).decrypt(c));
    for (int i = 0; i < VALUES.length; i++) {
      assertThat(found[i]).isCloseTo(factor * VALUES[i], within(1e-3));
    }
  }

  @Test
  final void theEngineShowsAndTakesResidues() {
    assertThat(seeded()).isInstanceOf(ResidueSource.class);
    assertThat(context).isInstanceOf(ResidueSink.class);
  }

  @Test
  final void residuesAreThoseInBytesSeededOrNotAtEveryLevelAndSize() {
    Ciphertext seeded = seeded();
    Ciphertext sum = context.evaluator().add(seeded, seeded);
    Ciphertext product = context.evaluator().multiply(seeded, seeded);
    Ciphertext rescaled = context.evaluator().rescale(product);
    for (Ciphertext c : new Ciphertext[] {seeded, sum, product, rescaled}) {
      byte[] bytes = c.toBytes(Compression.NONE);
      WireCiphertext residues = WireCiphertext.of(c, WIRE);
      assertThat(residues.toByteArray(Compression.NONE)).isEqualTo(bytes);
      Ciphertext back = residues.into(context);
      assertThat(back.isSeeded()).isEqualTo(c.isSeeded());
      assertThat(back.toBytes(Compression.NONE)).isEqualTo(bytes);
    }
    assertDecrypts(WireCiphertext.of(sum, WIRE).into(context), 2);
  }

  @Test
  final void arraysAreTheCallersAndNotTheEngines() {
    Ciphertext c = context.evaluator().add(seeded(), seeded());
    WireCiphertext residues = WireCiphertext.of(c, WIRE);
    Ciphertext back = residues.into(context);
    Arrays.fill(residues.component(0), 0);
    assertDecrypts(c, 2);
    assertDecrypts(back, 2);
  }

  @Test
  final void otherParametersLevelsOfKeysAndWhatHidesNothingAreRefused() {
    WireParameters others =
        WireParameters.of(CkksContractTest.set(2048, new int[] {40, 30}, new int[] {40}, 1, 30));
    assertThatThrownBy(() -> WireCiphertext.of(seeded(), others))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("made with other parameters?");
    long[] one = new long[2 * 2048];
    Arrays.fill(one, 1);
    assertThatThrownBy(() -> WireCiphertext.of(others, 2, 1 << 20, one, one).into(context))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("made with other parameters?");
    long[] keys = new long[4 * 1024];
    Arrays.fill(keys, 1);
    assertThatThrownBy(() -> WireCiphertext.of(WIRE, 4, 1 << 20, keys, keys).into(context))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("where only keys do");
    long[] open = new long[1024];
    assertThatThrownBy(() -> WireCiphertext.of(WIRE, 1, 1 << 20, open, open).into(context))
        .isInstanceOf(CkksException.class)
        .hasMessageContaining("transparent");
  }
}
