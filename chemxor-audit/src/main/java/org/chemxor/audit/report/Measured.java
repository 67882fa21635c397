package org.chemxor.audit.report;

import java.util.List;
import org.chemxor.audit.curve.AttackCurve;
import org.chemxor.audit.curve.Interval;
import org.chemxor.audit.curve.Recognised;
import org.chemxor.models.metrics.BinaryCurves;

/**
 * How well an attack told members from others.
 *
 * @param members answers about members
 * @param others answers about compounds that the attacked models did not learn from
 * @param area under the curve; 0.5 by guessing
 * @param areaInterval of the area
 * @param recognised members recognised while 1 %, 0.1 % and none of the others are named
 */
public record Measured(
    int members, int others, double area, Interval areaInterval, List<Recognised> recognised) {
  /** The rates of false positives that are reported. */
  public static final List<Double> FALSE_POSITIVE_RATES = List.of(0.01, 0.001, 0.0);

  /** Copies the list. */
  public Measured {
    recognised = List.copyOf(recognised);
  }

  /** Reads a curve. */
  public static Measured of(AttackCurve curve) {
    return new Measured(
        curve.members(),
        curve.others(),
        curve.area(),
        curve.areaInterval(),
        FALSE_POSITIVE_RATES.stream().map(curve::recognisedAt).toList());
  }

  /** The members recognised while one in a hundred others is named. */
  public Recognised atOnePercent() {
    return recognised.get(0);
  }

  /**
   * A measurement with its curve.
   *
   * @param measured the figures
   * @param points the curve
   */
  public record WithCurve(Measured measured, List<BinaryCurves.Point> points) {
    /** Copies the points. */
    public WithCurve {
      points = List.copyOf(points);
    }

    /** Reads a curve. */
    public static WithCurve of(AttackCurve curve) {
      return new WithCurve(Measured.of(curve), curve.points());
    }
  }
}
