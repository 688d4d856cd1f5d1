package io.lodestone.server.admin;

import io.lodestone.engine.EngineMetrics;
import io.lodestone.engine.feed.StreamFigures;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What the engine holds and has done, read once for all of a page. Safe for several threads. */
final class EngineCollector implements MultiCollector {
  private static final double MILLIS = 1e3;

  private final Supplier<EngineMetrics> engine;

  EngineCollector(Supplier<EngineMetrics> engine) {
    this.engine = engine;
  }

  @Override
  public MetricSnapshots collect() {
    EngineMetrics now = engine.get();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    writing(all, now);
    keeping(all, now);
    all.metricSnapshot(
        gauge(
            "lodestone_streams_full",
            "1 while writers of tables with a stream are refused because the feed is full.",
            now.streamsFull() ? 1 : 0));
    streams(all, now.streams());
    return all.build();
  }

  private static void writing(MetricSnapshots.Builder all, EngineMetrics now) {
    all.metricSnapshot(
            CounterSnapshot.builder()
                .name("lodestone_points_accepted")
                .help("Points that were stored, by the tier that their time belongs to.")
                .dataPoint(count(now.writes().memoryStore(), Labels.of("store", "memory")))
                .dataPoint(count(now.writes().magneticStore(), Labels.of("store", "magnetic")))
                .build())
        .metricSnapshot(
            counter(
                "lodestone_points_rejected",
                "Points that were not stored: too old, of a lower version, against a limit.",
                now.writes().rejected()))
        .metricSnapshot(
            counter(
                "lodestone_batches",
                "Batches of points that were answered.",
                now.writes().batches()))
        .metricSnapshot(counter("lodestone_flushes", "Flushes of memory.", now.flush().flushes()))
        .metricSnapshot(
            counter(
                "lodestone_flush_segments", "Segments that flushes wrote.", now.flush().segments()))
        .metricSnapshot(
            counter("lodestone_flush_bytes", "The size of those.", now.flush().bytesWritten()))
        .metricSnapshot(
            counter(
                "lodestone_compaction_merges", "Merges of segments.", now.compaction().merges()))
        .metricSnapshot(
            counter(
                "lodestone_compaction_read_bytes",
                "Segments that merges replaced.",
                now.compaction().bytesRead()))
        .metricSnapshot(
            counter(
                "lodestone_compaction_written_bytes",
                "Segments that took their place.",
                now.compaction().bytesWritten()))
        .metricSnapshot(
            counter(
                "lodestone_compaction_abandoned",
                "Merges given up: the disk refused, the table was dropped, a segment is damaged.",
                now.compaction().abandoned()));
  }

  private static void keeping(MetricSnapshots.Builder all, EngineMetrics now) {
    all.metricSnapshot(
            gauge("lodestone_memory_bytes", "Heap taken by points in memory.", now.memoryBytes()))
        .metricSnapshot(
            gauge("lodestone_log_bytes", "Log that a restart would replay.", now.logBytes()))
        .metricSnapshot(gauge("lodestone_segments", "Segments of all tables.", now.segments()))
        .metricSnapshot(gauge("lodestone_segment_bytes", "The size of those.", now.segmentBytes()))
        .metricSnapshot(
            gauge(
                "lodestone_segments_overlap",
                "Segments of one table that share a moment in time, in the worst table.",
                now.overlap()))
        .metricSnapshot(
            gauge(
                "lodestone_segments_damaged",
                "Segments that are left as they are because they cannot be read.",
                now.compaction().damaged()))
        .metricSnapshot(
            gauge("lodestone_disk_free_bytes", "What the disk has left.", now.diskFreeBytes()))
        .metricSnapshot(
            gauge(
                "lodestone_clock_offset_seconds",
                "How far the machine's clock stands ahead of the engine's.",
                now.clockOffsetMillis() / MILLIS));
  }

  private static void streams(MetricSnapshots.Builder all, List<StreamFigures> streams) {
    all.metricSnapshot(
            ofStreams(
                "lodestone_stream_open",
                "1 while the stream takes changes, 0 after it was switched off.",
                streams,
                stream -> stream.open() ? 1 : 0))
        .metricSnapshot(
            ofStreams(
                "lodestone_stream_file_bytes",
                "Disk that the changes of a stream take.",
                streams,
                StreamFigures::fileBytes))
        .metricSnapshot(
            ofStreams(
                "lodestone_stream_held_bytes",
                "Disk of segments that only the expired points of a stream keep.",
                streams,
                StreamFigures::heldBytes))
        .metricSnapshot(
            ofStreams(
                "lodestone_stream_oldest_change_timestamp_seconds",
                "When the oldest change was made that a stream keeps.",
                streams.stream().filter(stream -> stream.oldestTick().isPresent()).toList(),
                stream -> stream.oldestTick().orElseThrow()));
  }

  private static GaugeSnapshot ofStreams(
      String name, String help, List<StreamFigures> streams, ToLongFunction<StreamFigures> figure) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    for (StreamFigures stream : streams) {
      Labels labels =
          Labels.of(
              "database",
              stream.table().database().value(),
              "table",
              stream.table().table().value(),
              "stream",
              Long.toString(stream.stream()));
      gauge.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(labels)
              .value((double) figure.applyAsLong(stream))
              .build());
    }
    return gauge.build();
  }

  private static GaugeSnapshot gauge(String name, String help, long value) {
    return gauge(name, help, (double) value);
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(count(value, Labels.EMPTY))
        .build();
  }

  private static CounterSnapshot.CounterDataPointSnapshot count(long value, Labels labels) {
    return CounterSnapshot.CounterDataPointSnapshot.builder()
        .labels(labels)
        .value((double) value)
        .build();
  }
}
