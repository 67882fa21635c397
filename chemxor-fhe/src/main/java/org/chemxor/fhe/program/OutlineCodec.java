package org.chemxor.fhe.program;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.chemxor.ckks.CkksException;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.PolynomialRing.RingType;
import org.chemxor.ckks.SecurityLevel;
import org.chemxor.ckks.ringswitch.RingSwitch;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Shape;
import org.chemxor.fhe.circuit.LevelAndScale;
import org.chemxor.fhe.domain.InputDomain;
import org.chemxor.fhe.domain.ValueRange;
import org.chemxor.fhe.guard.CoarseCopy;
import org.chemxor.fhe.message.ProgramId;
import org.chemxor.fhe.message.ReplyForm;
import org.chemxor.fhe.packing.FeatureLayout;
import org.chemxor.fhe.packing.SlotLayout;
import org.chemxor.fhe.program.OutlineLimits.Budget;

/** Outlines as bytes, big-endian: "CXFO", version, then the record's components in order. */
final class OutlineCodec {
  private static final int MAGIC = 0x4358464F;
  private static final int VERSION = 5;
  private static final int MAX_TEXT = 1024;
  private static final int MAX_VALUES = 1 << 16;

  /**
   * Scales may have so many bits, and more where the modulus does: sums that are never rescaled.
   */
  private static final double LEAST_SCALE_BITS = 100;

  /** By their number on the wire. */
  private static final List<RingType> RINGS =
      List.of(RingType.CYCLOTOMIC, RingType.CONJUGATE_INVARIANT);

  /** By their number on the wire. */
  private static final List<ReplyForm.Kind> FORMS =
      List.of(
          ReplyForm.Kind.WHOLE,
          ReplyForm.Kind.SWITCHED,
          ReplyForm.Kind.CONSTANT,
          ReplyForm.Kind.SMALL_CONSTANT);

  private OutlineCodec() {}

