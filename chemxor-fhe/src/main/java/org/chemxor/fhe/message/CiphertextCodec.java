package org.chemxor.fhe.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.CkksContext;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.ckks.ringswitch.RingSwitcher;
import org.chemxor.ckks.wire.compact.PackedFormat;
import org.chemxor.ckks.wire.compact.SubringFormat;
import org.chemxor.ckks.wire.compact.SwitchedFormat;
import org.chemxor.core.InvalidInputException;
import org.chemxor.fhe.circuit.LevelAndScale;

/**
 * Reads and writes the ciphertexts of messages for one context, and checks that they are the
 * expected ones. Thread-safe.
 */
public final class CiphertextCodec implements AutoCloseable {
  private static final double SCALE_TOLERANCE = 0x1p-20;

  private final CkksContext context;
  private final CkksParameters parameters;
  private final PackedFormat packed;
  private final SwitchedFormat switched;
  private final Optional<SwitchedFormat> small;
  private final Optional<RingSwitcher> rings;
  private final Map<Integer, SubringFormat> subrings = new ConcurrentHashMap<>();

  /**
   * @param ringSwitch of the last reply, if there is one
   */
  public CiphertextCodec(CkksContext context, Optional<RingSwitch> ringSwitch) {
    this.context = context;
    this.parameters = context.parameters();
    this.packed = PackedFormat.of(parameters);
    this.switched = SwitchedFormat.of(parameters);
    this.small = ringSwitch.map(plan -> SwitchedFormat.of(plan.small()));
    this.rings = ringSwitch.map(plan -> new RingSwitcher(plan, context.engine()));
  }

  /** The format of whole ciphertexts and of keys. */
  public PackedFormat packed() {
    return packed;
  }

  /** Makes and reads the keys of the switch to a smaller ring. */
  public Optional<RingSwitcher> rings() {
    return rings;
  }

  /**
   * The ciphertexts of a request as bytes.
   *
   * @param copies how often the slots repeat
   */
  public List<byte[]> writeRequest(List<Ciphertext> ciphertexts, int copies) {
    Function<Ciphertext, byte[]> writer = copies == 1 ? packed::pack : subring(copies)::pack;
    return ciphertexts.stream().map(writer).toList();
  }

  /**
   * The ciphertexts of a reply as bytes.
   *
   * @param form how they travel
   * @param ringSwitchKey needed for forms in a smaller ring
   */
  public List<byte[]> writeReply(
      List<Ciphertext> ciphertexts, ReplyForm form, Optional<Ciphertext> ringSwitchKey) {
    if (form.kind() == ReplyForm.Kind.WHOLE) {
      return ciphertexts.stream().map(packed::pack).toList();
    }
    SwitchedFormat.Form onWire = form.onWire(parameters);
    if (form.isSmall()) {
      RingSwitcher switcher = rings.orElseThrow();
      Ciphertext key = ringSwitchKey.orElseThrow();
      return ciphertexts.stream().map(c -> switcher.pack(c, key, onWire)).toList();
    }
    return ciphertexts.stream().map(c -> switched.pack(c, onWire)).toList();
  }

  /**
   * The ciphertexts of a request.
   *
   * @param message whose objects to read
   * @param count how many there must be
   * @param expected their level and scale
   * @param copies how often their slots repeat
   * @throws org.chemxor.core.InvalidInputException when they are damaged, or not as expected
   */
  public List<Ciphertext> readRequest(
      Message message, int count, LevelAndScale expected, int copies) {
    return read(
        message,
        count,
        part -> {
          Ciphertext ciphertext = readRequest(part, copies);
          require(ciphertext, expected, message.round());
          return ciphertext;
        });
  }

  /** One ciphertext of a request, of any level and scale. */
  public Ciphertext readRequest(byte[] part, int copies) {
    return copies == 1 ? packed.readCiphertext(part, context) : subring(copies).read(part, context);
  }

  private SubringFormat subring(int copies) {
    return subrings.computeIfAbsent(copies, k -> SubringFormat.of(parameters, k));
  }

  /**
   * The ciphertexts of a reply.
   *
   * @param message whose objects to read
   * @param count how many there must be
   * @param expected their level and scale
   * @param form how they were sent
   * @param target where they will be decrypted
   * @throws org.chemxor.core.InvalidInputException when they are damaged, or not as expected
   */
  public List<Ciphertext> readReply(
      Message message, int count, LevelAndScale expected, ReplyForm form, CkksContext target) {
    if (form.kind() == ReplyForm.Kind.WHOLE) {
      return readRequest(message, count, expected, 1);
    }
    SwitchedFormat.Form onWire = form.onWire(parameters);
    SwitchedFormat format = form.isSmall() ? small.orElseThrow() : switched;
    return read(message, count, part -> format.read(part, onWire, expected.scale(), target));
  }

  private static List<Ciphertext> read(
      Message message, int count, Function<byte[], Ciphertext> reader) {
    if (message.parts().size() != count) {
      throw new InvalidInputException(
          "round "
              + message.round()
              + " takes "
              + count
              + " ciphertexts in a message, got "
              + message.parts().size());
    }
    List<Ciphertext> ciphertexts = new ArrayList<>();
    for (byte[] part : message.parts()) {
      try {
        ciphertexts.add(reader.apply(part));
      } catch (CkksException e) {
        throw new InvalidInputException(
            "ciphertext " + ciphertexts.size() + " cannot be read: " + e.getMessage(), e);
      }
    }
    return ciphertexts;
  }

  private static void require(Ciphertext ciphertext, LevelAndScale expected, int round) {
    if (ciphertext.level() != expected.level() || ciphertext.size() != 2) {
      throw new InvalidInputException(
          "round "
              + round
              + " takes ciphertexts of 2 polynomials at level "
              + expected.level()
              + ", got "
              + ciphertext.size()
              + " polynomials at level "
              + ciphertext.level());
    }
    if (!(Math.abs(ciphertext.scale() / expected.scale() - 1) < SCALE_TOLERANCE)) {
      throw new InvalidInputException(
          "round "
              + round
              + " takes ciphertexts of scale "
              + expected.scale()
              + ", got "
              + ciphertext.scale());
    }
  }

  @Override
  public void close() {
    rings.ifPresent(RingSwitcher::close);
  }
}
