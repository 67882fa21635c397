package org.chemxor.data.smiles;

import java.util.Optional;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/**
 * One way of writing for groups that are written in several. Nitrogen never has five bonds: nitro
 * groups, N-oxides, nitrile oxides, azides and diazo groups carry charges, with the negative one at
 * the end of the group. Sulfur, selenium, phosphorus and arsenic have double bonds to oxygen and
 * sulfur in place of charges.
 */
final class CommonGroups {
  private CommonGroups() {}

  /** Rewrites the groups of a molecule whose bonds have orders and whose hydrogens are implicit. */
  static void normalise(IAtomContainer molecule) {
    for (IAtom atom : molecule.atoms()) {
      switch (atom.getAtomicNumber()) {
        case IAtom.N -> {
          separate(atom);
          shiftToEnd(atom);
        }
        case IAtom.S, IAtom.Se, IAtom.P, IAtom.As -> join(atom);
        default -> {
          // No group begins here.
        }
      }
    }
  }

  /** {@code N(=O)=O} to {@code [N+](=O)[O-]}, {@code N=N#N} to {@code N=[N+]=[N-]}. */
  private static void separate(IAtom nitrogen) {
    if (charge(nitrogen) != 0 || valence(nitrogen) != 5) {
      return;
    }
    Optional<IBond> end = end(nitrogen, IBond.Order.DOUBLE, IAtom.O, 0);
    end = end.or(() -> end(nitrogen, IBond.Order.DOUBLE, IAtom.S, 0));
    end = end.or(() -> end(nitrogen, IBond.Order.TRIPLE, IAtom.N, 0));
    end.ifPresent(
        bond -> {
          lower(bond);
          nitrogen.setFormalCharge(1);
          bond.getOther(nitrogen).setFormalCharge(-1);
        });
  }

  /** {@code [N-][N+]#N} to {@code N=[N+]=[N-]}, and so with carbon at the other side. */
  private static void shiftToEnd(IAtom nitrogen) {
    if (charge(nitrogen) != 1 || nitrogen.getBondCount() != 2) {
      return;
    }
    Optional<IBond> triple = end(nitrogen, IBond.Order.TRIPLE, IAtom.N, 0);
    if (triple.isEmpty()) {
      return;
    }
    for (IBond bond : nitrogen.bonds()) {
      IAtom other = bond.getOther(nitrogen);
      boolean carriesCharge = charge(other) == -1 && bond.getOrder() == IBond.Order.SINGLE;
      if (carriesCharge && (other.getAtomicNumber() == IAtom.N || other.getAtomicNumber() == 6)) {
        bond.setOrder(IBond.Order.DOUBLE);
        other.setFormalCharge(0);
        lower(triple.get());
        triple.get().getOther(nitrogen).setFormalCharge(-1);
        return;
      }
    }
  }

  /** {@code [S+][O-]} to {@code S=O}, as often as there is such a pair. */
  private static void join(IAtom atom) {
    while (charge(atom) > 0) {
      Optional<IBond> end = end(atom, IBond.Order.SINGLE, IAtom.O, -1);
      end = end.or(() -> end(atom, IBond.Order.SINGLE, IAtom.S, -1));
      if (end.isEmpty()) {
        return;
      }
      end.get().setOrder(IBond.Order.DOUBLE);
      end.get().getOther(atom).setFormalCharge(0);
      atom.setFormalCharge(charge(atom) - 1);
    }
  }

  /** A bond of that order to an atom that is bound to nothing else and has no hydrogens. */
  private static Optional<IBond> end(IAtom atom, IBond.Order order, int element, int charge) {
    for (IBond bond : atom.bonds()) {
      IAtom other = bond.getOther(atom);
      if (bond.getOrder() == order
          && other.getAtomicNumber() == element
          && charge(other) == charge
          && other.getBondCount() == 1
          && hydrogens(other) == 0) {
        return Optional.of(bond);
      }
    }
    return Optional.empty();
  }

  private static void lower(IBond bond) {
    bond.setOrder(bond.getOrder() == IBond.Order.TRIPLE ? IBond.Order.DOUBLE : IBond.Order.SINGLE);
  }

  private static int valence(IAtom atom) {
    int valence = hydrogens(atom);
    for (IBond bond : atom.bonds()) {
      valence += Optional.ofNullable(bond.getOrder()).map(IBond.Order::numeric).orElse(0);
    }
    return valence;
  }

  private static int charge(IAtom atom) {
    return Optional.ofNullable(atom.getFormalCharge()).orElse(0);
  }

  private static int hydrogens(IAtom atom) {
    return Optional.ofNullable(atom.getImplicitHydrogenCount()).orElse(0);
  }
}
