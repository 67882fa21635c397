package org.chemxor.ckks.secret;

/**
 * Gives {@link SecretKeyAccess}. Each use of this class is a place where a secret key could leak: a
 * review of a program reads those places.
 */
public final class InsecureSecretKeyAccess {
  private InsecureSecretKeyAccess() {}

  /** The token. */
  public static SecretKeyAccess get() {
    return SecretKeyAccess.GRANTED;
  }
}
