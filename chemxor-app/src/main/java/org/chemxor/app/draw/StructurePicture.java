package org.chemxor.app.draw;

import java.awt.Color;
import java.util.Optional;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.smiles.Molecules;
import org.openscience.cdk.depict.DepictionGenerator;
import org.openscience.cdk.exception.CDKException;
import org.openscience.cdk.interfaces.IAtomContainer;

/**
 * Molecules drawn by the Chemistry Development Kit as SVG. Letters are outlines, so the picture
 * holds no text of the user's and needs no font where it is shown; where it is made, Java needs
 * one.
 */
public final class StructurePicture {
  private static final double WIDTH = 320;
  private static final double HEIGHT = 240;

  private final DepictionGenerator generator;

  private StructurePicture(DepictionGenerator generator) {
    this.generator = generator;
  }

  /** A maker of pictures; empty where Java finds no font to take letters from. */
  public static Optional<StructurePicture> ifPossible() {
    try {
      StructurePicture picture =
          new StructurePicture(
              new DepictionGenerator()
                  .withSize(WIDTH, HEIGHT)
                  .withFillToFit()
                  .withAtomColors()
                  .withBackgroundColor(new Color(0, 0, 0, 0)));
      picture.svg("NO");
      return Optional.of(picture);
    } catch (InternalError
        | NoClassDefFoundError
        | ExceptionInInitializerError
        | RuntimeException e) {
      org.slf4j.LoggerFactory.getLogger(StructurePicture.class)
          .warn("molecules are not drawn: this Java has no fonts ({})", e.toString());
      return Optional.empty();
    }
  }

  /**
   * A molecule as it is written.
   *
   * @return an SVG document
   * @throws InvalidInputException when the SMILES cannot be read or drawn
   */
  public String svg(String smiles) {
    IAtomContainer molecule = Molecules.parse(smiles);
    try {
      return generator.depict(Layout.of(molecule, smiles)).toSvgStr();
    } catch (CDKException e) {
      throw Molecules.unreadable(smiles, e);
    }
  }
}
