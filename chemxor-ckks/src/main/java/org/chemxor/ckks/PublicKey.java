package org.chemxor.ckks;

/** Lets anybody encrypt. Immutable. */
public interface PublicKey extends Serializable {}
