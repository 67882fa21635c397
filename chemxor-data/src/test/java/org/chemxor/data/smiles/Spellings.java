package org.chemxor.data.smiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.openscience.cdk.aromaticity.Aromaticity;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.graph.Cycles;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.smiles.SmiFlavor;
import org.openscience.cdk.smiles.SmilesGenerator;

/** Writes a molecule in random ways: other orders of atoms, other alternating bonds. */
final class Spellings {
  private Spellings() {}

  /** One more way to write a molecule, with or without lower case. */
  static String random(String smiles, Random random) throws CDKException {
    // Read from an aromatic form in another order, so that double bonds end up elsewhere.
    String aromatic = write(smiles, random, SmiFlavor.UseAromaticSymbols);
    return write(aromatic, random, random.nextBoolean() ? SmiFlavor.UseAromaticSymbols : 0);
  }

  private static String write(String smiles, Random random, int flavor) throws CDKException {
    IAtomContainer molecule = Molecules.parse(smiles);
    molecule.setStereoElements(List.of());
    Cycles.markRingAtomsAndBonds(molecule);
    Aromaticity.apply(Aromaticity.Model.Daylight, molecule);
    List<IAtom> atoms = new ArrayList<>();
    molecule.atoms().forEach(atoms::add);
    Collections.shuffle(atoms, random);
    List<IBond> bonds = new ArrayList<>();
    molecule.bonds().forEach(bonds::add);
    Collections.shuffle(bonds, random);
    molecule.setAtoms(atoms.toArray(IAtom[]::new));
    molecule.setBonds(bonds.toArray(IBond[]::new));
    return new SmilesGenerator(flavor).create(molecule);
  }

  /** The edges of a graph of carbons as a SMILES; atoms in random order, single bonds. */
  static String carbons(int size, int[][] edges, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    StringBuilder smiles = new StringBuilder();
    for (int atom : order) {
      smiles.append(smiles.isEmpty() ? "C" : ".C");
      for (int e = 0; e < edges.length; e++) {
        int edge = e;
        if (Arrays.stream(edges[edge]).anyMatch(end -> end == atom)) {
          smiles.append('%').append(10 + edge);
        }
      }
    }
    return smiles.toString();
  }
}
