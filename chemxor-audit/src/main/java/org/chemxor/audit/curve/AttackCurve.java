package org.chemxor.audit.curve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.chemxor.models.metrics.BinaryCurves;

/**
 * How well an attack tells members from others: its receiver operating characteristic and what is
 * read off it. The interval of the area is a percentile bootstrap over compounds: all answers about
 * a compound are drawn together, members and others apart from each other. Those of the rates are
 * Clopper and Pearson's for as many trials as there are different members.
 */
public final class AttackCurve {
  private static final int RESAMPLES = 1000;

  private final List<Trial> trials;
  private final int members;
  private final int others;
  private final long seed;

  /** Of all trials, falling by score. */
  private AttackCurve(List<Trial> trials, long seed) {
    this.trials = trials;
    this.seed = seed;
    members = (int) trials.stream().filter(Trial::isMember).count();
    others = trials.size() - members;
    if (members == 0 || others == 0) {
      throw new IllegalArgumentException(
          "a curve needs members and others, got " + members + " and " + others);
    }
  }

  /**
   * The curve of an attack's answers.
   *
   * @param trials members and others, at least one of each
   * @param seed of the bootstrap
   * @throws IllegalArgumentException when one kind is missing
   */
  public static AttackCurve of(List<Trial> trials, long seed) {
    return new AttackCurve(
        trials.stream().sorted(Comparator.comparingDouble(Trial::score).reversed()).toList(), seed);
  }

  /** Answers about members. */
  public int members() {
    return members;
  }

  /** Answers about others. */
  public int others() {
    return others;
  }

  private BinaryCurves curves() {
    boolean[] isMember = new boolean[trials.size()];
    double[] scores = new double[trials.size()];
    for (int i = 0; i < isMember.length; i++) {
      isMember[i] = trials.get(i).isMember();
      scores[i] = trials.get(i).score();
    }
    return BinaryCurves.of(isMember, scores);
  }

  /** Rates of members found over rates of others named, from (0, 0) to (1, 1). */
  public List<BinaryCurves.Point> points() {
    return curves().roc();
  }

  /** The chance that a random member scores above a random other compound; 0.5 by guessing. */
  public double area() {
    return curves().rocAuc();
  }

  /** The interval of the area, with {@link Interval#CONFIDENCE}. */
  public Interval areaInterval() {
    int compounds = trials.stream().mapToInt(Trial::compound).max().orElseThrow() + 1;
    int[] inMembers = distinct(true);
    int[] inOthers = distinct(false);
    SplittableRandom random = new SplittableRandom(seed);
    double[] areas = new double[RESAMPLES];
    for (int r = 0; r < RESAMPLES; r++) {
      areas[r] =
          weightedArea(drawn(inMembers, compounds, random), drawn(inOthers, compounds, random));
    }
    Arrays.sort(areas);
    double tail = (1 - Interval.CONFIDENCE) / 2;
    int low = (int) Math.floor(tail * (RESAMPLES - 1));
    return new Interval(areas[low], areas[RESAMPLES - 1 - low]);
  }

  private int[] distinct(boolean isMember) {
    return trials.stream()
        .filter(t -> t.isMember() == isMember)
        .mapToInt(Trial::compound)
        .distinct()
        .toArray();
  }

  /** How often each compound is drawn, as many draws as there are different ones. */
  private static int[] drawn(int[] from, int compounds, SplittableRandom random) {
    int[] counts = new int[compounds];
    for (int i = 0; i < from.length; i++) {
      counts[from[random.nextInt(from.length)]]++;
    }
    return counts;
  }

  private double weightedArea(int[] ofMembers, int[] ofOthers) {
    double area = 0;
    double above = 0;
    double allOthers = 0;
    for (int i = 0; i < trials.size(); ) {
      double score = trials.get(i).score();
      double tiedMembers = 0;
      double tiedOthers = 0;
      for (; i < trials.size() && trials.get(i).score() == score; i++) {
        Trial trial = trials.get(i);
        if (trial.isMember()) {
          tiedMembers += ofMembers[trial.compound()];
        } else {
          tiedOthers += ofOthers[trial.compound()];
        }
      }
      area += tiedOthers * (above + tiedMembers / 2);
      above += tiedMembers;
      allOthers += tiedOthers;
    }
    return area / (above * allOthers);
  }

  /**
   * The members that can be recognised when at most a share of the others may be named.
   *
   * @param falsePositiveRate from 0 to 1; 0 for not a single one
   */
  public Recognised recognisedAt(double falsePositiveRate) {
    if (!(falsePositiveRate >= 0 && falsePositiveRate <= 1)) {
      throw new IllegalArgumentException("a rate of false positives of " + falsePositiveRate);
    }
    int allowed = (int) Math.floor(falsePositiveRate * others + 1e-9);
    int found = 0;
    int named = 0;
    double threshold = Double.POSITIVE_INFINITY;
    for (int[] step : steps()) {
      if (step[1] > allowed) {
        break;
      }
      found = step[0];
      named = step[1];
      threshold = trials.get(step[2]).score();
    }
    int independent = distinct(true).length;
    double rate = found / (double) members;
    return new Recognised(
        falsePositiveRate,
        threshold,
        rate,
        Interval.clopperPearson(
            (int) Math.round(rate * independent), independent, Interval.CONFIDENCE),
        named);
  }

  /** After each distinct score: members and others named, and the last trial's position. */
  private List<int[]> steps() {
    List<int[]> steps = new ArrayList<>();
    int found = 0;
    int named = 0;
    for (int i = 0; i < trials.size(); i++) {
      if (trials.get(i).isMember()) {
        found++;
      } else {
        named++;
      }
      if (i == trials.size() - 1 || trials.get(i + 1).score() != trials.get(i).score()) {
        steps.add(new int[] {found, named, i});
      }
    }
    return steps;
  }
}
