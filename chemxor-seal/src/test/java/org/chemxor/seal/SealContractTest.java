package org.chemxor.seal;

import java.util.stream.LongStream;
import org.chemxor.ckks.CkksEngine;
import org.chemxor.ckks.CkksParameters;
import org.chemxor.ckks.testkit.CkksContractTest;
import org.junit.jupiter.api.Tag;

/** The contract, on Microsoft SEAL, with the parameters of the contract that SEAL can work with. */
@Tag("native")
class SealContractTest extends CkksContractTest {
  @Override
  protected CkksEngine engine() {
    return CkksEngine.load("seal");
  }

  /**
   * SEAL's key switching multiplies errors e by digits in [0, q_j), not centred ones. Their mean
   * q_j / 2 in every coefficient is the polynomial {@code q_j / 2 (1 + X + ... + X^(N-1))}, whose
   * value {@code q_j / (1 - zeta)} at the root next to 1 is about {@code q_j N / pi}. So the slot
   * of that root gets {@code N / pi sum_j (q_j / P) e_j(zeta)} on top of the usual noise, the real
   * part of {@code e_j(zeta)} having standard deviation {@code 3.2 sqrt(N / 2)}; six of them are
   * allowed.
   */
  @Override
  protected double noiseBound(CkksParameters parameters) {
    double special = (double) parameters.specialPrimes()[0];
    double ratio =
        Math.sqrt(
            LongStream.of(parameters.dataPrimes())
                .mapToDouble(q -> (q / special) * (q / special))
                .sum());
    double n = parameters.polyModulusDegree();
    return super.noiseBound(parameters) + 6 * n / Math.PI * ratio * 3.2 * Math.sqrt(n / 2);
  }
}
