package org.chemxor.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chemxor.core.MoleculeImage;

/**
 * Many images in little memory: of each only the pixels that are not zero, in single precision. A
 * fingerprint image takes some 300 bytes instead of 8 KiB.
 */
final class ImageStore {
  private static final int PIXELS = MoleculeImage.SIZE * MoleculeImage.SIZE;

  /**
   * One image.
   *
   * @param places which pixels are not zero, in increasing order
   * @param values their values
   */
  record Packed(short[] places, float[] values) {

    /** Packs an image of 32x32 pixels that are exact in single precision, as featurizers make. */
    static Packed of(MoleculeImage image) {
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
      return new Packed(Arrays.copyOf(places, count), Arrays.copyOf(values, count));
    }

    MoleculeImage unpack() {
      double[] pixels = new double[PIXELS];
      for (int i = 0; i < places.length; i++) {
        pixels[places[i]] = values[i];
      }
      return new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, pixels);
    }
  }

  private final List<Packed> images = new ArrayList<>();

  void add(Packed image) {
    images.add(image);
  }

  MoleculeImage image(int index) {
    return images.get(index).unpack();
  }

  Packed packed(int index) {
    return images.get(index);
  }

  int size() {
    return images.size();
  }
}