  static byte[] write(ProgramOutline outline) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.write(outline.id().toBytes());
      out.writeUTF(outline.name());
      writeParameters(out, outline.parameters());
      writeInts(out, List.copyOf(outline.rotationSteps()));
      Shape shape = outline.inputShape();
      writeInts(out, List.of(shape.channels(), shape.height(), shape.width()));
      out.writeDouble(outline.domain().min());
      out.writeDouble(outline.domain().max());
      out.writeDouble(outline.domain().maxSum());
      out.writeDouble(outline.outputScale());
      out.writeDouble(outline.outputShift());
      out.writeInt(outline.rounds().size());
      for (RoundOutline round : outline.rounds()) {
        writeRound(out, round);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void writeParameters(DataOutputStream out, CkksParameters p) throws IOException {
    out.writeInt(p.polyModulusDegree());
    out.writeInt(RINGS.indexOf(p.ring().type()));
    out.writeInt(p.digitSize());
    out.writeDouble(p.scale());
    out.writeInt(p.dataPrimes().length);
    for (long prime : p.dataPrimes()) {
      out.writeLong(prime);
    }
    out.writeInt(p.specialPrimes().length);
    for (long prime : p.specialPrimes()) {
      out.writeLong(prime);
    }
  }

  private static void writeInts(DataOutputStream out, List<Integer> values) throws IOException {
    out.writeInt(values.size());
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static void writeRound(DataOutputStream out, RoundOutline round) throws IOException {
    writeInts(out, round.sources());
    out.writeInt(round.produces());
    LayoutCodec.write(out, round.input());
    writeLevelAndScale(out, round.request());
    out.writeInt(round.copies());
    LayoutCodec.write(out, round.output());
    writeLevelAndScale(out, round.reply());
    out.writeInt(FORMS.indexOf(round.form().kind()));
    out.writeInt(round.form().bits());
    out.writeInt(round.form().dropped());
    out.writeDouble(round.form().centre());
    out.writeInt(round.form().coarseBits());
    out.writeDouble(round.range().centre());
    out.writeDouble(round.range().reach());
    out.writeDouble(round.range().norm());
    out.writeInt(round.range().guardBits());
  }

  private static void writeLevelAndScale(DataOutputStream out, LevelAndScale levelAndScale)
      throws IOException {
    out.writeInt(levelAndScale.level());
    out.writeDouble(levelAndScale.scale());
  }

  static ProgramOutline read(byte[] bytes, OutlineLimits limits) {
    if (bytes.length > limits.maxBytes()) {
      throw invalid("has " + bytes.length + " bytes, at most " + limits.maxBytes() + " are read");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      ProgramOutline outline = read(in, new Budget(limits));
      if (in.read() >= 0) {
        throw invalid("goes on after its end");
      }
      return outline;
    } catch (EOFException e) {
      throw new InvalidInputException("the program outline was cut off", e);
    } catch (CkksException | IllegalArgumentException | IOException e) {
      throw new InvalidInputException("the program outline is damaged: " + e.getMessage(), e);
    }
  }

  static InvalidInputException invalid(String what) {
    return new InvalidInputException("the program outline " + what);
  }

  private static ProgramOutline read(DataInputStream in, Budget budget) throws IOException {
    if (in.readInt() != MAGIC) {
      throw invalid("does not start with CXFO: these bytes are something else");
    }
    int version = in.readInt();
    if (version != VERSION) {
      throw invalid("has version " + version + ", this library reads version " + VERSION);
    }
    byte[] id = new byte[ProgramId.SIZE_BYTES];
    in.readFully(id);
    String name = in.readUTF();
    if (name.length() > MAX_TEXT) {
      throw invalid("has a name of " + name.length() + " characters, the limit is " + MAX_TEXT);
    }
    CkksParameters parameters = readParameters(in, budget.limits().maxDegree());
    int slots = parameters.slotCount();
    NavigableSet<Integer> rotations = new TreeSet<>(readInts(in, slots, 1, slots - 1));
    Shape inputShape = readShape(in, budget.limits());
    InputDomain domain = new InputDomain(in.readDouble(), in.readDouble(), in.readDouble());
    double scale = in.readDouble();
    double shift = in.readDouble();
    if (!Double.isFinite(scale) || !Double.isFinite(shift) || !Double.isFinite(domain.maxSum())) {
      throw invalid("has a range or scale that is not finite");
    }
    return new ProgramOutline(
        new ProgramId(id),
        name,
        parameters,
        rotations,
        inputShape,
        domain,
        readRounds(in, parameters, inputShape.size(), budget),
        scale,
        shift);
  }

  private static Shape readShape(DataInputStream in, OutlineLimits limits) throws IOException {
    List<Integer> shape = readInts(in, 3, 1, limits.maxFeatures());
    if (shape.size() != 3) {
      throw invalid("has an input shape of " + shape.size() + " dimensions");
    }
    long area = (long) shape.get(0) * shape.get(1);
    if (area > limits.maxFeatures() || area * shape.get(2) > limits.maxFeatures()) {
      throw invalid("has an input of shape " + shape + ", the limit is " + limits.maxFeatures());
    }
    return new Shape(shape.get(0), shape.get(1), shape.get(2));
  }

  /** The label of security is found again by checking the primes, not read. */
  private static CkksParameters readParameters(DataInputStream in, int maxDegree)
      throws IOException {
    CkksParameters.Builder builder =
        CkksParameters.builder()
            .polyModulusDegree(readCount(in, "coefficients", maxDegree))
            .ring(readRing(in))
            .digitSize(in.readInt())
            .scale(in.readDouble())
            .dataPrimes(readPrimes(in))
            .specialPrimes(readPrimes(in));
    CkksParameters parameters = builder.insecureWithoutBound().build();
    for (SecurityLevel level :
        List.of(SecurityLevel.GUIDELINES_2024, SecurityLevel.STANDARD_2018)) {
      if (parameters.logPq() <= level.maxModulusBits(parameters.polyModulusDegree())) {
        return builder.security(level).build();
      }
    }
    return parameters;
  }

  private static RingType readRing(DataInputStream in) throws IOException {
    int index = in.readInt();
    if (index < 0 || index >= RINGS.size()) {
      throw invalid("names a ring of kind " + index + ", there are 0 to " + (RINGS.size() - 1));
    }
    return RINGS.get(index);
  }

  private static long[] readPrimes(DataInputStream in) throws IOException {
    int count = readCount(in, "primes", 64);
    long[] primes = new long[count];
    for (int i = 0; i < count; i++) {
      primes[i] = in.readLong();
    }
    return primes;
  }

  static int readCount(DataInputStream in, String what, int limit) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > limit) {
      throw invalid("announces " + count + " " + what + ", the limit is " + limit);
    }
    return count;
  }

