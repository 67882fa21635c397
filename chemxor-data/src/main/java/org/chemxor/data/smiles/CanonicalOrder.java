package org.chemxor.data.smiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;

/**
 * An order of a molecule's atoms that does not depend on the order in which they were written.
 * Atoms get colours by element, charge, hydrogens and aromaticity; colours are refined by those of
 * the neighbours and the kinds of the bonds until nothing changes. Of atoms that still share a
 * colour the one whose choice leads to the least refined colouring goes first. Aromatic bonds are
 * of one kind, so that alternating bonds may be placed either way.
 *
 * <p>CDK's own labels ignore the kinds of bonds: rings whose hydrogens are not counted, as those of
 * scaffolds, come out in several ways.
 *
 * <p>Source: B. McKay, Practical Graph Isomorphism, Congressus Numerantium 30 (1981) 45, with one
 * branch of the search: choices that refine to equal colourings are taken for symmetric.
 */
final class CanonicalOrder {
  private static final long AROMATIC = 5;

  private final int[][] neighbours;
  private final long[][] bonds;
  private final long[] elements;

  private final IAtom[] atoms;

  /** Of one connected part. */
  private CanonicalOrder(List<IAtom> part) {
    int size = part.size();
    atoms = part.toArray(IAtom[]::new);
    neighbours = new int[size][];
    bonds = new long[size][];
    elements = new long[size];
    Map<Integer, Integer> place = new HashMap<>();
    for (int i = 0; i < size; i++) {
      place.put(atoms[i].getIndex(), i);
    }
    for (int i = 0; i < size; i++) {
      IAtom atom = atoms[i];
      List<IBond> own = new ArrayList<>();
      atom.bonds().forEach(own::add);
      neighbours[i] =
          own.stream()
              .mapToInt(bond -> place.getOrDefault(bond.getOther(atom).getIndex(), -1))
              .toArray();
      bonds[i] = own.stream().mapToLong(CanonicalOrder::kind).toArray();
      elements[i] = start(atom);
    }
  }

  /** Connected parts, each with its atoms in the order they are met. */
  private static List<List<IAtom>> parts(IAtomContainer molecule) {
    boolean[] met = new boolean[molecule.getAtomCount()];
    List<List<IAtom>> parts = new ArrayList<>();
    for (IAtom start : molecule.atoms()) {
      if (met[start.getIndex()]) {
        continue;
      }
      met[start.getIndex()] = true;
      List<IAtom> part = new ArrayList<>(List.of(start));
      for (int i = 0; i < part.size(); i++) {
        for (IBond bond : part.get(i).bonds()) {
          IAtom other = bond.getOther(part.get(i));
          if (!met[other.getIndex()]) {
            met[other.getIndex()] = true;
            part.add(other);
          }
        }
      }
      parts.add(part);
    }
    return parts;
  }

  private static long kind(IBond bond) {
    if (bond.isAromatic()) {
      return AROMATIC;
    }
    return Optional.ofNullable(bond.getOrder()).map(IBond.Order::numeric).orElse(0);
  }

  /** Element, charge (shifted to be positive), hydrogens and aromaticity, all of one atom. */
  private static long start(IAtom atom) {
    long charge = 128L + Optional.ofNullable(atom.getFormalCharge()).orElse(0);
    long hydrogens = Optional.ofNullable(atom.getImplicitHydrogenCount()).orElse(0);
    return (((atom.getAtomicNumber() * 256L + charge) * 256 + hydrogens) * 2)
        + (atom.isAromatic() ? 1 : 0);
  }

  /** Puts a molecule's atoms and bonds into the order; parts that are not connected by size. */
  static void apply(IAtomContainer molecule) {
    List<Ordered> parts = new ArrayList<>();
    parts(molecule).forEach(part -> parts.add(new CanonicalOrder(part).ordered()));
    parts.sort(
        Comparator.comparingInt((Ordered part) -> part.atoms().length)
            .thenComparing(Ordered::certificate, Arrays::compare));
    IAtom[] atoms =
        parts.stream().flatMap(part -> Arrays.stream(part.atoms())).toArray(IAtom[]::new);
    int[] rank = new int[atoms.length];
    for (int i = 0; i < atoms.length; i++) {
      rank[atoms[i].getIndex()] = i;
    }
    IBond[] sorted = new IBond[molecule.getBondCount()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = molecule.getBond(i);
    }
    Arrays.sort(
        sorted,
        Comparator.comparingInt((IBond bond) -> lower(bond, rank))
            .thenComparingInt(bond -> upper(bond, rank)));
    for (IBond bond : sorted) {
      if (rank[bond.getBegin().getIndex()] > rank[bond.getEnd().getIndex()]) {
        bond.setAtoms(new IAtom[] {bond.getEnd(), bond.getBegin()});
      }
    }
    molecule.setAtoms(atoms);
    molecule.setBonds(sorted);
  }

