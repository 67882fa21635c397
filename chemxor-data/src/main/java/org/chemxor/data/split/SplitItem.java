package org.chemxor.data.split;

/** What a {@link SplitRule} may look at in a molecule. */
public interface SplitItem {

  /** Equal for rows of the same molecule, and different for others. */
  String molecule();

  /**
   * Equal for molecules of the same scaffold; asked for by {@link SplitRule#scaffold(long)} only.
   */
  String scaffold();

  /** The part the file says it belongs to; asked for by {@link SplitRule#given()} only. */
  String part();
}
