package org.chemxor.fhe;

import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.RelinearizationKey;

/**
 * One client's public keys for one program, read and checked by {@link FheEvaluator#readKeys}. Safe
 * to keep and to share between threads; holds no secret.
 */
public final class EvaluationKeys {
  private final ProgramId program;
  private final RelinearizationKey relinearizationKey;
  private final GaloisKeys galoisKeys;

  EvaluationKeys(ProgramId program, RelinearizationKey relinearizationKey, GaloisKeys galoisKeys) {
    this.program = program;
    this.relinearizationKey = relinearizationKey;
    this.galoisKeys = galoisKeys;
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

  /** Bytes they take in SEAL's format, seeded and uncompressed. */
  public long sizeBytes() {
    return relinearizationKey.sizeBytes() + galoisKeys.sizeBytes();
  }
}
