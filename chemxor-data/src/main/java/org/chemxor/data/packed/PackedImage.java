package org.chemxor.data.packed;

import java.util.Arrays;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.MoleculeImage;
import org.chemxor.data.featurise.MoleculeFeaturiser;

/**
 * A 32x32 image in little memory: only the pixels that are not zero, in single precision. A
 * fingerprint image takes some 300 bytes instead of 8 KiB.
 *
 * @param places which pixels are not zero, in increasing order
 * @param values their values
 */
public record PackedImage(short[] places, float[] values) {
  /** The only place of an image that could not be made. */
  static final short NOWHERE = -1;

  static final int PIXELS = MoleculeImage.SIZE * MoleculeImage.SIZE;

  /**
   * Packs an image whose pixels are exact in single precision, as featurisers make them.
   *
   * @throws IllegalArgumentException when it is not 32x32
   */
  public static PackedImage of(MoleculeImage image) {
    double[] pixels = image.toArray();
    if (pixels.length != PIXELS) {
      throw new IllegalArgumentException("an image to keep must be 32x32, got " + image);
    }
    short[] places = new short[PIXELS];
    float[] values = new float[PIXELS];
    int count = 0;
    for (int i = 0; i < PIXELS; i++) {
      if (pixels[i] != 0) {
        places[count] = (short) i;
        values[count++] = (float) pixels[i];
      }
    }
    return new PackedImage(Arrays.copyOf(places, count), Arrays.copyOf(values, count));
  }

  /**
   * The images of molecules, made by all cores, in order; {@linkplain #isMissing() missing} for a
   * molecule the featuriser refuses.
   */
  public static List<PackedImage> all(MoleculeFeaturiser featuriser, List<String> smiles) {
    return smiles.parallelStream().map(s -> ofOrMissing(featuriser, s)).toList();
  }

  private static PackedImage ofOrMissing(MoleculeFeaturiser featuriser, String smiles) {
    try {
      return of(featuriser.image(smiles));
    } catch (InvalidInputException e) {
      return new PackedImage(new short[] {NOWHERE}, new float[1]);
    }
  }

  /** Whether there is no image; one without a pixel that is not zero is an image all the same. */
  public boolean isMissing() {
    return places.length == 1 && places[0] == NOWHERE;
  }

  public MoleculeImage unpack() {
    double[] pixels = new double[PIXELS];
    for (int i = 0; i < places.length; i++) {
      pixels[places[i]] = values[i];
    }
    return new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, pixels);
  }
}
