package io.lodestone.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Every key of the configuration: what stands here exists as flag, variable and file entry, and
 * nothing else does.
 */
final class Keys {
  static final Key<Path> DATA_DIR =
      new Key<>("data.dir", "./lodestone-data", Syntax.PATH, "The folder that holds everything.");
  static final Key<String> BIND =
      new Key<>("bind", "127.0.0.1", Syntax.TEXT, "The address to listen on.");
  static final Key<Integer> PORT =
      new Key<>("port", "8090", Syntax.PORT, "The port to listen on; 0 takes any free one.");
  static final Key<Boolean> AUTH =
      new Key<>(
          "auth", "on", Syntax.SWITCH, "Whether requests must be signed; off on loopback only.");
  static final Key<Duration> CLOCK_SKEW =
      new Key<>(
          "auth.clock.skew",
          "15m",
          Syntax.DURATION,
          "How far the clock of a client may be off, either way.");
  static final Key<Integer> BODY_BYTES_MAX =
      new Key<>("http.body.bytes.max", "16MiB", Syntax.BYTES, "Largest request body, as sent.");
  static final Key<Integer> CONTENT_BYTES_MAX =
      new Key<>(
          "http.content.bytes.max",
          "64MiB",
          Syntax.BYTES,
          "Largest request body, after inflating.");
  static final Key<Integer> HEADER_BYTES_MAX =
      new Key<>("http.header.bytes.max", "16KiB", Syntax.BYTES, "Largest request header.");
  static final Key<Integer> HEADER_COUNT_MAX =
      new Key<>("http.header.count.max", "100", Syntax.COUNT, "Most header lines of a request.");
  static final Key<Duration> HEADER_TIMEOUT =
      new Key<>("http.header.timeout", "10s", Syntax.DURATION, "Time a request header may take.");
  static final Key<Duration> BODY_WINDOW =
      new Key<>(
          "http.body.window", "30s", Syntax.DURATION, "Time over which a body's rate is measured.");
  static final Key<Integer> BODY_RATE_MIN =
      new Key<>(
          "http.body.rate.min",
          "1KiB",
          Syntax.BYTES,
          "Bytes per second that a body must arrive with.");
  static final Key<Duration> IDLE_TIMEOUT =
      new Key<>(
          "http.idle.timeout",
          "60s",
          Syntax.DURATION,
          "Time after which an idle connection is closed.");
  static final Key<Integer> CONNECTIONS_MAX =
      new Key<>("http.connections.max", "10000", Syntax.COUNT, "Most connections at a time.");
  static final Key<Duration> STOP_TIMEOUT =
      new Key<>(
          "http.stop.timeout",
          "30s",
          Syntax.DURATION,
          "Time that requests in flight get at a stop.");

  static final Key<Integer> WRITE_RECORDS_MAX =
      new Key<>(
          "write.records.max", "100", Syntax.COUNT, "Most records of a WriteRecords request.");
  static final Key<Integer> WRITE_DIMENSIONS_MAX =
      new Key<>("write.dimensions.max", "128", Syntax.COUNT, "Most dimensions of a record.");
  static final Key<Integer> WRITE_DIMENSION_NAME_BYTES_MAX =
      new Key<>(
          "write.dimension.name.bytes.max", "60B", Syntax.BYTES, "Longest name of a dimension.");
  static final Key<Integer> WRITE_DIMENSIONS_BYTES_MAX =
      new Key<>(
          "write.dimensions.bytes.max",
          "2KiB",
          Syntax.BYTES,
          "Names and values of a record's dimensions together.");
  static final Key<Integer> WRITE_MEASURES_MAX =
      new Key<>("write.measures.max", "256", Syntax.COUNT, "Most measures of a record.");
  static final Key<Integer> WRITE_MEASURE_NAME_BYTES_MAX =
      new Key<>("write.measure.name.bytes.max", "256B", Syntax.BYTES, "Longest name of a measure.");
  static final Key<Integer> WRITE_VALUE_BYTES_MAX =
      new Key<>(
          "write.value.bytes.max", "2KiB", Syntax.BYTES, "Longest measure value, as written.");
  static final Key<Integer> WRITE_RECORD_BYTES_MAX =
      new Key<>(
          "write.record.bytes.max", "2KiB", Syntax.BYTES, "Measure values of a record together.");

  /** In the order in which people should meet them. */
  static final List<Key<?>> ALL =
      List.of(
          DATA_DIR,
          BIND,
          PORT,
          AUTH,
          CLOCK_SKEW,
          BODY_BYTES_MAX,
          CONTENT_BYTES_MAX,
          HEADER_BYTES_MAX,
          HEADER_COUNT_MAX,
          HEADER_TIMEOUT,
          BODY_WINDOW,
          BODY_RATE_MIN,
          IDLE_TIMEOUT,
          CONNECTIONS_MAX,
          STOP_TIMEOUT,
          WRITE_RECORDS_MAX,
          WRITE_DIMENSIONS_MAX,
          WRITE_DIMENSION_NAME_BYTES_MAX,
          WRITE_DIMENSIONS_BYTES_MAX,
          WRITE_MEASURES_MAX,
          WRITE_MEASURE_NAME_BYTES_MAX,
          WRITE_VALUE_BYTES_MAX,
          WRITE_RECORD_BYTES_MAX);

  private Keys() {}
}
