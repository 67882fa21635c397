package org.chemxor.seal;

import java.util.ArrayList;
import java.util.List;
import org.chemxor.ckks.Ciphertext;
import org.chemxor.ckks.Evaluator;
import org.chemxor.ckks.GaloisKeys;
import org.chemxor.ckks.MatrixSum;
import org.chemxor.ckks.Plaintext;
import org.chemxor.ckks.RelinearizationKey;
import org.chemxor.ckks.ScalarMatrix;
import org.chemxor.ckks.spi.OperandChecks;
import org.chemxor.seal.binding.NativeHandle;
import org.chemxor.seal.binding.SealLibrary;

/** SEAL's evaluator. What is refused, and how, is the same as in the embedded engine. */
final class SealEvaluator implements Evaluator {
  private final Core core;

  SealEvaluator(Core core) {
    this.core = core;
  }

  private interface Unary {
    long apply(long context, long a);
  }

  private interface Binary {
    long apply(long context, long a, long b);
  }

  private SealCiphertext run(SealObject a, Unary operation) {
    try (NativeHandle.Use context = core.use();
        NativeHandle.Use x = a.use()) {
      return SealCiphertext.own(core, operation.apply(context.address(), x.address()));
    }
  }

  private SealCiphertext run(SealObject a, SealObject b, Binary operation) {
    try (NativeHandle.Use context = core.use();
        NativeHandle.Use x = a.use();
        NativeHandle.Use y = b.use()) {
      return SealCiphertext.own(core, operation.apply(context.address(), x.address(), y.address()));
    }
  }

  @Override
  public Ciphertext add(Ciphertext a, Ciphertext b) {
    return combine(a, b, SealLibrary::add);
  }

  @Override
  public Ciphertext subtract(Ciphertext a, Ciphertext b) {
    return combine(a, b, SealLibrary::subtract);
  }

  private Ciphertext combine(Ciphertext first, Ciphertext second, Binary operation) {
    SealCiphertext a = Operands.operand(core, first);
    SealCiphertext b = Operands.operand(core, second);
    OperandChecks.sameLevel(a, b);
    OperandChecks.sameScale(a.scale(), b.scale());
    return run(a, b, operation);
  }

  /** The sum of operands that have been checked. */
  SealCiphertext addOwn(SealCiphertext a, SealCiphertext b) {
    return run(a, b, SealLibrary::add);
  }

  @Override
  public Ciphertext negate(Ciphertext a) {
    return run(Operands.operand(core, a), SealLibrary::negate);
  }

  @Override
  public Ciphertext addPlain(Ciphertext ciphertext, Plaintext plaintext) {
    SealCiphertext a = Operands.operand(core, ciphertext);
    SealPlaintext b = Operands.plaintext(core, plaintext);
    OperandChecks.plainCovers(b, a);
    OperandChecks.sameScale(a.scale(), b.scale());
    return run(a, b, SealLibrary::addPlain);
  }

  @Override
  public Ciphertext multiplyPlain(Ciphertext ciphertext, Plaintext plaintext) {
    SealCiphertext a = Operands.operand(core, ciphertext);
    SealPlaintext b = Operands.plaintext(core, plaintext);
    OperandChecks.plainCovers(b, a);
    Operands.scaleFits(core, a.scale() * b.scale(), a.level());
    return run(a, b, SealLibrary::multiplyPlain);
  }

  @Override
  public Ciphertext sumOfProducts(List<Ciphertext> ciphertexts, List<Plaintext> plaintexts) {
    OperandChecks.sameCount(ciphertexts, plaintexts);
    List<SealCiphertext> a = new ArrayList<>();
    List<SealPlaintext> b = new ArrayList<>();
    for (int t = 0; t < ciphertexts.size(); t++) {
      a.add(Operands.operand(core, ciphertexts.get(t)));
      b.add(Operands.plaintext(core, plaintexts.get(t)));
    }
    OperandChecks.summable(a, b);
    Operands.scaleFits(core, a.get(0).scale() * b.get(0).scale(), a.get(0).level());
    return sumOfOwn(a, b);
  }

  /** The sum of products of operands that have been checked. */
  SealCiphertext sumOfOwn(List<SealCiphertext> a, List<SealPlaintext> b) {
    try (NativeHandle.Use context = core.use();
        Uses x = new Uses(a);
        Uses y = new Uses(b)) {
      return SealCiphertext.own(
          core,
          SealLibrary.sumOfProducts(context.address(), x.addresses(), y.addresses(), a.size()));
    }
  }

