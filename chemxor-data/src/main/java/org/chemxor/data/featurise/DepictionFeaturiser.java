package org.chemxor.data.featurise;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import javax.vecmath.Point2d;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.smiles.Molecules;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.layout.StructureDiagramGenerator;
import org.openscience.cdk.tools.manipulator.AtomContainerManipulator;

/**
 * The structure of a molecule drawn to 32x32 grey levels: 0 is background; single, double and
 * triple bonds are lines of 0.5, 0.75 and 1; atoms other than carbon are dots of nitrogen 0.6,
 * oxygen 0.7, sulfur and phosphorus 0.8, halogens 0.9 and all else 1. Hydrogens are left out. The
 * drawing fills the image whatever the molecule's size. Needs neither a screen nor fonts.
 *
 * <p>Coordinates are those of the Chemistry Development Kit's structure diagrams. Pixels are the
 * mean over 4x4 points, so that equal drawings give equal images on every machine.
 */
public final class DepictionFeaturiser implements MoleculeFeaturiser {
  private static final int SIZE = MoleculeImage.SIZE;
  private static final int OVERSAMPLING = 4;
  private static final int CANVAS = SIZE * OVERSAMPLING;
  private static final double MARGIN = 6;
  private static final float LINE_WIDTH = 1.5f * OVERSAMPLING;
  private static final double DOT_DIAMETER = 2.5 * OVERSAMPLING;

  /** Longest bond drawn, so that very small molecules do not become a single blot, in points. */
  private static final double LONGEST_BOND = 10.0 * OVERSAMPLING;

  /** What CDK draws a bond with. */
  private static final double BOND_LENGTH = 1.5;

  /** The only depiction there is: it has no settings. */
  public DepictionFeaturiser() {}

  @Override
  public MoleculeImage image(String smiles) {
    IAtomContainer molecule = AtomContainerManipulator.suppressHydrogens(Molecules.parse(smiles));
    try {
      StructureDiagramGenerator generator = new StructureDiagramGenerator();
      generator.generateCoordinates(molecule);
    } catch (CDKException | RuntimeException e) {
      throw Molecules.unreadable(smiles, e);
    }
    return shrink(draw(molecule, Frame.around(molecule)));
  }

  /** Where the middle of the molecule is and how many points a unit of length takes. */
  private record Frame(double middleX, double middleY, double scale) {
    static Frame around(IAtomContainer molecule) {
      double minX = Double.POSITIVE_INFINITY;
      double maxX = Double.NEGATIVE_INFINITY;
      double minY = Double.POSITIVE_INFINITY;
      double maxY = Double.NEGATIVE_INFINITY;
      for (IAtom atom : molecule.atoms()) {
        Point2d point = atom.getPoint2d();
        minX = Math.min(minX, point.x);
        maxX = Math.max(maxX, point.x);
        minY = Math.min(minY, point.y);
        maxY = Math.max(maxY, point.y);
      }
      double extent = Math.max(maxX - minX, maxY - minY);
      double fitting = extent > 0 ? (CANVAS - 2 * MARGIN) / extent : Double.POSITIVE_INFINITY;
      return new Frame(
          (minX + maxX) / 2, (minY + maxY) / 2, Math.min(fitting, LONGEST_BOND / BOND_LENGTH));
    }

    double x(IAtom atom) {
      return CANVAS / 2.0 + (atom.getPoint2d().x - middleX) * scale;
    }

    double y(IAtom atom) {
      return CANVAS / 2.0 - (atom.getPoint2d().y - middleY) * scale;
    }
  }

  private static BufferedImage draw(IAtomContainer molecule, Frame frame) {
    BufferedImage canvas = new BufferedImage(CANVAS, CANVAS, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setStroke(
          new BasicStroke(LINE_WIDTH, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      for (IBond bond : molecule.bonds()) {
        if (!isHydrogen(bond.getBegin()) && !isHydrogen(bond.getEnd())) {
          graphics.setColor(grey(level(bond)));
          graphics.draw(
              new Line2D.Double(
                  frame.x(bond.getBegin()),
                  frame.y(bond.getBegin()),
                  frame.x(bond.getEnd()),
                  frame.y(bond.getEnd())));
        }
      }
      for (IAtom atom : molecule.atoms()) {
        drawAtom(graphics, atom, molecule.getAtomCount(), frame);
      }
    } finally {
      graphics.dispose();
    }
    return canvas;
  }

  private static void drawAtom(Graphics2D graphics, IAtom atom, int atoms, Frame frame) {
    boolean carbon = atom.getAtomicNumber() == IAtom.C;
    if (isHydrogen(atom) || (carbon && atoms > 1)) {
      return;
    }
    graphics.setColor(grey(carbon ? 0.5 : level(atom)));
    graphics.fill(
        new Ellipse2D.Double(
            frame.x(atom) - DOT_DIAMETER / 2,
            frame.y(atom) - DOT_DIAMETER / 2,
            DOT_DIAMETER,
            DOT_DIAMETER));
  }

  private static boolean isHydrogen(IAtom atom) {
    return atom.getAtomicNumber() == IAtom.H;
  }

  private static double level(IBond bond) {
    IBond.Order order = bond.getOrder();
    if (order == IBond.Order.DOUBLE) {
      return 0.75;
    }
    return order == IBond.Order.TRIPLE ? 1 : 0.5;
  }

  private static double level(IAtom atom) {
    return switch (atom.getAtomicNumber()) {
      case IAtom.N -> 0.6;
      case IAtom.O -> 0.7;
      case IAtom.S, IAtom.P -> 0.8;
      case IAtom.F, IAtom.Cl, IAtom.Br, IAtom.I -> 0.9;
      default -> 1;
    };
  }

  private static Color grey(double level) {
    int value = (int) Math.round(255 * level);
    return new Color(value, value, value);
  }

  private static MoleculeImage shrink(BufferedImage canvas) {
    int[] points = canvas.getRaster().getPixels(0, 0, CANVAS, CANVAS, (int[]) null);
    double[] pixels = new double[SIZE * SIZE];
    for (int i = 0; i < points.length; i++) {
      int row = i / CANVAS / OVERSAMPLING;
      int column = i % CANVAS / OVERSAMPLING;
      pixels[row * SIZE + column] += points[i];
    }
    double white = 255.0 * OVERSAMPLING * OVERSAMPLING;
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) (pixels[i] / white);
    }
    return new MoleculeImage(SIZE, SIZE, pixels);
  }

  @Override
  public String toJson() {
    return FeaturiserJson.writeDepiction();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DepictionFeaturiser;
  }

  @Override
  public int hashCode() {
    return DepictionFeaturiser.class.hashCode();
  }

  @Override
  public String toString() {
    return "DepictionFeaturiser";
  }
}
