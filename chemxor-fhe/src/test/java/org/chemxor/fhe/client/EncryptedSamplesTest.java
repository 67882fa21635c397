package org.chemxor.fhe.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.chemxor.core.Layer;
import org.chemxor.core.MoleculeImage;
import org.chemxor.core.Network;
import org.chemxor.core.ReferenceEvaluator;
import org.chemxor.core.Sample;
import org.chemxor.core.Shape;
import org.chemxor.fhe.FheModel;
import org.chemxor.fhe.Networks;
import org.chemxor.fhe.evaluator.EvaluationKeys;
import org.chemxor.fhe.program.Plan;
import org.junit.jupiter.api.Test;

class EncryptedSamplesTest {
  private static final Network NETWORK =
      Network.builder("tiny", Shape.image(1, 4, 4))
          .add(new Layer.Flatten())
          .add(Networks.linear(new Random(1), 16, 2))
          .build();

  private static Sample sample(int i) {
    return new Sample("m" + i, "C", new MoleculeImage(4, 4, Networks.image(i, 16)), Double.NaN);
  }

  @Test
  void samplesAreEncryptedOneByOneWhenAskedFor() {
    List<Integer> read = new ArrayList<>();
    Iterable<Sample> samples =
        () ->
            IntStream.range(0, 5).peek(read::add).mapToObj(EncryptedSamplesTest::sample).iterator();
    try (FheModel model = FheModel.wrap(NETWORK, Plan.partitioned().insecureWithDegree(1024));
        FheClient client = model.newClient(ClientPolicy.insecureWithoutFloor())) {
      EvaluationKeys keys = model.evaluator().readKeys(client.evaluationKeys());
      Iterator<EncryptedSamples.EncryptedSample> iterator =
          new EncryptedSamples(client, samples).iterator();
      for (int i = 0; i < 5; i++) {
        EncryptedSamples.EncryptedSample encrypted = iterator.next();
        assertThat(read).hasSizeLessThanOrEqualTo(i + 2);
        assertThat(encrypted.sample().name()).isEqualTo("m" + i);
        try (EncryptedInference inference = encrypted.inference()) {
          inference.acceptReply(model.evaluator().evaluate(keys, encrypted.request()));
          double expected = new ReferenceEvaluator(NETWORK).evaluate(Networks.image(i, 16))[0];
          assertThat(inference.outputs()[0])
              .isCloseTo(expected, within(model.program().outputRange() * 0x1p-12));
        }
      }
      assertThat(iterator.hasNext()).isFalse();
    }
  }
}
