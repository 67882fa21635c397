package org.chemxor.data.featurise;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import javax.vecmath.Point2d;
import org.chemxor.data.smiles.Molecules;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IAtomContainer;
import org.openscience.cdk.interfaces.IBond;
import org.openscience.cdk.layout.StructureDiagramGenerator;

/**
 * Draws the structure of a molecule: bonds are lines, atoms other than carbon dots, hydrogens are
 * left out. Coordinates are those of the Chemistry Development Kit's structure diagrams. Needs
 * neither a screen nor fonts.
 */
final class Drawing {
  /** What CDK draws a bond with. */
  private static final double BOND_LENGTH = 1.5;

  private final Style style;

  /** Colours of bonds and atoms. */
  interface Palette {
    /** Of a bond. */
    Color bond(IBond bond);

    /** Of an atom other than hydrogen; carbon only where it is alone. */
    Color atom(IAtom atom);
  }

  /**
   * How it is drawn.
   *
   * @param canvas side in points
   * @param imageType of {@link BufferedImage}
   * @param background fills the canvas
   * @param margin left free on each side, in points
   * @param lineWidth of bonds, in points
   * @param dotDiameter of atoms, in points
   * @param longestBond in points, so that very small molecules do not become a single blot
   */
  record Style(
      int canvas,
      int imageType,
      Color background,
      double margin,
      float lineWidth,
      double dotDiameter,
      double longestBond,
      Palette palette) {}

  Drawing(Style style) {
    this.style = style;
  }

  /**
   * Draws a molecule.
   *
   * @param angle turned by that much, in radians
   * @throws org.chemxor.core.InvalidInputException when the SMILES cannot be read or laid out
   */
  BufferedImage draw(String smiles, double angle) {
    IAtomContainer molecule = Molecules.standard(smiles);
    try {
      StructureDiagramGenerator generator = new StructureDiagramGenerator();
      generator.generateCoordinates(molecule);
    } catch (CDKException | RuntimeException e) {
      throw Molecules.unreadable(smiles, e);
    }
    if (angle != 0) {
      for (IAtom atom : molecule.atoms()) {
        Point2d point = atom.getPoint2d();
        atom.setPoint2d(
            new Point2d(
                Math.cos(angle) * point.x - Math.sin(angle) * point.y,
                Math.sin(angle) * point.x + Math.cos(angle) * point.y));
      }
    }
    return draw(molecule, Frame.around(molecule, style));
  }

  /** Where the middle of the molecule is and how many points a unit of length takes. */
  private record Frame(double middleX, double middleY, double scale, int canvas) {
    static Frame around(IAtomContainer molecule, Style style) {
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
      double fitting =
          extent > 0 ? (style.canvas() - 2 * style.margin()) / extent : Double.POSITIVE_INFINITY;
      return new Frame(
          (minX + maxX) / 2,
          (minY + maxY) / 2,
          Math.min(fitting, style.longestBond() / BOND_LENGTH),
          style.canvas());
    }

    double x(IAtom atom) {
      return canvas / 2.0 + (atom.getPoint2d().x - middleX) * scale;
    }

    double y(IAtom atom) {
      return canvas / 2.0 - (atom.getPoint2d().y - middleY) * scale;
    }
  }

  private BufferedImage draw(IAtomContainer molecule, Frame frame) {
    BufferedImage canvas = new BufferedImage(style.canvas(), style.canvas(), style.imageType());
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setColor(style.background());
      graphics.fillRect(0, 0, style.canvas(), style.canvas());
      graphics.setStroke(
          new BasicStroke(style.lineWidth(), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      for (IBond bond : molecule.bonds()) {
        if (!isHydrogen(bond.getBegin()) && !isHydrogen(bond.getEnd())) {
          graphics.setColor(style.palette().bond(bond));
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

  private void drawAtom(Graphics2D graphics, IAtom atom, int atoms, Frame frame) {
    boolean carbon = atom.getAtomicNumber() == IAtom.C;
    if (isHydrogen(atom) || (carbon && atoms > 1)) {
      return;
    }
    double diameter = style.dotDiameter();
    graphics.setColor(style.palette().atom(atom));
    graphics.fill(
        new Ellipse2D.Double(
            frame.x(atom) - diameter / 2, frame.y(atom) - diameter / 2, diameter, diameter));
  }

  private static boolean isHydrogen(IAtom atom) {
    return atom.getAtomicNumber() == IAtom.H;
  }
}
