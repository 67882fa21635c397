package org.chemxor.data.packed;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.chemxor.core.AtomicFiles;
import org.chemxor.data.featurise.MoleculeFeaturiser;

/**
 * Images in a file that is mapped into memory: on the heap each takes eight bytes. The file holds a
 * magic number, the number of images, for each image its count of pixels that are not zero and
 * their places and values, and a CRC-32 of all before it.
 */
final class MappedImages extends AbstractList<PackedImage> implements RandomAccess {
  private static final int MAGIC = 0x43584631;
  private static final int CHUNK = 1024;
  private static final int PIXEL_BYTES = Short.BYTES + Float.BYTES;
  private static final int LARGEST_IMAGE_BYTES = Short.BYTES + PackedImage.PIXELS * PIXEL_BYTES;

  /** Buffers have int positions: each holds the images that start within so many bytes. */
  private static final int SEGMENT_BITS = 30;

  private final long[] starts;
  private final ByteBuffer[] segments;

  private MappedImages(long[] starts, ByteBuffer[] segments) {
    this.starts = starts;
    this.segments = segments;
  }

  /** Makes the images of molecules, some thousand at a time, and writes them; then opens them. */
  static MappedImages create(Path file, MoleculeFeaturiser featuriser, List<String> smiles)
      throws IOException {
    AtomicFiles.write(file, out -> write(out, featuriser, smiles));
    return open(file, smiles.size());
  }

  private static void write(OutputStream stream, MoleculeFeaturiser featuriser, List<String> smiles)
      throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(stream, new CRC32());
    DataOutputStream out = new DataOutputStream(checked);
    out.writeInt(MAGIC);
    out.writeInt(smiles.size());
    for (int from = 0; from < smiles.size(); from += CHUNK) {
      int to = Math.min(smiles.size(), from + CHUNK);
      for (PackedImage image : PackedImage.all(featuriser, smiles.subList(from, to))) {
        ByteBuffer bytes =
            ByteBuffer.allocate(Short.BYTES + image.places().length * PIXEL_BYTES)
                .putShort((short) image.places().length);
        for (int i = 0; i < image.places().length; i++) {
          bytes.putShort(image.places()[i]).putFloat(image.values()[i]);
        }
        out.write(bytes.array());
      }
    }
    out.writeLong(checked.getChecksum().getValue());
  }

  /**
   * Checks a file from end to end and maps it.
   *
   * @throws IOException when it does not hold so many images or is damaged
   */
  static MappedImages open(Path file, int molecules) throws IOException {
    long[] starts = checkedStarts(file, molecules);
    long end = Files.size(file);
    ByteBuffer[] segments = new ByteBuffer[(int) ((end - 1) >>> SEGMENT_BITS) + 1];
    try (FileChannel channel = FileChannel.open(file)) {
      for (int i = 0; i < segments.length; i++) {
        long from = (long) i << SEGMENT_BITS;
        long size = Math.min(end - from, (1L << SEGMENT_BITS) + LARGEST_IMAGE_BYTES);
        segments[i] = channel.map(FileChannel.MapMode.READ_ONLY, from, size);
      }
    }
    return new MappedImages(starts, segments);
  }

  /** Where each image starts in the file, in bytes. */
  private static long[] checkedStarts(Path file, int molecules) throws IOException {
    CheckedInputStream checked =
        new CheckedInputStream(
            new BufferedInputStream(Files.newInputStream(file), 1 << 16), new CRC32());
    try (DataInputStream in = new DataInputStream(checked)) {
      if (in.readInt() != MAGIC || in.readInt() != molecules) {
        throw new IOException("it does not hold these molecules");
      }
      long[] starts = new long[molecules];
      long at = 2 * Integer.BYTES;
      for (int i = 0; i < molecules; i++) {
        starts[i] = at;
        at += checkedImageBytes(in);
      }
      long sum = checked.getChecksum().getValue();
      if (in.readLong() != sum) {
        throw new IOException("its checksum is wrong");
      }
      return starts;
    }
  }

  private static int checkedImageBytes(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    if (count > PackedImage.PIXELS) {
      throw new IOException("an image has " + count + " pixels, at most 1024 are possible");
    }
    ByteBuffer bytes = ByteBuffer.allocate(count * PIXEL_BYTES);
    in.readFully(bytes.array());
    while (bytes.hasRemaining()) {
      short place = bytes.getShort();
      float value = bytes.getFloat();
      boolean isMissing = count == 1 && place == PackedImage.NOWHERE && value == 0;
      boolean isPixel = place >= 0 && place < PackedImage.PIXELS && value > 0 && value <= 1;
      if (!isMissing && !isPixel) {
        throw new IOException("a pixel is out of range");
      }
    }
    return Short.BYTES + bytes.capacity();
  }

  @Override
  public PackedImage get(int index) {
    long start = starts[index];
    ByteBuffer segment = segments[(int) (start >>> SEGMENT_BITS)];
    int at = (int) (start & ((1L << SEGMENT_BITS) - 1));
    short[] places = new short[segment.getShort(at)];
    float[] values = new float[places.length];
    at += Short.BYTES;
    for (int i = 0; i < places.length; i++) {
      places[i] = segment.getShort(at);
      values[i] = segment.getFloat(at + Short.BYTES);
      at += PIXEL_BYTES;
    }
    return new PackedImage(places, values);
  }

  @Override
  public int size() {
    return starts.length;
  }
}
