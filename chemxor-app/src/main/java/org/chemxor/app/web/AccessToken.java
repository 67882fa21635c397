package org.chemxor.app.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The token in the page's address, made anew for each start of the program. Immutable. */
public final class AccessToken {
  private static final int BYTES = 24;
  private static final String SCHEME = "Bearer ";

  private final String text;

  private AccessToken(String text) {
    this.text = text;
  }

  /** 192 random bits. */
  public static AccessToken random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new AccessToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** The token itself: for the address that is shown to the user, and for nobody else. */
  public String reveal() {
    return text;
  }

  /** Whether a header Authorization carries it; takes as long whatever is wrong with it. */
  boolean isIn(String authorization) {
    byte[] expected = (SCHEME + text).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "AccessToken[...]";
  }
}
