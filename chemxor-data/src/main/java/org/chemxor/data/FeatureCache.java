package org.chemxor.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.chemxor.core.AtomicFiles;
import org.chemxor.core.InvalidInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the images of a list of molecules in a file, so that the second run need not make them. The
 * file's name is a hash of the molecules and of the featurizer's settings; a file that is damaged
 * is made anew.
 */
final class FeatureCache {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);
  private static final int MAGIC = 0x43584631;

  private final Path folder;

  FeatureCache(Path folder) {
    this.folder = folder;
  }

  /** The images of these molecules, from the cache when it has them. */
  List<PackedImage> images(MoleculeFeaturizer featurizer, List<String> smiles) {
    Path file = folder.resolve("images-" + key(featurizer, smiles) + ".bin");
    if (Files.exists(file)) {
      try {
        return read(file, smiles.size());
      } catch (IOException e) {
        LOG.warn("The image cache {} is damaged and will be made anew: {}", file, e.toString());
      }
    }
    List<PackedImage> images = PackedImage.all(featurizer, smiles);
    try {
      write(file, images);
    } catch (IOException e) {
      throw new InvalidInputException("cannot write the image cache " + file + ": " + e, e);
    }
    return images;
  }

  private static String key(MoleculeFeaturizer featurizer, List<String> smiles) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    // CDK's version is part of what an image depends on.
    String cdk = Optional.ofNullable(org.openscience.cdk.CDK.getVersion()).orElse("");
    digest.update((featurizer.toJson() + '\n' + cdk + '\n').getBytes(StandardCharsets.UTF_8));
    for (String s : smiles) {
      digest.update((s + '\n').getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private void write(Path file, List<PackedImage> images) throws IOException {
    Files.createDirectories(folder);
    AtomicFiles.write(
        file,
        stream -> {
          CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32());
          DataOutputStream out = new DataOutputStream(checked);
          out.writeInt(MAGIC);
          out.writeInt(images.size());
          for (PackedImage image : images) {
            write(out, image);
          }
          out.writeLong(checked.getChecksum().getValue());
        });
  }

  private static void write(DataOutputStream out, PackedImage image) throws IOException {
    out.writeShort(image.places().length);
    for (int i = 0; i < image.places().length; i++) {
      out.writeShort(image.places()[i]);
      out.writeFloat(image.values()[i]);
    }
  }

  private static List<PackedImage> read(Path file, int molecules) throws IOException {
    CheckedInputStream checked =
        new CheckedInputStream(
            new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32());
    try (DataInputStream in = new DataInputStream(checked)) {
      if (in.readInt() != MAGIC || in.readInt() != molecules) {
        throw new IOException("it does not hold these molecules");
      }
      List<PackedImage> images = new ArrayList<>(molecules);
      for (int i = 0; i < molecules; i++) {
        images.add(readImage(in));
      }
      long sum = checked.getChecksum().getValue();
      if (in.readLong() != sum) {
        throw new IOException("its checksum is wrong");
      }
      return images;
    }
  }

  private static PackedImage readImage(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    if (count > PackedImage.PIXELS) {
      throw new IOException("an image has " + count + " pixels, at most 1024 are possible");
    }
    short[] places = new short[count];
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      places[i] = in.readShort();
      values[i] = in.readFloat();
      if (places[i] < 0 || places[i] >= PackedImage.PIXELS || !(values[i] > 0 && values[i] <= 1)) {
        throw new IOException("a pixel is out of range");
      }
    }
    return new PackedImage(places, values);
  }
}
