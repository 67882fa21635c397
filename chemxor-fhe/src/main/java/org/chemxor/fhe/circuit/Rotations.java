package org.chemxor.fhe.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * The rotation steps that have keys, and the shortest way to compose any other step of them.
 * Immutable.
 */
public final class Rotations {
  /** Price of a rotation that shares its decomposition with others, one alone being 1. */
  private static final double HOISTED = 0.6;

  private final int slots;
  private final NavigableSet<Integer> keys;
  private final int[] lastKey;
  private final int[] distance;

  /**
   * @param slots n
   * @param keys steps with keys, from 1 to n - 1
   */
  public Rotations(int slots, Collection<Integer> keys) {
    this.slots = slots;
    this.keys = new TreeSet<>(keys);
    this.lastKey = new int[slots];
    this.distance = new int[slots];
    findShortestPaths();
  }

  /** By step, the last key of a shortest composition and its length; 0 where there is none. */
  private void findShortestPaths() {
    int[] steps = keys.stream().mapToInt(key -> key).toArray();
    int[] queue = new int[slots];
    int end = 1;
    for (int i = 0; i < end; i++) {
      for (int key : steps) {
        int next = (queue[i] + key) % slots;
        if (next != 0 && lastKey[next] == 0) {
          lastKey[next] = key;
          distance[next] = distance[queue[i]] + 1;
          queue[end++] = next;
        }
      }
    }
  }

  /** How many keys a rotation by {@code step} takes. */
  private int distance(int step) {
    return distance[Math.floorMod(step, slots)];
  }

  /** The steps with keys, ascending. */
  public NavigableSet<Integer> steps() {
    return new TreeSet<>(keys);
  }

  /** The keys that compose a rotation by {@code step}, fewest possible; empty for step 0. */
  public List<Integer> path(int step) {
    List<Integer> path = new ArrayList<>();
    for (int at = Math.floorMod(step, slots);
        at != 0;
        at = Math.floorMod(at - path.get(path.size() - 1), slots)) {
      if (lastKey[at] == 0) {
        throw new IllegalArgumentException(
            "a rotation by " + step + " cannot be composed of " + keys);
      }
      path.add(lastKey[at]);
    }
    return path;
  }

  /** Whether every step can be composed. */
  public boolean reaches(int step) {
    int at = Math.floorMod(step, slots);
    return at == 0 || lastKey[at] != 0;
  }

  /** Rotates by any step. */
  public <V> V rotate(SlotMachine<V, ?> machine, V vector, int step) {
    V result = vector;
    for (int key : path(step)) {
      result = machine.rotateMany(result, new int[] {key}).get(0);
    }
    return result;
  }

  /** Several rotations of one vector, in the order of {@code steps}. */
  public <V> List<V> rotateAll(SlotMachine<V, ?> machine, V vector, List<Integer> steps) {
    Map<Integer, V> at = new HashMap<>();
    at.put(0, vector);
    List<Branch> missing = ladder(steps);
    while (!missing.isEmpty()) {
      List<Branch> ready = missing.stream().takeWhile(b -> at.containsKey(b.parent())).toList();
      List<List<V>> children = grow(machine, at, ready);
      for (int i = 0; i < ready.size(); i++) {
        for (int k = 0; k < ready.get(i).keys().size(); k++) {
          at.put(child(ready.get(i), k), children.get(i).get(k));
        }
      }
      missing = missing.subList(ready.size(), missing.size());
    }
    return steps.stream()
        .map(s -> java.util.Objects.requireNonNull(at.get(Math.floorMod(s, slots))))
        .toList();
  }

  /** The rotations of branches whose parents are there; they do not depend on each other. */
  private static <V> List<List<V>> grow(
      SlotMachine<V, ?> machine, Map<Integer, V> at, List<Branch> branches) {
    List<List<V>> children = new ArrayList<>(Collections.nCopies(branches.size(), List.of()));
    machine
        .parallelism()
        .forEach(
            branches.size(),
            i -> {
              Branch branch = branches.get(i);
              V parent = java.util.Objects.requireNonNull(at.get(branch.parent()));
              int[] keys = branch.keys().stream().mapToInt(key -> key).toArray();
              children.set(i, machine.rotateMany(parent, keys));
            });
    return children;
  }