  private static List<Integer> readInts(DataInputStream in, int limit, int least, int greatest)
      throws IOException {
    int count = readCount(in, "numbers", limit);
    List<Integer> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int value = in.readInt();
      if (value < least || value > greatest) {
        throw invalid("has " + value + " where " + least + " to " + greatest + " is expected");
      }
      values.add(value);
    }
    return values;
  }

  private static List<RoundOutline> readRounds(
      DataInputStream in, CkksParameters parameters, int inputSize, Budget budget)
      throws IOException {
    int count = readCount(in, "rounds", budget.limits().maxRounds());
    List<RoundOutline> rounds = new ArrayList<>();
    Map<Integer, Integer> sizes = new HashMap<>();
    sizes.put(0, inputSize);
    for (int i = 0; i < count; i++) {
      RoundOutline round = readRound(in, parameters, budget);
      long size = 0;
      for (int source : round.sources()) {
        size += sizes.getOrDefault(source, Integer.MAX_VALUE);
      }
      if (size != round.input().featureCount()) {
        throw invalid("has a round " + i + " that reads values no round before it computes");
      }
      sizes.put(round.produces(), round.output().featureCount());
      rounds.add(round);
    }
    if (rounds.isEmpty()) {
      throw invalid("has no round");
    }
    return rounds;
  }

  private static RoundOutline readRound(
      DataInputStream in, CkksParameters parameters, Budget budget) throws IOException {
    List<Integer> sources = readInts(in, budget.limits().maxRounds(), 0, MAX_VALUES);
    int produces = readCount(in, "values", MAX_VALUES);
    FeatureLayout input = LayoutCodec.read(in, parameters, budget);
    LevelAndScale request = readLevelAndScale(in, parameters);
    int copies = readCopies(in, input);
    FeatureLayout output = LayoutCodec.read(in, parameters, budget);
    if (!LayoutCodec.holdsEveryFeature(output)) {
      throw invalid("has an output feature that lies in no slot");
    }
    LevelAndScale reply = readLevelAndScale(in, parameters);
    ReplyForm form = readForm(in, parameters, reply);
    if (form.coarseBits() > 0 && !canHoldCopy(output, reply)) {
      throw invalid("has a coarse copy of outputs that have no room for one");
    }
    ValueRange range =
        new ValueRange(in.readDouble(), in.readDouble(), in.readDouble(), in.readInt());
    return new RoundOutline(sources, produces, input, request, copies, output, reply, form, range);
  }

  private static boolean canHoldCopy(FeatureLayout output, LevelAndScale reply) {
    return reply.level() == 0
        && output instanceof SlotLayout layout
        && layout.ciphertexts() == 1
        && 2 * layout.period() <= layout.slots();
  }

  private static int readCopies(DataInputStream in, FeatureLayout input) throws IOException {
    int copies = readCount(in, "copies", input.slots());
    boolean repeats =
        Integer.bitCount(copies) == 1
            && input instanceof SlotLayout layout
            && input.slots() / copies >= Math.max(2, layout.period());
    if (copies != 1 && !repeats) {
      throw invalid("has slots that do not repeat " + copies + " times");
    }
    return copies;
  }

  private static ReplyForm readForm(
      DataInputStream in, CkksParameters parameters, LevelAndScale reply) throws IOException {
    ReplyForm.Kind kind = FORMS.get(readCount(in, "reply forms", FORMS.size() - 1));
    int bits = readCount(in, "bits", Long.SIZE);
    int dropped = readCount(in, "dropped bits", Long.SIZE);
    double centre = in.readDouble();
    int coarseBits = readCount(in, "bits of a copy", CoarseCopy.MAX_BITS);
    ReplyForm form = new ReplyForm(kind, bits, dropped, centre, coarseBits);
    boolean isWhole = kind == ReplyForm.Kind.WHOLE && bits == 0 && dropped == 0 && centre == 0;
    int most = Math.getExponent((double) parameters.dataPrime(0));
    boolean isSwitched =
        kind != ReplyForm.Kind.WHOLE
            && reply.level() == 0
            && bits > 0
            && Double.isFinite(form.centre())
            && bits + form.dropped() <= most
            && (!form.isSmall() || RingSwitch.of(parameters).isPresent());
    if (!isWhole && !isSwitched) {
      throw invalid("has replies of " + bits + " bits that do not fit its lowest prime");
    }
    return form;
  }

  private static LevelAndScale readLevelAndScale(DataInputStream in, CkksParameters parameters)
      throws IOException {
    int level = readCount(in, "levels", parameters.maxLevel());
    double scale = in.readDouble();
    double bits = Math.max(LEAST_SCALE_BITS, parameters.logQ(level));
    if (!(scale >= 1 && scale <= Math.pow(2, bits))) {
      throw invalid("has a scale of " + scale + ", it must be from 1 to 2^" + Math.round(bits));
    }
    return new LevelAndScale(level, scale);
  }
}
