package org.chemxor.service.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.chemxor.service.server.budget.QueryBudget;
import org.chemxor.service.server.keys.KeyCache;
import org.chemxor.service.server.keys.KeyStore;

/**
 * What operators see. Labels are routes, methods, statuses, names of models and numbers of steps;
 * never anything that a client sent.
 */
final class ServiceMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  ServiceMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
  }

  MeterRegistry registry() {
    return registry;
  }

  void watch(ComputePool pool, KeyStore store, KeyCache cache) {
    Gauge.builder("chemxor.computations.active", pool, ComputePool::active).register(registry);
    Gauge.builder("chemxor.computations.queued", pool, ComputePool::queued).register(registry);
    Gauge.builder("chemxor.keys.stored.bytes", store, KeyStore::storedBytes).register(registry);
    Gauge.builder("chemxor.keys.arriving.bytes", store, KeyStore::arrivingBytes).register(registry);
    Gauge.builder("chemxor.keys.stored", store, KeyStore::size).register(registry);
    CaffeineCacheMetrics.monitor(registry, cache.cache(), "chemxor.keys");
  }

  void watch(QueryBudget budget) {
    Gauge.builder("chemxor.budget.clients", budget, QueryBudget::entries).register(registry);
    Gauge.builder("chemxor.budget.queries", budget, b -> b.allowance().queries())
        .register(registry);
  }

  void refusedByBudget(String model) {
    Counter.builder("chemxor.budget.refused").tags("model", model).register(registry).increment();
  }

  void watch(AccessTokens tokens) {
    Gauge.builder("chemxor.tokens", tokens, AccessTokens::size).register(registry);
  }

  void request(String route, String method, int status, long nanos, long received, long sent) {
    Timer.builder("chemxor.requests")
        .tags("route", route, "method", method, "status", String.valueOf(status))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
    Counter.builder("chemxor.bytes.received")
        .tags("route", route)
        .register(registry)
        .increment((double) received);
    Counter.builder("chemxor.bytes.sent")
        .tags("route", route)
        .register(registry)
        .increment((double) sent);
  }

  void step(String model, int step, long queuedNanos, long computeNanos) {
    Timer.builder("chemxor.step.compute")
        .tags("model", model, "step", String.valueOf(step))
        .publishPercentileHistogram()
        .register(registry)
        .record(computeNanos, TimeUnit.NANOSECONDS);
    Timer.builder("chemxor.step.queue")
        .tags("model", model)
        .register(registry)
        .record(queuedNanos, TimeUnit.NANOSECONDS);
  }

  byte[] scrape() {
    return registry.scrape().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    registry.close();
  }
}