  private int child(Branch branch, int index) {
    return (branch.parent() + branch.keys().get(index)) % slots;
  }

  /** Rotations made from one parent together. */
  record Branch(int parent, List<Integer> keys) {}

  /**
   * A tree from 0 to all steps: as much as possible is one key away from something that is there,
   * and in as few branches as is found by always taking the parent that reaches the most.
   */
  List<Branch> ladder(List<Integer> steps) {
    BitSet missing = new BitSet(slots);
    steps.forEach(s -> missing.set(Math.floorMod(s, slots)));
    missing.clear(0);
    List<Integer> there = new ArrayList<>(List.of(0));
    List<Branch> branches = new ArrayList<>();
    while (!missing.isEmpty()) {
      Branch best = largestBranch(there, missing);
      if (best.keys().isEmpty()) {
        detour(missing.nextSetBit(0), there, branches);
        continue;
      }
      branches.add(best);
      for (int key : best.keys()) {
        there.add((best.parent() + key) % slots);
        missing.clear((best.parent() + key) % slots);
      }
    }
    return branches;
  }

  private Branch largestBranch(List<Integer> parents, BitSet missing) {
    Branch best = new Branch(0, List.of());
    for (int parent : parents) {
      List<Integer> reached =
          keys.stream().filter(key -> missing.get((parent + key) % slots)).toList();
      if (reached.size() > best.keys().size()) {
        best = new Branch(parent, reached);
      }
    }
    return best;
  }

  /** Goes one key towards a step that is not one key away from anything. */
  private void detour(int step, List<Integer> there, List<Branch> branches) {
    int parent = there.stream().min(Comparator.comparingInt(t -> distance(step - t))).orElseThrow();
    int key = path(step - parent).get(0);
    branches.add(new Branch(parent, List.of(key)));
    there.add((parent + key) % slots);
  }

  /** What a demand costs with these keys, in rotations. */
  public double cost(RotationDemand demand) {
    double cost = demand.single().stream().mapToInt(this::distance).sum();
    Map<List<Integer>, Double> known = new HashMap<>();
    for (List<Integer> steps : demand.ladders()) {
      cost += known.computeIfAbsent(steps, this::ladderCost);
    }
    return cost;
  }

  private double ladderCost(List<Integer> steps) {
    return ladder(steps).stream()
        .mapToDouble(branch -> branch.keys().size() * HOISTED + (1 - HOISTED))
        .sum();
  }

  /** By key, how much a demand depends on it: 1 for every rotation alone, less for a shared one. */
  public Map<Integer, Double> usage(RotationDemand demand) {
    Map<Integer, Double> usage = new HashMap<>();
    for (int step : demand.single()) {
      path(step).forEach(key -> usage.merge(key, 1.0, Double::sum));
    }
    for (List<Integer> steps : demand.ladders()) {
      for (Branch branch : ladder(steps)) {
        double share = branch.keys().size() == 1 ? 1 : 1 - HOISTED;
        branch.keys().forEach(key -> usage.merge(key, share, Double::sum));
      }
    }
    return usage;
  }

  /**
   * How many more rotations a step takes when its own key is gone: 1 or 2 when two or three other
   * keys compose it, infinitely many otherwise.
   */
  public double extraRotationsWithout(int key) {
    double extra = Double.POSITIVE_INFINITY;
    for (int a : keys) {
      int rest = Math.floorMod(key - a, slots);
      if (a == key || rest == 0) {
        continue;
      }
      if (rest != key && keys.contains(rest)) {
        return 1;
      }
      for (int b : keys) {
        int last = Math.floorMod(rest - b, slots);
        if (b != key && last != key && keys.contains(last)) {
          extra = 2;
          break;
        }
      }
    }
    return extra;
  }

  @Override
  public String toString() {
    return Arrays.toString(keys.toArray());
  }
}
