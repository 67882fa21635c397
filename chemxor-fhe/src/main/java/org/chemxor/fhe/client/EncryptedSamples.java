package org.chemxor.fhe.client;

import java.util.Iterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.chemxor.core.Sample;

/**
 * A dataset as seen through a client's key: iterating it encrypts one sample at a time, when it is
 * asked for, so that a dataset of any size takes the memory of one request. May be iterated again;
 * every pass encrypts with fresh randomness. As thread-safe as the samples it reads.
 */
public final class EncryptedSamples implements Iterable<EncryptedSamples.EncryptedSample> {
  private final FheClient client;
  private final Iterable<Sample> samples;

  /**
   * @param client whose key encrypts
   * @param samples what to encrypt; read lazily
   */
  public EncryptedSamples(FheClient client, Iterable<Sample> samples) {
    this.client = client;
    this.samples = samples;
  }

  /**
   * One encrypted sample.
   *
   * @param sample in the clear: the client's secret
   * @param inference its evaluation, at the first round; the caller closes it
   * @param request the encrypted request for the first round
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record EncryptedSample(Sample sample, EncryptedInference inference, byte[] request) {
    /** The sample's name only. */
    @Override
    public String toString() {
      return "EncryptedSample[" + sample.name() + "]";
    }
  }

  @Override
  public Iterator<EncryptedSample> iterator() {
    return stream().iterator();
  }

  /** The samples in order, encrypted as the stream is consumed. */
  public Stream<EncryptedSample> stream() {
    return StreamSupport.stream(samples.spliterator(), false).map(this::encrypt);
  }

  private EncryptedSample encrypt(Sample sample) {
    EncryptedInference inference = client.start(sample.image());
    return new EncryptedSample(sample, inference, inference.nextRequest());
  }
}
