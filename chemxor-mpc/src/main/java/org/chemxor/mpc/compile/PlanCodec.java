package org.chemxor.mpc.compile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.chemxor.core.InvalidInputException;
import org.chemxor.core.Shape;
import org.chemxor.mpc.linear.ConvolutionShape;
import org.chemxor.mpc.sharing.Ring;

/** Plans as bytes, big-endian. Reading checks everything; a plan that is read can be run. */
public final class PlanCodec {
  /** Longest plan in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int VERSION = 3;
  private static final int MAX_NAME = 200;

  private PlanCodec() {}

  /** The plan's bytes. */
  public static byte[] write(Plan plan) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    try {
      out.writeByte(VERSION);
      out.writeUTF(plan.name());
      byte[] featuriser = plan.featuriser().getBytes(StandardCharsets.UTF_8);
      out.writeInt(featuriser.length);
      out.write(featuriser);
      out.writeByte(plan.ring().bits());
      out.writeBoolean(plan.exact());
      out.writeByte(
          switch (plan.comparator()) {
            case TABLES -> 1;
            case FUNCTION_SHARING -> 2;
            case MIXED -> 3;
          });
      ints(out, plan.input().channels(), plan.input().height(), plan.input().width());
      out.writeByte(plan.inputFraction());
      out.writeByte(plan.outputFraction());
      out.writeDouble(plan.outputFactor());
      out.writeInt(plan.gates().size());
      for (Gate gate : plan.gates()) {
        write(out, gate);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written to", e);
    }
    return bytes.toByteArray();
  }

  private static void ints(DataOutputStream out, int... values) throws IOException {
    for (int value : values) {
      out.writeInt(value);
    }
  }

  private static void write(DataOutputStream out, Gate gate) throws IOException {
    out.writeUTF(gate.name());
    if (gate instanceof Gate.Affine affine) {
      ConvolutionShape s = affine.shape();
      out.writeByte(1);
      ints(out, affine.input(), s.inChannels(), s.inHeight(), s.inWidth(), s.outChannels());
      ints(out, s.kernelHeight(), s.kernelWidth(), s.stride(), s.padding());
    } else if (gate instanceof Gate.Pointwise pointwise) {
      Step step = pointwise.step();
      out.writeByte(
          switch (step.kind()) {
            case RECTIFY -> 2;
            case TRUNCATE -> 3;
            case SQUARE -> 4;
          });
      ints(out, pointwise.input(), step.count(), step.shift(), step.low(), step.bits());
    } else if (gate instanceof Gate.MaxPool pool) {
      out.writeByte(5);
      ints(out, pool.input(), pool.low(), pool.bits());
      pool(out, pool.pool());
    } else if (gate instanceof Gate.SumPool pool) {
      out.writeByte(6);
      ints(out, pool.input());
      pool(out, pool.pool());
    } else if (gate instanceof Gate.Sum sum) {
      out.writeByte(7);
      ints(out, sum.left(), sum.leftShift(), sum.right(), sum.rightShift(), sum.size());
    } else if (gate instanceof Gate.Argmax argmax) {
      out.writeByte(8);
      ints(out, argmax.input(), argmax.size(), argmax.bits());
    }
  }

  private static void pool(DataOutputStream out, PoolShape p) throws IOException {
    ints(out, p.channels(), p.height(), p.width(), p.size(), p.stride(), p.padding());
  }

  /**
   * Reads a plan.
   *
   * @throws InvalidInputException when the bytes are not exactly one valid plan
   */
  public static Plan read(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new InvalidInputException(
          "a plan of " + bytes.length + " bytes; the limit is " + MAX_BYTES);
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new InvalidInputException("a plan of version " + version + ", not " + VERSION);
      }
      Plan plan = plan(in);
      if (in.read() >= 0) {
        throw new InvalidInputException("a plan with further bytes after its end");
      }
      return plan;
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      throw new InvalidInputException("a plan that cannot be read: " + e.getMessage(), e);
    }
  }

  private static Plan plan(DataInputStream in) throws IOException {
    String name = name(in);
    String featuriser = featuriser(in);
    Ring ring = new Ring(in.readUnsignedByte());
    boolean exact = in.readBoolean();
    Comparator comparator = comparator(in.readUnsignedByte());
    Shape input = new Shape(in.readInt(), in.readInt(), in.readInt());
    int inputFraction = in.readUnsignedByte();
    int outputFraction = in.readUnsignedByte();
    double outputFactor = in.readDouble();
    int count = in.readInt();
    if (count < 1 || count > Plan.MAX_GATES) {
      throw new InvalidInputException("a plan of " + count + " gates");
    }
    List<Gate> gates = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      gates.add(gate(in));
    }
    return new Plan(
        name,
        featuriser,
        ring,
        exact,
        comparator,
        input,
        inputFraction,
        gates,
        outputFraction,
        outputFactor);
  }

  /** Settings as they came; who reads them takes them for hostile. */
  private static String featuriser(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new InvalidInputException("a plan with a featuriser of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static Comparator comparator(int number) {
    return switch (number) {
      case 1 -> Comparator.TABLES;
      case 2 -> Comparator.FUNCTION_SHARING;
      case 3 -> Comparator.MIXED;
      default -> throw new InvalidInputException("a plan with comparator " + number);
    };
  }

  /** A name that is safe to show. */
  private static String name(DataInputStream in) throws IOException {
    String name = in.readUTF();
    if (name.length() > MAX_NAME) {
      throw new InvalidInputException("a name of " + name.length() + " characters in a plan");
    }
    return name.replaceAll("\\p{Cntrl}", "?");
  }

  private static Gate gate(DataInputStream in) throws IOException {
    String name = name(in);
    int kind = in.readUnsignedByte();
    int input = in.readInt();
    return switch (kind) {
      case 1 -> new Gate.Affine(name, input, convolution(in));
      case 2 -> pointwise(in, name, input, Step.Kind.RECTIFY);
      case 3 -> pointwise(in, name, input, Step.Kind.TRUNCATE);
      case 4 -> pointwise(in, name, input, Step.Kind.SQUARE);
      case 5 -> {
        int low = in.readInt();
        int bits = in.readInt();
        yield new Gate.MaxPool(name, input, pool(in), low, bits);
      }
      case 6 -> new Gate.SumPool(name, input, pool(in));
      case 7 ->
          new Gate.Sum(name, input, in.readInt(), in.readInt(), in.readInt(), size(in.readInt()));
      case 8 -> new Gate.Argmax(name, input, size(in.readInt()), in.readInt());
      default -> throw new InvalidInputException("a gate of unknown kind " + kind);
    };
  }

  private static int size(int value) {
    if (value < 1 || value > Plan.MAX_VALUE) {
      throw new InvalidInputException("a gate on " + value + " numbers");
    }
    return value;
  }

  private static Gate pointwise(DataInputStream in, String name, int input, Step.Kind kind)
      throws IOException {
    int count = size(in.readInt());
    return new Gate.Pointwise(
        name, input, new Step(kind, count, in.readInt(), in.readInt(), in.readInt()));
  }

  private static ConvolutionShape convolution(DataInputStream in) throws IOException {
    int[] s = new int[8];
    for (int i = 0; i < s.length; i++) {
      s[i] = in.readInt();
    }
    return new ConvolutionShape(s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]);
  }

  private static PoolShape pool(DataInputStream in) throws IOException {
    PoolShape pool =
        new PoolShape(
            in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt());
    size(pool.inSize());
    // The schedule of a pool has size - 1 rounds each way.
    if (pool.size() > 64) {
      throw new InvalidInputException("a pool over windows of " + pool.size());
    }
    return pool;
  }
}
