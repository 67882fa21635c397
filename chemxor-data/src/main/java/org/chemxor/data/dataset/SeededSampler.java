package org.chemxor.data.dataset;

import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Visits every molecule once in each pass, in an order that a seed repeats. */
final class SeededSampler implements Sampler.SubSampler {
  private final Random random;

  SeededSampler(int seed) {
    this.random = new Random(seed);
  }

  @Override
  public synchronized Iterator<Long> sample(RandomAccessDataset dataset) {
    List<Long> order =
        LongStream.range(0, dataset.size())
            .boxed()
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(order, random);
    return order.iterator();
  }
}
