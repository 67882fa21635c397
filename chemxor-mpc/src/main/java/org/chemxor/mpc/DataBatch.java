package org.chemxor.mpc;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chemxor.mpc.channel.Channel;
import org.chemxor.mpc.channel.Meter;
import org.chemxor.mpc.compile.Plan;
import org.chemxor.mpc.material.ChannelSource;
import org.chemxor.mpc.material.CorrelationSource;
import org.chemxor.mpc.material.RecordLengths;
import org.chemxor.mpc.material.StoredSource;
import org.chemxor.mpc.protocol.DataSide;
import org.chemxor.mpc.protocol.PartyContext;
import org.chemxor.mpc.protocol.PartyRun;
import org.chemxor.mpc.random.FixedKeyHash;
import org.chemxor.mpc.random.Seed;
import org.chemxor.mpc.session.BatchRequest;
import org.chemxor.mpc.session.Tags;

/** The data owner's side of one batch, from the request on. Used once. */
final class DataBatch implements AutoCloseable {
  /** What all batches of a session share. */
  record Session(
      Channel model,
      Channel dealer,
      Plan plan,
      FixedKeyHash hash,
      Map<Integer, long[]> maskedWeights,
      MpcSettings settings) {}

  private final Session session;
  private final BatchRequest request;
  private final long started = System.nanoTime();
  private final Meter modelBefore;
  private final Meter dealerBefore;
  private final Seed seed;
  private final CorrelationSource source;
  private final PartyContext context;
  private final DataSide side;
  private final long preparationNanos;

  /**
   * Asks for the batch and does everything that needs no input; when material is fetched ahead,
   * that includes waiting for the model owner to have its own.
   */
  DataBatch(Session session, BatchRequest request) {
    this.session = session;
    this.request = request;
    modelBefore = session.model().meter();
    dealerBefore = session.dealer().meter();
    request.send(session.model());
    request.send(session.dealer());
    byte[] key = session.dealer().receive(Tags.SEED, Seed.BYTES);
    seed = Seed.of(key);
    Arrays.fill(key, (byte) 0);
    List<Integer> lengths = RecordLengths.of(session.plan(), request.samples(), 0);
    source =
        request.ahead()
            ? new StoredSource(session.dealer(), lengths)
            : new ChannelSource(session.dealer(), lengths);
    try {
      context =
          new PartyContext(
              0, session.plan(), request.samples(), session.model(), source, seed, session.hash());
      side = new DataSide(context, session.maskedWeights());
      if (request.ahead()) {
        side.await();
        source.await();
        session.model().receiveUpTo(Tags.PREPARED, 0, session.settings().patience());
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    preparationNanos = System.nanoTime() - started;
  }

  int samples() {
    return request.samples();
  }

  /** Both parties' shares of the outputs, for the inputs in fixed point. */
  Result run(long[] input) {
    long start = System.nanoTime();
    if (request.ahead()) {
      session.model().send(Tags.START, new byte[0]);
    }
    long[] own = new PartyRun(context, side).run(input);
    int bytes = own.length * session.plan().ring().elementBytes();
    long[] others = session.plan().ring().unpack(session.model().receive(Tags.OUTPUT, bytes));
    source.await();
    Meter traffic = session.model().meter().since(modelBefore);
    RunReport report =
        new RunReport(
            request.samples(),
            0,
            preparationNanos,
            System.nanoTime() - start,
            traffic.bytesSent() + traffic.bytesReceived(),
            session.dealer().meter().since(dealerBefore).bytesReceived(),
            traffic.rounds());
    return new Result(own, others, report);
  }

  /** What came out. */
  record Result(long[] own, long[] others, RunReport report) {}

  @Override
  public void close() {
    source.close();
    seed.close();
  }
}
