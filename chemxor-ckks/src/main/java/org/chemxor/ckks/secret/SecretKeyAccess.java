package org.chemxor.ckks.secret;

/**
 * What whoever turns a secret key into bytes or numbers has to hold up. It protects nothing by
 * itself: it gives every such place the same word, so that a search for {@code
 * InsecureSecretKeyAccess} finds them all, in our code and in yours (after Tink's class of that
 * name).
 */
public final class SecretKeyAccess {
  static final SecretKeyAccess GRANTED = new SecretKeyAccess();

  private SecretKeyAccess() {}

  @Override
  public String toString() {
    return "SecretKeyAccess";
  }
}
