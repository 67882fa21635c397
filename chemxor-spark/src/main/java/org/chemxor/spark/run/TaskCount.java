package org.chemxor.spark.run;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Counts finished tasks while it is open, for people who wait. */
final class TaskCount extends SparkListener implements AutoCloseable {
  private final JavaSparkContext spark;
  private final LongConsumer onDone;
  private final AtomicLong done = new AtomicLong();

  private TaskCount(JavaSparkContext spark, LongConsumer onDone) {
    this.spark = spark;
    this.onDone = onDone;
  }

  static TaskCount on(JavaSparkContext spark, LongConsumer onDone) {
    TaskCount count = new TaskCount(spark, onDone);
    spark.sc().addSparkListener(count);
    return count;
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.taskInfo().successful()) {
      onDone.accept(done.incrementAndGet());
    }
  }

  @Override
  public void close() {
    spark.sc().removeSparkListener(this);
  }
}
