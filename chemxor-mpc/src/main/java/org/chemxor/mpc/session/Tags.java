package org.chemxor.mpc.session;

/** Numbers of the frames outside of gates; gates use positive ones. */
public final class Tags {
  /** A connection introduces itself. */
  public static final int HELLO = -1;

  /** The model owner's answer to a data owner: session, model, plan. */
  public static final int WELCOME = -2;

  /** The dealer's answer once both parties are there. */
  public static final int READY = -3;

  /** A batch is asked for: how many samples, and whether material is fetched ahead. */
  public static final int BATCH = -4;

  /** A party's seed for a batch. */
  public static final int SEED = -5;

  /** Masked weights of one gate. */
  public static final int WEIGHTS = -6;

  /** The model owner has all material of a batch that is fetched ahead. */
  public static final int PREPARED = -7;

  /** The model owner's share of the output. */
  public static final int OUTPUT = -8;

  /** The data owner begins a batch whose material was fetched ahead. */
  public static final int START = -9;

  private Tags() {}
}
