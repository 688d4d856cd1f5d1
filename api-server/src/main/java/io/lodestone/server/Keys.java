package io.lodestone.server;

import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.server.auth.AccountId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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
  static final Key<Optional<Path>> TLS_CERTIFICATE =
      new Key<>(
          "tls.certificate",
          "none",
          Syntax.PATH_OR_NONE,
          "A PEM file with the server's certificates; with it, all is encrypted.");
  static final Key<Optional<Path>> TLS_KEY =
      new Key<>(
          "tls.key", "none", Syntax.PATH_OR_NONE, "A PEM file with the key of the certificate.");
  static final Key<Boolean> INSECURE_HTTP =
      new Key<>(
          "insecure.http",
          "off",
          Syntax.SWITCH,
          "Whether other machines may be served without TLS.");
  static final Key<Boolean> AUTH =
      new Key<>(
          "auth", "on", Syntax.SWITCH, "Whether requests must be signed; off on loopback only.");
  static final Key<Optional<Path>> MASTER_KEY_FILE =
      new Key<>(
          "master.key.file",
          "none",
          Syntax.PATH_OR_NONE,
          "The key that secrets on disk are sealed with; in the data directory by default.");
  static final Key<Optional<String>> ENCRYPTION_KEY =
      new Key<>(
          "encryption.key",
          "none",
          Syntax.TEXT_OR_NONE,
          "The encryption key of databases that are created without a KmsKeyId.");
  static final Key<Duration> CLOCK_SKEW =
      new Key<>(
          "auth.clock.skew",
          "15m",
          Syntax.DURATION,
          "How far the clock of a client may be off, either way.");
  static final Key<AccountId> ACCOUNT_ID =
      new Key<>(
          "account.id", "000000000000", Syntax.ACCOUNT, "The account in the ARNs of this server.");
  static final Key<Boolean> ACCOUNT_RATES =
      new Key<>(
          "account.rates",
          "off",
          Syntax.SWITCH,
          "Whether the request rates of an AWS account apply to databases and tables.");
  static final Key<Optional<Path>> AUDIT_FILE =
      new Key<>(
          "audit.file",
          "none",
          Syntax.PATH_OR_NONE,
          "The file that the lines of the audit are appended to; standard error by default.");
  static final Key<Boolean> METRICS =
      new Key<>("metrics", "on", Syntax.SWITCH, "Whether the page /metrics is there, for anybody.");
  static final Key<List<String>> CORS_ORIGINS =
      new Key<>(
          "cors.origins",
          "off",
          Syntax.ORIGINS,
          "The web pages whose scripts may read answers: off, *, or origins with commas.");
  static final Key<Integer> BODY_BYTES_MAX =
      new Key<>("http.body.bytes.max", "16MiB", Syntax.BYTES, "Largest request body, as sent.");
  static final Key<Long> BODIES_BYTES_MAX =
      new Key<>(
          "http.bodies.bytes.max",
          "64MiB",
          Syntax.SIZE,
          "Bodies of all requests in hand together; further large ones are throttled.");
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
  static final Key<Integer> CONNECTIONS_PER_ADDRESS_MAX =
      new Key<>(
          "http.connections.per.address.max",
          "2500",
          Syntax.COUNT,
          "Most connections at a time from one address.");
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

  static final Key<Boolean> MAGNETIC_REJECTS =
      new Key<>(
          "magnetic.rejects",
          "response",
          Syntax.REJECTS,
          "Where conflicts in the magnetic store are told, once a table has a place for reports.");

  static final Key<Long> WAL_FILE_BYTES =
      new Key<>(
          "wal.file.bytes",
          "64MiB",
          Syntax.SIZE,
          "Size at which a log file is followed by the next.");
  static final Key<Long> WAL_BALLAST_BYTES =
      new Key<>(
          "wal.ballast.bytes",
          "64MiB",
          Syntax.SIZE,
          "Room kept on the disk for flushes when it is full.");
  static final Key<Long> WAL_REPLAY_BYTES_MAX =
      new Key<>(
          "wal.replay.bytes.max",
          "1GiB",
          Syntax.SIZE,
          "Log after which memory is flushed: bounds a restart.");
  static final Key<Long> MEMTABLE_BYTES_MAX =
      new Key<>(
          "memtable.bytes.max",
          "512MiB",
          Syntax.SIZE,
          "Points in memory after which they are flushed; twice as much refuses writes.");
  static final Key<Duration> FLUSH_AGE_MAX =
      new Key<>(
          "flush.age.max", "1h", Syntax.DURATION, "Time after which memory is flushed anyway.");
  static final Key<Long> FLUSH_CARRY_BYTES_MAX =
      new Key<>(
          "flush.carry.bytes.max",
          "64KiB",
          Syntax.SIZE,
          "Points of a table in memory below which a flush that is due carries them in the log.");
  static final Key<DiskAllowance> FEED_BYTES_MAX =
      new Key<>(
          "feed.bytes.max",
          "10%",
          Syntax.SIZE_OR_SHARE,
          "Disk that the changes of all streams may take, expired points that they tell of included.");
  static final Key<FeedOptions.OnFull> FEED_ON_FULL =
      new Key<>(
          "feed.on-full",
          "trim",
          Syntax.ON_FULL,
          "When that is used up: trim the oldest changes, or throttle writers of their tables.");
  static final Key<Long> FEED_MEMORY_BYTES =
      new Key<>(
          "feed.memory.bytes",
          "64MiB",
          Syntax.SIZE,
          "Changes of streams in memory at which they go to a file; twice as much is held at most.");
  static final Key<Duration> FEED_KEEP =
      new Key<>(
          "feed.keep", "24h", Syntax.DURATION, "How long the change of a stream can be read.");
  static final Key<Duration> FEED_SHARD_AGE =
      new Key<>(
          "feed.shard.age",
          "4h",
          Syntax.DURATION,
          "Age at which a child takes the place of a stream's shard.");
  static final Key<Long> FEED_SHARD_BYTES =
      new Key<>(
          "feed.shard.bytes",
          "1GiB",
          Syntax.SIZE,
          "Size on disk at which a child takes the place of a stream's shard.");
  static final Key<Integer> FEED_SHARDS =
      new Key<>("feed.shards", "4", Syntax.SHARDS, "Shards of a stream that is switched on.");
  static final Key<Long> DISK_FREE_MIN =
      new Key<>(
          "disk.free.min",
          "256MiB",
          Syntax.SIZE,
          "Free disk below which writes are throttled; flushes and deletes go on.");
  static final Key<Integer> WRITE_QUEUE_REQUESTS_MAX =
      new Key<>(
          "write.queue.requests.max",
          "16384",
          Syntax.COUNT,
          "Writes that may wait; further ones are throttled.");
  static final Key<Long> WRITE_QUEUE_BYTES_MAX =
      new Key<>("write.queue.bytes.max", "256MiB", Syntax.SIZE, "Bytes of writes that may wait.");
  static final Key<Integer> TABLE_DIMENSIONS_MAX =
      new Key<>("table.dimensions.max", "128", Syntax.COUNT, "Most dimensions of a table.");
  static final Key<Integer> TABLE_MEASURES_MAX =
      new Key<>(
          "table.measures.max",
          "1024",
          Syntax.COUNT,
          "Most attributes of multi-measure records of a table.");
  static final Key<Integer> TABLE_MEASURE_NAMES_MAX =
      new Key<>("table.measure.names.max", "8192", Syntax.COUNT, "Most measure names of a table.");
  static final Key<Long> QUERY_MEMORY_BYTES_MAX =
      new Key<>("query.memory.bytes.max", "256MiB", Syntax.SIZE, "Memory that one query may take.");
  static final Key<Long> QUERIES_MEMORY_BYTES_MAX =
      new Key<>(
          "queries.memory.bytes.max",
          "1GiB",
          Syntax.SIZE,
          "Memory that all running queries may take together.");
  static final Key<Duration> QUERY_RUN_TIME_MAX =
      new Key<>("query.run.time.max", "1h", Syntax.DURATION, "Time that one query may run.");
  static final Key<Integer> QUERY_RESULTS_MAX =
      new Key<>("query.results.max", "256", Syntax.COUNT, "Results that may wait with pages left.");
  static final Key<Long> QUERY_RESULTS_BYTES_MAX =
      new Key<>(
          "query.results.bytes.max",
          "64MiB",
          Syntax.SIZE,
          "Bytes of pages kept for a second reading.");
  static final Key<Duration> QUERY_RESULT_WAIT_MAX =
      new Key<>(
          "query.result.wait.max",
          "1h",
          Syntax.DURATION,
          "Time a result waits for its next page to be asked for.");
  static final Key<Long> QUERY_SPOOL_BYTES_MAX =
      new Key<>(
          "query.spool.bytes.max",
          "4GiB",
          Syntax.SIZE,
          "Disk that results may take which wait for their reader.");
  static final Key<Integer> QUERY_CONCURRENT_MAX =
      new Key<>("query.concurrent.max", "32", Syntax.COUNT, "Queries that run at a time.");
  static final Key<Duration> QUERY_QUEUE_TIME_MAX =
      new Key<>(
          "query.queue.time.max",
          "2s",
          Syntax.DURATION,
          "Time a query waits for others to end before it is throttled.");
  static final Key<Duration> QUERY_ANSWER_TIME_MAX =
      new Key<>(
          "query.answer.time.max",
          "15s",
          Syntax.DURATION,
          "Time after which a client is told to ask again for a page that is not full yet.");
  static final Key<Duration> QUERY_READER_TIME_MAX =
      new Key<>(
          "query.reader.time.max",
          "1s",
          Syntax.DURATION,
          "Time a query waits for its reader before its rows go to the disk.");
  static final Key<Integer> SCHEDULED_QUERIES_MAX =
      new Key<>(
          "scheduled.queries.max",
          "10000",
          Syntax.COUNT,
          "Most scheduled queries that there may be.");
  static final Key<Integer> SCHEDULED_RUNS_MAX =
      new Key<>("scheduled.runs.max", "2", Syntax.COUNT, "Scheduled queries that run at a time.");
  static final Key<Integer> SCHEDULED_CATCH_UP_MAX =
      new Key<>(
          "scheduled.catch.up.max",
          "100",
          Syntax.COUNT,
          "Missed runs of a scheduled query that are made up for, the newest ones.");
  static final Key<Optional<URI>> NOTIFY_WEBHOOK =
      new Key<>(
          "notify.webhook",
          "none",
          Syntax.URL_OR_NONE,
          "Where notifications are posted to, in the place of a topic of SNS.");

  /** In the order in which people should meet them. */
  static final List<Key<?>> ALL =
      List.of(
          DATA_DIR,
          BIND,
          PORT,
          TLS_CERTIFICATE,
          TLS_KEY,
          INSECURE_HTTP,
          AUTH,
          MASTER_KEY_FILE,
          ENCRYPTION_KEY,
          CLOCK_SKEW,
          ACCOUNT_ID,
          ACCOUNT_RATES,
          AUDIT_FILE,
          METRICS,
          CORS_ORIGINS,
          BODY_BYTES_MAX,
          BODIES_BYTES_MAX,
          CONTENT_BYTES_MAX,
          HEADER_BYTES_MAX,
          HEADER_COUNT_MAX,
          HEADER_TIMEOUT,
          BODY_WINDOW,
          BODY_RATE_MIN,
          IDLE_TIMEOUT,
          CONNECTIONS_MAX,
          CONNECTIONS_PER_ADDRESS_MAX,
          STOP_TIMEOUT,
          WRITE_RECORDS_MAX,
          WRITE_DIMENSIONS_MAX,
          WRITE_DIMENSION_NAME_BYTES_MAX,
          WRITE_DIMENSIONS_BYTES_MAX,
          WRITE_MEASURES_MAX,
          WRITE_MEASURE_NAME_BYTES_MAX,
          WRITE_VALUE_BYTES_MAX,
          WRITE_RECORD_BYTES_MAX,
          MAGNETIC_REJECTS,
          WAL_FILE_BYTES,
          WAL_BALLAST_BYTES,
          WAL_REPLAY_BYTES_MAX,
          MEMTABLE_BYTES_MAX,
          FLUSH_AGE_MAX,
          FLUSH_CARRY_BYTES_MAX,
          DISK_FREE_MIN,
          FEED_BYTES_MAX,
          FEED_MEMORY_BYTES,
          FEED_KEEP,
          FEED_ON_FULL,
          FEED_SHARD_AGE,
          FEED_SHARD_BYTES,
          FEED_SHARDS,
          WRITE_QUEUE_REQUESTS_MAX,
          WRITE_QUEUE_BYTES_MAX,
          TABLE_DIMENSIONS_MAX,
          TABLE_MEASURES_MAX,
          TABLE_MEASURE_NAMES_MAX,
          QUERY_MEMORY_BYTES_MAX,
          QUERIES_MEMORY_BYTES_MAX,
          QUERY_RUN_TIME_MAX,
          QUERY_CONCURRENT_MAX,
          QUERY_QUEUE_TIME_MAX,
          QUERY_ANSWER_TIME_MAX,
          QUERY_READER_TIME_MAX,
          QUERY_SPOOL_BYTES_MAX,
          QUERY_RESULTS_MAX,
          QUERY_RESULTS_BYTES_MAX,
          QUERY_RESULT_WAIT_MAX,
          SCHEDULED_QUERIES_MAX,
          SCHEDULED_RUNS_MAX,
          SCHEDULED_CATCH_UP_MAX,
          NOTIFY_WEBHOOK);

  private Keys() {}
}
