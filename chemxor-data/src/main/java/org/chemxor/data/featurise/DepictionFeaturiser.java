package org.chemxor.data.featurise;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.chemxor.core.MoleculeImage;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IBond;

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
  private static final Drawing.Style STYLE =
      new Drawing.Style(
          CANVAS,
          BufferedImage.TYPE_BYTE_GRAY,
          Color.BLACK,
          6,
          1.5f * OVERSAMPLING,
          2.5 * OVERSAMPLING,
          10.0 * OVERSAMPLING,
          new Greys());

  /** The only depiction there is: it has no settings. */
  public DepictionFeaturiser() {}

  @Override
  public MoleculeImage image(String smiles) {
    return shrink(new Drawing(STYLE).draw(smiles, 0));
  }

  /** Grey levels. */
  private static final class Greys implements Drawing.Palette {
    @Override
    public Color bond(IBond bond) {
      return grey(level(bond));
    }

    @Override
    public Color atom(IAtom atom) {
      return grey(atom.getAtomicNumber() == IAtom.C ? 0.5 : level(atom));
    }
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
