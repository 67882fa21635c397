package org.chemxor.data.featurise;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Map;
import org.openscience.cdk.interfaces.IAtom;
import org.openscience.cdk.interfaces.IBond;

/**
 * Pictures of molecules in colour on white, as people draw them but for the letters: single, double
 * and triple bonds are grey, dark and black lines, atoms other than carbon coloured dots.
 */
public final class MoleculeDrawing {
  private static final int OVERSAMPLING = 3;
  private static final Color SINGLE = new Color(150, 150, 150);
  private static final Color DOUBLE = new Color(40, 40, 40);
  private static final Color OTHER = new Color(150, 60, 160);
  private static final Map<Integer, Color> ATOMS =
      Map.of(
          IAtom.C, SINGLE,
          IAtom.N, new Color(30, 60, 230),
          IAtom.O, new Color(225, 30, 30),
          IAtom.S, new Color(230, 180, 20),
          IAtom.P, new Color(240, 130, 20),
          IAtom.F, new Color(40, 190, 90),
          IAtom.Cl, new Color(20, 140, 40),
          IAtom.Br, new Color(150, 70, 30));

  private MoleculeDrawing() {}

  /** Colours. */
  private static final class Colours implements Drawing.Palette {
    @Override
    public Color bond(IBond bond) {
      IBond.Order order = bond.getOrder();
      if (order == IBond.Order.DOUBLE) {
        return DOUBLE;
      }
      return order == IBond.Order.TRIPLE ? Color.BLACK : SINGLE;
    }

    @Override
    public Color atom(IAtom atom) {
      return ATOMS.getOrDefault(atom.getAtomicNumber(), OTHER);
    }
  }

  /**
   * Draws a molecule so that it fills the middle seven eighths of a square.
   *
   * @param side of the picture in pixels, 16 to 1024
   * @param angle turned by that much, in radians
   * @throws org.chemxor.core.InvalidInputException when the SMILES cannot be read
   */
  public static BufferedImage draw(String smiles, int side, double angle) {
    if (side < 16 || side > 1024) {
      throw new IllegalArgumentException("a picture has 16 to 1024 pixels a side, got " + side);
    }
    int canvas = side * OVERSAMPLING;
    Drawing.Style style =
        new Drawing.Style(
            canvas,
            BufferedImage.TYPE_INT_RGB,
            Color.WHITE,
            canvas / 10.0,
            canvas / 60f,
            canvas / 18.0,
            canvas / 6.0,
            new Colours());
    return shrink(new Drawing(style).draw(smiles, angle), side);
  }

  /** The mean over the points of each pixel, so that equal drawings give equal pictures. */
  private static BufferedImage shrink(BufferedImage canvas, int side) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    int points = OVERSAMPLING * OVERSAMPLING;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int i = 0; i < points; i++) {
          int rgb =
              canvas.getRGB(
                  x * OVERSAMPLING + i % OVERSAMPLING, y * OVERSAMPLING + i / OVERSAMPLING);
          red += (rgb >> 16) & 0xff;
          green += (rgb >> 8) & 0xff;
          blue += rgb & 0xff;
        }
        picture.setRGB(x, y, ((red / points) << 16) | ((green / points) << 8) | (blue / points));
      }
    }
    return picture;
  }
}
