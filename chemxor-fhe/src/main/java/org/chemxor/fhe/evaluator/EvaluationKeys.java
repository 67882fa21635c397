package org.chemxor.fhe.evaluator;

import java.util.Optional;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.fhe.message.ProgramId;

/**
 * One client's public keys for one program, read and checked by {@link FheEvaluator#readKeys}. Safe
 * to keep and to share between threads; holds no secret.
 */
public final class EvaluationKeys {
  private final ProgramId program;
  private final RelinearizationKey relinearizationKey;
  private final GaloisKeys galoisKeys;
  private final Optional<Ciphertext> ringSwitchKey;

  EvaluationKeys(
      ProgramId program,
      RelinearizationKey relinearizationKey,
      GaloisKeys galoisKeys,
      Optional<Ciphertext> ringSwitchKey) {
    this.program = program;
    this.relinearizationKey = relinearizationKey;
    this.galoisKeys = galoisKeys;
    this.ringSwitchKey = ringSwitchKey;
  }

  /** The program they were made for. */
  public ProgramId program() {
    return program;
  }

  RelinearizationKey relinearizationKey() {
    return relinearizationKey;
  }

  GaloisKeys galoisKeys() {
    return galoisKeys;
  }

  /** For the switch of the last reply to a smaller ring, if there is one. */
  Optional<Ciphertext> ringSwitchKey() {
    return ringSwitchKey;
  }

  /** Bytes they take in SEAL's format, seeded and uncompressed. */
  public long sizeBytes() {
    return relinearizationKey.sizeBytes()
        + galoisKeys.sizeBytes()
        + ringSwitchKey.map(key -> (long) key.toBytes(Compression.NONE).length).orElse(0L);
  }
}
