package org.chemxor.ckks;

import org.chemxor.ckks.bytes.Serializable;

/** Lets anybody encrypt. Immutable. */
public interface PublicKey extends Serializable {}
