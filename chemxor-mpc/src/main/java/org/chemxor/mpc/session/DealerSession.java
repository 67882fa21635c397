package org.chemxor.mpc.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.ChannelException;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.material.ChannelSource;
import org.chemxor.mpc.material.MaterialMaker;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;

/** The dealer's part of one session, once both parties are there. */
public final class DealerSession {
  private final Plan plan;
  private final Channel dataOwner;
  private final Channel modelOwner;
  private final Duration patience;

  /**
   * @param plan from the model owner
   * @param dataOwner party 0
   * @param modelOwner party 1
   * @param patience longest wait for the next batch
   */
  public DealerSession(Plan plan, Channel dataOwner, Channel modelOwner, Duration patience) {
    this.plan = plan;
    this.dataOwner = dataOwner;
    this.modelOwner = modelOwner;
    this.patience = patience;
  }

  /** Deals until the data owner ends the session. */
  public void run() {
    try (Seed model = Seed.random()) {
      byte[] key = Seed.randomBytes(FixedKeyHash.KEY_BYTES);
      dataOwner.send(Tags.READY, key.clone());
      byte[] more =
          ByteBuffer.allocate(key.length + Seed.BYTES).put(key).put(model.export()).array();
      modelOwner.send(Tags.READY, more);
      FixedKeyHash hash = new FixedKeyHash(key);
      for (long number = 1; ; number++) {
        dataOwner.bindBatch(number);
        modelOwner.bindBatch(number);
        BatchRequest request = BatchRequest.receive(dataOwner, patience);
        BatchRequest others = BatchRequest.receive(modelOwner, patience);
        if (!request.equals(others)) {
          throw new ChannelException(
              "the data owner asked for "
                  + request
                  + ", the model owner for "
                  + others
                  + "; the run was given up");
        }
        int samples = request.samples();
        if (samples == 0) {
          return;
        }
        BatchLimits.require(plan, samples);
        deal(samples, model, hash);
      }
    } catch (RuntimeException e) {
      String reason = "the dealer gave up: " + e.getMessage();
      dataOwner.fail(reason);
      modelOwner.fail(reason);
      throw e;
    }
  }

  private void deal(int samples, Seed model, FixedKeyHash hash) {
    try (Seed first = Seed.random();
        Seed second = Seed.random()) {
      dataOwner.send(Tags.SEED, first.export());
      modelOwner.send(Tags.SEED, second.export());
      new MaterialMaker(
              plan,
              samples,
              first,
              second,
              model,
              hash,
              (party, record) ->
                  (party == 0 ? dataOwner : modelOwner).send(ChannelSource.TAG, record))
          .run();
    }
  }
}
