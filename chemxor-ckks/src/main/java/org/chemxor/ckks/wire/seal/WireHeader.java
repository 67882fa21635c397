package org.chemxor.ckks.wire.seal;

import java.io.IOException;
import org.chemxor.ckks.bytes.Compression;
import org.chemxor.ckks.wire.Compressors;
import org.chemxor.ckks.wire.WireFormatException;
import org.chemxor.ckks.wire.WireFormatException.Damage;
import org.chemxor.ckks.wire.WireInput;
import org.chemxor.ckks.wire.WireOutput;

/**
 * The 16 bytes before every object: magic number (2), header size (1), major and minor version (1
 * each), compression (1), reserved (2), size of the whole object with this header (8); little
 * endian.
 *
 * @param compression how the body is compressed
 * @param size bytes of header and body, at least 16
 */
record WireHeader(Compression compression, long size) {

  static final int BYTES = 16;

  private static final int MAGIC = 0xA15E;
  private static final int MAJOR = 4;

  /** Written objects claim 4.1: SEAL refuses a minor version above its own. */
  private static final int MINOR = 1;

  private static final long FIXED_FIELDS =
      MAGIC | (long) BYTES << 16 | (long) MAJOR << 24 | (long) MINOR << 32;

  /** Size in bytes of the body as stored, compressed or not. */
  long bodyBytes() {
    return size - BYTES;
  }

  void write(WireOutput out) throws IOException {
    out.writeLong(FIXED_FIELDS | (long) compression.code() << 40);
    out.writeLong(size);
  }

  static WireHeader read(WireInput in) throws IOException {
    long fields = in.readLong();
    int magic = (int) (fields & 0xFFFF);
    if (magic != MAGIC) {
      throw new WireFormatException(
          Damage.BAD_MAGIC,
          String.format("object starts with 0x%04X, not with SEAL's 0x%04X", magic, MAGIC));
    }
    int headerBytes = (int) (fields >>> 16 & 0xFF);
    if (headerBytes != BYTES) {
      throw new WireFormatException(
          Damage.BAD_HEADER, "header size is " + headerBytes + " bytes, SEAL 4 writes " + BYTES);
    }
    checkVersion((int) (fields >>> 24 & 0xFF), (int) (fields >>> 32 & 0xFF));
    Compression compression = Compressors.ofCode((int) (fields >>> 40 & 0xFF));
    long size = in.readLong();
    if (size >= 0 && size < BYTES) {
      throw new WireFormatException(
          Damage.BAD_HEADER, "object size is " + size + " bytes, less than its header");
    }
    return new WireHeader(compression, size);
  }

  /** Reads the header of an object inside another; SEAL never compresses those. */
  static WireHeader readNested(WireInput in) throws IOException {
    WireHeader header = read(in);
    if (header.compression != Compression.NONE) {
      throw new WireFormatException(
          Damage.BAD_HEADER,
          "an object inside another is marked " + header.compression + "; SEAL stores those plain");
    }
    return header;
  }

  /** Reads a nested header and checks that it announces exactly {@code bodyBytes} bytes. */
  static void expectNested(WireInput in, long bodyBytes, String what) throws IOException {
    WireHeader header = readNested(in);
    if (header.bodyBytes() != bodyBytes) {
      throw new WireFormatException(
          Damage.BAD_HEADER,
          what + " announces " + header.size + " bytes, expected " + (BYTES + bodyBytes));
    }
  }

  private static void checkVersion(int major, int minor) {
    if (major != MAJOR) {
      throw new WireFormatException(
          Damage.UNSUPPORTED_VERSION,
          "written by SEAL " + major + "." + minor + "; only versions 4.x can be read");
    }
  }
}
