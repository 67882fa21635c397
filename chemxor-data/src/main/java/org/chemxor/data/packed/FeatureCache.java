package org.chemxor.data.packed;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.chemxor.core.Hashes;
import org.chemxor.core.InvalidInputException;
import org.chemxor.data.featurise.MoleculeFeaturiser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the images of a list of molecules in a file, so that the second run need not make them. The
 * file's name is a hash of the molecules and of the featuriser's settings; a file that is damaged
 * is made anew.
 */
public final class FeatureCache {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureCache.class);

  /**
   * Changes when the same settings give other images: 2 since the standard form of molecules, 3
   * since molecules with none of the selected surroundings have one.
   */
  private static final int VERSION = 3;

  private final Path folder;

  public FeatureCache(Path folder) {
    this.folder = folder;
  }

  /** The images of these molecules, from the cache when it has them; they stay on disk. */
  public List<PackedImage> images(MoleculeFeaturiser featuriser, List<String> smiles) {
    Path file = folder.resolve("images-" + key(featuriser, smiles) + ".bin");
    if (Files.exists(file)) {
      try {
        return MappedImages.open(file, smiles.size());
      } catch (IOException e) {
        LOG.warn("The image cache {} is damaged and will be made anew: {}", file, e.toString());
      }
    }
    try {
      Files.createDirectories(folder);
      return MappedImages.create(file, featuriser, smiles);
    } catch (IOException e) {
      throw new InvalidInputException("cannot write the image cache " + file + ": " + e, e);
    }
  }

  private static String key(MoleculeFeaturiser featuriser, List<String> smiles) {
    MessageDigest digest = Hashes.sha256();
    // CDK's version is part of what an image depends on.
    String cdk = Optional.ofNullable(org.openscience.cdk.CDK.getVersion()).orElse("");
    digest.update(
        (featuriser.toJson() + '\n' + cdk + '\n' + VERSION + '\n')
            .getBytes(StandardCharsets.UTF_8));
    for (String s : smiles) {
      digest.update((s + '\n').getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }
}
