package io.lodestone.server.admin;

import io.lodestone.engine.EngineMetrics;
import io.lodestone.server.http.ByteRange;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import io.lodestone.server.protocol.CallMeter;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The page {@code /metrics}: what this process holds and has done, in the formats that Prometheus
 * reads. {@code docs/operating/metrics.md} lists every name. Safe for several threads.
 */
public final class Metrics implements CallMeter {
  private static final double NANOS = 1e9;

  /** From half a millisecond, which a write takes on a quick disk, to what a client waits for. */
  private static final double[] SECONDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
  };

  /**
   * Where the numbers come from.
   *
   * @param engine asked once for each page
   * @param queriesRunning how many queries run now
   * @param queryBytes heap that they hold, in bytes
   * @param monotonicNanos a clock that never goes back
   * @param version of the software
   */
  public record Sources(
      Supplier<EngineMetrics> engine,
      LongSupplier queriesRunning,
      LongSupplier queryBytes,
      LongSupplier monotonicNanos,
      String version) {}

  private final PrometheusRegistry registry = new PrometheusRegistry();

  /** What only readers of the page need, and a start need not wait for; null until then. */
  private ExpositionFormats formats;

  private final LongSupplier monotonicNanos;
  private final Counter requests;
  private final Histogram durations;

  public Metrics(Sources sources) {
    this.monotonicNanos = sources.monotonicNanos();
    Info.builder()
        .name("lodestone_build_info")
        .help("The version of the software.")
        .labelNames("version")
        .register(registry)
        .addLabelValues(sources.version());
    requests =
        Counter.builder()
            .name("lodestone_requests_total")
            .help("Calls by operation, and by outcome: ok, or the name of the error.")
            .labelNames("operation", "outcome")
            .register(registry);
    durations =
        Histogram.builder()
            .name("lodestone_request_duration_seconds")
            .help("From the arrival of a call to its answer, without the sending of it.")
            .labelNames("operation")
            .classicOnly()
            .classicUpperBounds(SECONDS)
            .register(registry);
    gauge("lodestone_queries_running", "Queries that run now.", sources.queriesRunning());
    gauge("lodestone_query_memory_bytes", "Heap that running queries hold.", sources.queryBytes());
    registry.register(new EngineCollector(sources.engine()));
  }

  private void gauge(String name, String help, LongSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(gauge -> gauge.call((double) value.getAsLong()))
        .register(registry);
  }

  @Override
  public Ending begin(String operation) {
    DistributionDataPoint duration = durations.labelValues(operation);
    long began = monotonicNanos.getAsLong();
    return outcome -> {
      duration.observe((monotonicNanos.getAsLong() - began) / NANOS);
      requests.labelValues(operation, outcome).inc();
    };
  }

  private synchronized ExpositionFormats formats() {
    if (formats == null) {
      JvmMetrics.builder().register(registry);
      formats = ExpositionFormats.init();
    }
    return formats;
  }

  /** All of it, in the format that the reader likes best. */
  HttpResponse page(HttpRequest request) {
    ExpositionFormatWriter writer =
        formats().findWriter(request.headers().first("Accept").orElse(null));
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 15);
    try {
      writer.write(out, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("an array refuses to be written", e);
    }
    byte[] bytes = out.toByteArray();
    return new HttpResponse(
        200,
        new HttpHeaders(List.of(new HttpHeaders.Line("Content-Type", writer.getContentType()))),
        List.of(new ByteRange(bytes, 0, bytes.length)));
  }
}