  private static int lower(IBond bond, int[] rank) {
    return Math.min(rank[bond.getBegin().getIndex()], rank[bond.getEnd().getIndex()]);
  }

  private static int upper(IBond bond, int[] rank) {
    return Math.max(rank[bond.getBegin().getIndex()], rank[bond.getEnd().getIndex()]);
  }

  /**
   * Colours from 0, and each colour's signature: equal lists for symmetric colourings.
   *
   * @param of each atom's colour; the place of its signature among the sorted ones
   */
  private record Colouring(int[] of, List<long[]> signatures) {
    boolean isDiscrete() {
      return signatures.size() == of.length;
    }

    int compareTo(Colouring other) {
      int order = Integer.compare(signatures.size(), other.signatures.size());
      for (int i = 0; order == 0 && i < signatures.size(); i++) {
        order = Arrays.compare(signatures.get(i), other.signatures.get(i));
      }
      return order;
    }
  }

  /** A part in its order, and what is equal for equal parts. */
  private record Ordered(IAtom[] atoms, long[] certificate) {}

  private Ordered ordered() {
    Colouring colouring = ranks();
    IAtom[] sorted = new IAtom[atoms.length];
    long[] sortedElements = new long[atoms.length];
    for (int i = 0; i < atoms.length; i++) {
      sorted[colouring.of()[i]] = atoms[i];
      sortedElements[colouring.of()[i]] = elements[i];
    }
    LongStream signatures = colouring.signatures().stream().flatMapToLong(LongStream::of);
    return new Ordered(
        sorted, LongStream.concat(LongStream.of(sortedElements), signatures).toArray());
  }

  private Colouring ranks() {
    Colouring colouring = refine(elements);
    while (!colouring.isDiscrete()) {
      int[] tied = firstTied(colouring);
      Colouring best = chosen(colouring, tied[0]);
      if (!areTwins(tied)) {
        for (int i = 1; i < tied.length; i++) {
          Colouring other = chosen(colouring, tied[i]);
          best = other.compareTo(best) < 0 ? other : best;
        }
      }
      colouring = best;
    }
    return colouring;
  }

  /** The atoms of the least colour that several share. */
  private static int[] firstTied(Colouring colouring) {
    int[] sizes = new int[colouring.signatures().size()];
    IntStream.of(colouring.of()).forEach(colour -> sizes[colour]++);
    int first = IntStream.range(0, sizes.length).filter(c -> sizes[c] > 1).findFirst().orElse(0);
    return IntStream.range(0, colouring.of().length)
        .filter(i -> colouring.of()[i] == first)
        .toArray();
  }

  /** Whether atoms of one colour hang on one and the same atom: any of them may go first. */
  private boolean areTwins(int[] atoms) {
    for (int atom : atoms) {
      if (neighbours[atom].length != 1 || neighbours[atom][0] != neighbours[atoms[0]][0]) {
        return false;
      }
    }
    return true;
  }

  private Colouring chosen(Colouring colouring, int atom) {
    long[] colours = IntStream.of(colouring.of()).mapToLong(colour -> 2L * colour + 1).toArray();
    colours[atom]--;
    return refine(colours);
  }

  private Colouring refine(long[] start) {
    Colouring colouring = sorted(start);
    while (true) {
      Colouring next = refined(colouring.of());
      if (next.signatures().size() == colouring.signatures().size()) {
        return next;
      }
      colouring = next;
    }
  }

  private static Colouring sorted(long[] colours) {
    return colouring(Arrays.stream(colours).mapToObj(c -> new long[] {c}).toArray(long[][]::new));
  }

  private Colouring refined(int[] colours) {
    long[][] signatures = new long[colours.length][];
    for (int i = 0; i < colours.length; i++) {
      int degree = neighbours[i].length;
      long[] signature = new long[degree + 1];
      for (int j = 0; j < degree; j++) {
        signature[j + 1] = bonds[i][j] << 32 | colours[neighbours[i][j]];
      }
      Arrays.sort(signature, 1, degree + 1);
      signature[0] = colours[i];
      signatures[i] = signature;
    }
    return colouring(signatures);
  }

  private static Colouring colouring(long[][] signatures) {
    Integer[] order = IntStream.range(0, signatures.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> Arrays.compare(signatures[a], signatures[b]));
    int[] colours = new int[signatures.length];
    List<long[]> distinct = new ArrayList<>();
    for (int i : order) {
      if (distinct.isEmpty() || !Arrays.equals(distinct.get(distinct.size() - 1), signatures[i])) {
        distinct.add(signatures[i]);
      }
      colours[i] = distinct.size() - 1;
    }
    return new Colouring(colours, distinct);
  }
}