  @Override
  public Ciphertext addScalar(Ciphertext ciphertext, double value) {
    SealCiphertext a = Operands.operand(core, ciphertext);
    OperandChecks.valueFits(core.parameters(), value, a.scale(), a.level());
    Plaintext constant = new SealEncoder(core).encodeConstant(value, a.scale(), a.level());
    return run(a, Operands.plaintext(core, constant), SealLibrary::addPlain);
  }

  @Override
  public MatrixSum newMatrixSum(ScalarMatrix matrix) {
    return new SealMatrixSum(core, this, matrix);
  }

  @Override
  public Ciphertext multiply(Ciphertext first, Ciphertext second) {
    SealCiphertext a = Operands.linear(core, first);
    SealCiphertext b = Operands.linear(core, second);
    OperandChecks.sameLevel(a, b);
    Operands.scaleFits(core, a.scale() * b.scale(), a.level());
    return run(a, b, SealLibrary::multiply);
  }

  @Override
  public Ciphertext square(Ciphertext a) {
    SealCiphertext own = Operands.linear(core, a);
    Operands.scaleFits(core, own.scale() * own.scale(), own.level());
    return run(own, SealLibrary::square);
  }

  @Override
  public Ciphertext relinearize(Ciphertext ciphertext, RelinearizationKey key) {
    SealCiphertext a = Operands.operand(core, ciphertext);
    SealRelinearizationKey own = Operands.relinearizationKey(core, key);
    if (!OperandChecks.needsRelinearization(a)) {
      return a;
    }
    return run(a, own, SealLibrary::relinearize);
  }

  @Override
  public Ciphertext rescale(Ciphertext ciphertext) {
    SealCiphertext a = Operands.operand(core, ciphertext);
    OperandChecks.canRescale(a);
    double prime = (double) core.parameters().dataPrime(a.level());
    OperandChecks.rescaleLeavesValues(a.scale(), prime);
    return run(a, SealLibrary::rescale);
  }

  @Override
  public Ciphertext dropToLevel(Ciphertext ciphertext, int level) {
    SealCiphertext a = Operands.operand(core, ciphertext);
    OperandChecks.canDrop(a, level);
    Operands.scaleFits(core, a.scale(), level);
    return level == a.level() ? a : run(a, (context, x) -> SealLibrary.drop(context, x, level + 1));
  }

  @Override
  public Ciphertext rotate(Ciphertext a, int steps, GaloisKeys keys) {
    return automorphism(
        Operands.linear(core, a),
        core.galois().rotation(steps),
        Operands.galoisKeys(core, keys),
        "rotation by " + steps);
  }

  @Override
  public Ciphertext conjugate(Ciphertext a, GaloisKeys keys) {
    return automorphism(
        Operands.linear(core, a),
        core.galois().conjugation(),
        Operands.galoisKeys(core, keys),
        "conjugation");
  }

  SealCiphertext automorphism(
      SealCiphertext a, int element, SealGaloisKeys keys, String operation) {
    keys.require(element, operation);
    if (element == 1) {
      return a;
    }
    return run(a, keys, (context, x, k) -> SealLibrary.automorphism(context, x, element, k));
  }

  /** One after the other or side by side: SEAL's public interface has no hoisting. */
  @Override
  public List<Ciphertext> rotateMany(Ciphertext a, int[] steps, GaloisKeys keys) {
    SealCiphertext own = Operands.linear(core, a);
    SealGaloisKeys ownKeys = Operands.galoisKeys(core, keys);
    return List.copyOf(rotateAll(own, steps, ownKeys));
  }

  List<SealCiphertext> rotateAll(SealCiphertext a, int[] steps, SealGaloisKeys keys) {
    for (int step : steps) {
      keys.require(core.galois().rotation(step), "rotation by " + step);
    }
    SealCiphertext[] result = new SealCiphertext[steps.length];
    core.parallelism()
        .forEach(
            steps.length,
            t -> {
              int element = core.galois().rotation(steps[t]);
              result[t] = automorphism(a, element, keys, "rotation by " + steps[t]);
            });
    return List.of(result);
  }
}
