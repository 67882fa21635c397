package com.example.predictions;

import java.nio.file.Path;
import java.util.Arrays;
import org.chemxor.core.MoleculeImage;
import org.chemxor.fhe.FheResult;

/** {@code MODEL_FOLDER CELL...}: a prediction for an image in which the given cells (0 to 1023) are set. */
public final class Main {
  private Main() {}

  /** Prints the prediction, what went over the wire, and how far it is from the plain one. */
  public static void main(String[] args) {
    if (args.length < 2) {
      System.err.println("usage: MODEL_FOLDER CELL...");
      System.exit(2);
    }
    double[] pixels = new double[MoleculeImage.SIZE * MoleculeImage.SIZE];
    Arrays.stream(args).skip(1).mapToInt(Integer::parseInt).forEach(cell -> pixels[cell] = 1);
    MoleculeImage image = new MoleculeImage(MoleculeImage.SIZE, MoleculeImage.SIZE, pixels);
    try (EncryptedPredictor predictor = EncryptedPredictor.load(Path.of(args[0]))) {
      FheResult result = predictor.predict(image);
      System.out.printf("prediction %s%n", result.outputs());
      System.out.printf("bytes to the evaluator %d, back %d%n", result.bytesUp(), result.bytesDown());
      System.out.printf("in the clear %s%n", Arrays.toString(predictor.predictInTheClear(image)));
    }
  }
}
