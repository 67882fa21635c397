package org.chemxor.data.dataset;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Molecules put together at random from rings and side chains, for data sets of any size whose
 * answer is known by construction: whether there is an aromatic ring with nitrogen. Both kinds
 * carry nitrogen elsewhere as often, so that its colour alone tells nothing. They are valid
 * structures; nobody promises that they can be made.
 */
public final class InventedMolecules {
  private static final List<String> PLAIN =
      List.of(
          "c1_cc_cc_c1",
          "c1_c_cccc1_",
          "C1_CC_CCC1_",
          "C1_CCC_C1",
          "c1_cc2c_cccc2cc1_",
          "o1c_cc_c1",
          "s1c_cc_c1",
          "N1(C)CCC_CC1_",
          "N1(C_)CCOC_C1",
          "c1_ccc2OCOc2c1_",
          "O1C_CCC_C1",
          "C_(C)CC_CC_");
  private static final List<String> NITROGEN =
      List.of(
          "n1c_cc_cc1",
          "c1_cncc_c1",
          "c1_ncnc_c1",
          "n1(C)cnc_c1_",
          "n1(C)c_cc_c1",
          "n1(C)cc_c2cc_ccc12",
          "n1c_cc_c2ccccc12",
          "s1c_nc_c1",
          "o1c_nc_c1",
          "n1c_cnc_c1",
          "n1n(C)c_cc1_",
          "n1c_nc_nc1_");
  private static final List<String> CHAINS =
      List.of(
          "C",
          "CC",
          "C(C)C",
          "O",
          "OC",
          "N",
          "NC",
          "C(=O)O",
          "C(=O)N",
          "F",
          "Cl",
          "Br",
          "C#N",
          "C(F)(F)F",
          "S(=O)(=O)C",
          "c9ccccc9",
          "C9CCCCC9",
          "N9CCOCC9",
          "CCO",
          "NC(=O)C",
          "C(=O)OC",
          "CCN(C)C",
          "N9CCCC9",
          "Cc9ccccc9",
          "OCCN");

  private static final double PLACES_FILLED = 0.7;

  private InventedMolecules() {}

  /**
   * One molecule.
   *
   * @param smiles its structure
   * @param aromaticNitrogen whether an aromatic ring of it has nitrogen
   */
  public record Molecule(String smiles, boolean aromaticNitrogen) {}

  /**
   * Different molecules, both kinds in turn.
   *
   * @param count at most 20,000
   * @param seed the same seed gives the same molecules
   */
  public static List<Molecule> invent(int count, long seed) {
    if (count < 0 || count > 20_000) {
      throw new IllegalArgumentException("0 to 20000 molecules can be invented, got " + count);
    }
    Random random = new Random(seed);
    Set<String> seen = new LinkedHashSet<>();
    List<Molecule> molecules = new ArrayList<>();
    while (molecules.size() < count) {
      boolean nitrogen = molecules.size() % 2 == 1;
      List<String> cores = nitrogen ? NITROGEN : PLAIN;
      String smiles = filled(cores.get(random.nextInt(cores.size())), random);
      if (seen.add(smiles)) {
        molecules.add(new Molecule(smiles, nitrogen));
      }
    }
    return molecules;
  }

  private static String filled(String core, Random random) {
    StringBuilder smiles = new StringBuilder();
    for (int i = 0; i < core.length(); i++) {
      char c = core.charAt(i);
      if (c != '_') {
        smiles.append(c);
      } else if (random.nextDouble() < PLACES_FILLED) {
        smiles.append('(').append(CHAINS.get(random.nextInt(CHAINS.size()))).append(')');
      }
    }
    return smiles.toString();
  }
}
