package io.lodestone.server;

import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.commit.CarryOptions;
import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.engine.disk.DiskOptions;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.server.auth.AccountId;
import io.lodestone.server.http.HttpOptions;
import io.lodestone.server.timestream.query.QueryLimits;
import io.lodestone.server.timestream.query.RunLimits;
import io.lodestone.server.timestream.query.spool.SpoolOptions;
import io.lodestone.server.timestream.scheduled.ScheduledOptions;
import io.lodestone.server.timestream.write.WriteLimits;
import io.lodestone.sql.SqlOptions;
import io.lodestone.storage.Directory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a server is started with.
 *
 * @param dataDir the folder that holds everything
 * @param address to listen on; port 0 takes any free one
 * @param tls where its identity for TLS lies; in the clear when empty
 * @param verified whether requests must be signed
 * @param masterKeyFile where the master key lies; in the data directory when empty
 * @param encryptionKey of databases that are created without one; not encrypted when empty
 * @param clockSkew of a client, either way
 * @param account in the ARNs of this server
 * @param accountRates whether operations on databases and tables are held to an account's rates
 * @param auditFile where the lines of the audit go; with the other events when empty
 * @param metricsShown whether the page of metrics is there
 * @param corsOrigins the pages whose scripts may read answers
 * @param contentBytesMax of a request body after inflating
 * @param http limits of the listener
 * @param write limits of a WriteRecords request
 * @param rejectsReportedOnly whether conflicts in the magnetic store that stand in a report are
 *     left out of the answer
 * @param engine how the database works, but for what depends on the disk: {@link #engineOn}
 * @param feedDisk how much of the disk the changes of streams may take
 * @param streamShards of a stream that is switched on
 * @param sql limits of a query
 * @param query limits of results that wait for their reader
 * @param runs how queries run
 * @param spool how much of the disk results may take that wait for their reader
 * @param scheduled how much scheduled queries may take
 * @param webhook where notifications go, if anywhere
 */
record ServerOptions(
    Path dataDir,
    InetSocketAddress address,
    Optional<TlsOptions> tls,
    boolean verified,
    Optional<Path> masterKeyFile,
    Optional<String> encryptionKey,
    Duration clockSkew,
    AccountId account,
    boolean accountRates,
    Optional<Path> auditFile,
    boolean metricsShown,
    List<String> corsOrigins,
    int contentBytesMax,
    HttpOptions http,
    WriteLimits write,
    boolean rejectsReportedOnly,
    EngineOptions engine,
    DiskAllowance feedDisk,
    int streamShards,
    SqlOptions sql,
    QueryLimits query,
    RunLimits runs,
    SpoolOptions spool,
    ScheduledOptions scheduled,
    Optional<URI> webhook) {

  /**
   * Memtables may take two shares until writes are throttled, and leave one to those after them;
   * waiting writes, bodies and a query take one each, and all queries together two.
   */
  private static final long HEAP_SHARE = 8;

  /** Of all queries together. */
  private static final long QUERIES_HEAP_SHARE = 4;

  /** Of the changes of streams that are in no file yet; they may come to twice as much. */
  private static final long FEED_HEAP_SHARE = 32;

  /** Of the pages kept for a second reading. */
  private static final long PAGES_HEAP_SHARE = 16;

  /**
   * @throws UsageException when the address is none, or only one half of TLS is there
   * @throws StartException when requests would go unverified, or in the clear without anybody
   *     having asked for it, beyond this machine
   */
  static ServerOptions of(Configuration configuration) {
    InetSocketAddress address =
        new InetSocketAddress(resolve(configuration.get(Keys.BIND)), configuration.get(Keys.PORT));
    boolean verified = configuration.get(Keys.AUTH);
    if (!verified && !address.getAddress().isLoopbackAddress()) {
      throw new StartException(
          "auth is off and "
              + configuration.get(Keys.BIND)
              + " can be reached from other machines; bind a loopback address or leave auth on");
    }
    Optional<TlsOptions> tls = tlsOptions(configuration);
    if (tls.isEmpty()
        && !configuration.get(Keys.INSECURE_HTTP)
        && !address.getAddress().isLoopbackAddress()) {
      throw new StartException(
          configuration.get(Keys.BIND)
              + " can be reached from other machines, and there is no TLS; set tls.certificate and"
              + " tls.key, or insecure.http=on where a proxy or the network encrypts");
    }
    return new ServerOptions(
        configuration.get(Keys.DATA_DIR),
        address,
        tls,
        verified,
        configuration.get(Keys.MASTER_KEY_FILE),
        configuration.get(Keys.ENCRYPTION_KEY),
        configuration.get(Keys.CLOCK_SKEW),
        configuration.get(Keys.ACCOUNT_ID),
        configuration.get(Keys.ACCOUNT_RATES),
        configuration.get(Keys.AUDIT_FILE),
        configuration.get(Keys.METRICS),
        configuration.get(Keys.CORS_ORIGINS),
        configuration.get(Keys.CONTENT_BYTES_MAX),
        httpOptions(configuration),
        writeLimits(configuration),
        configuration.get(Keys.MAGNETIC_REJECTS),
        engineOptions(configuration),
        configuration.get(Keys.FEED_BYTES_MAX),
        configuration.get(Keys.FEED_SHARDS),
        sqlOptions(configuration),
        queryLimits(configuration),
        runLimits(configuration),
        new SpoolOptions(
            configuration.get(Keys.QUERY_SPOOL_BYTES_MAX), configuration.get(Keys.DISK_FREE_MIN)),
        new ScheduledOptions(
            configuration.get(Keys.SCHEDULED_QUERIES_MAX),
            configuration.get(Keys.SCHEDULED_RUNS_MAX),
            configuration.get(Keys.SCHEDULED_CATCH_UP_MAX)),
        configuration.get(Keys.NOTIFY_WEBHOOK));
  }

  /** How the database works in a directory. */
  EngineOptions engineOn(Directory data) throws IOException {
    FeedOptions feed = engine.feed();
    return engine.withFeed(feed.withBytesMax(feedDisk.of(data.totalBytes()), feed.onFull()));
  }

  private static Optional<TlsOptions> tlsOptions(Configuration configuration) {
    Optional<Path> certificate = configuration.get(Keys.TLS_CERTIFICATE);
    Optional<Path> key = configuration.get(Keys.TLS_KEY);
    if (certificate.isPresent() != key.isPresent()) {
      throw new UsageException(
          "tls.certificate and tls.key go together, and one of them is missing");
    }
    return certificate.map(path -> new TlsOptions(path, key.orElseThrow()));
  }

  private static EngineOptions engineOptions(Configuration configuration) {
    EngineOptions defaults = EngineOptions.DEFAULT;
    CommitOptions commit = defaults.commit();
    return defaults
        .withWal(
            defaults
                .wal()
                .withFileBytes(configuration.get(Keys.WAL_FILE_BYTES))
                .withBallastBytes(configuration.get(Keys.WAL_BALLAST_BYTES)))
        .withMemtable(
            new MemtableOptions(
                defaults.memtable().blockPoints(),
                Math.min(
                    defaults.memtable().recycledBytesMax(),
                    ofHeap(configuration, Keys.MEMTABLE_BYTES_MAX))))
        .withFlush(
            new FlushOptions(
                configuration.get(Keys.WAL_REPLAY_BYTES_MAX),
                ofHeap(configuration, Keys.MEMTABLE_BYTES_MAX),
                configuration.get(Keys.FLUSH_AGE_MAX).toMillis(),
                defaults.flush().onClose(),
                CarryOptions.within(ofHeap(configuration, Keys.MEMTABLE_BYTES_MAX))
                    .withTableBytesMax(configuration.get(Keys.FLUSH_CARRY_BYTES_MAX))))
        .withDisk(new DiskOptions(configuration.get(Keys.DISK_FREE_MIN)))
        .withFeed(
            defaults
                .feed()
                .withKeepSeconds(Math.max(1, configuration.get(Keys.FEED_KEEP).toSeconds()))
                .withBytesMax(defaults.feed().bytesMax(), configuration.get(Keys.FEED_ON_FULL))
                .withArchive(
                    ofHeap(configuration, Keys.FEED_MEMORY_BYTES, FEED_HEAP_SHARE),
                    defaults.feed().archiveSeconds())
                .withRoll(
                    Math.max(1, configuration.get(Keys.FEED_SHARD_AGE).toSeconds()),
                    configuration.get(Keys.FEED_SHARD_BYTES)))
        .withCommit(
            new CommitOptions(
                configuration.get(Keys.WRITE_QUEUE_REQUESTS_MAX),
                ofHeap(configuration, Keys.WRITE_QUEUE_BYTES_MAX),
                commit.frameBytesTarget(),
                commit.framesInFlightMax(),
                commit.batchBytesMax(),
                commit.futureMillisMax(),
                new CommitOptions.TableLimits(
                    configuration.get(Keys.TABLE_DIMENSIONS_MAX),
                    configuration.get(Keys.TABLE_MEASURES_MAX),
                    configuration.get(Keys.TABLE_MEASURE_NAMES_MAX))));
  }

  /**
   * A default is meant for a heap of some gibibytes, and gives way to a share of a smaller one:
   * writes have to be throttled before the heap is full. What somebody said stands as said.
   */
  private static long ofHeap(Configuration configuration, Key<Long> key) {
    return ofHeap(configuration, key, HEAP_SHARE);
  }

  private static long ofHeap(Configuration configuration, Key<Long> key, long share) {
    Configuration.Setting<Long> setting = configuration.setting(key);
    return setting.origin().equals(Configuration.DEFAULT)
        ? Math.min(setting.value(), Runtime.getRuntime().maxMemory() / share)
        : setting.value();
  }

  private static SqlOptions sqlOptions(Configuration configuration) {
    long ofOne = ofHeap(configuration, Keys.QUERY_MEMORY_BYTES_MAX);
    long ofAll = ofHeap(configuration, Keys.QUERIES_MEMORY_BYTES_MAX, QUERIES_HEAP_SHARE);
    boolean said =
        !configuration
            .setting(Keys.QUERIES_MEMORY_BYTES_MAX)
            .origin()
            .equals(Configuration.DEFAULT);
    return SqlOptions.DEFAULTS
        .withMemoryBytesMax(ofOne)
        .withMemoryOfAllBytesMax(said ? ofAll : Math.max(ofAll, ofOne))
        .withRunTimeMax(configuration.get(Keys.QUERY_RUN_TIME_MAX));
  }

  private static QueryLimits queryLimits(Configuration configuration) {
    QueryLimits defaults = QueryLimits.DEFAULT;
    return new QueryLimits(
        configuration.get(Keys.QUERY_RESULTS_MAX),
        ofHeap(configuration, Keys.QUERY_RESULTS_BYTES_MAX, PAGES_HEAP_SHARE),
        configuration.get(Keys.QUERY_RESULT_WAIT_MAX),
        defaults.pageBytesMax(),
        defaults.tokenUsesMax());
  }

  private static RunLimits runLimits(Configuration configuration) {
    RunLimits defaults = RunLimits.DEFAULT;
    return new RunLimits(
        configuration.get(Keys.QUERY_CONCURRENT_MAX),
        configuration.get(Keys.QUERY_QUEUE_TIME_MAX),
        configuration.get(Keys.QUERY_ANSWER_TIME_MAX),
        defaults.aheadBytes(),
        defaults.restBytes(),
        configuration.get(Keys.QUERY_READER_TIME_MAX));
  }

  private static HttpOptions httpOptions(Configuration configuration) {
    return new HttpOptions(
        configuration.get(Keys.BODY_BYTES_MAX),
        ofHeap(configuration, Keys.BODIES_BYTES_MAX),
        configuration.get(Keys.HEADER_BYTES_MAX),
        configuration.get(Keys.HEADER_COUNT_MAX),
        configuration.get(Keys.HEADER_TIMEOUT),
        configuration.get(Keys.BODY_WINDOW),
        configuration.get(Keys.BODY_RATE_MIN),
        configuration.get(Keys.IDLE_TIMEOUT),
        configuration.get(Keys.CONNECTIONS_MAX),
        configuration.get(Keys.CONNECTIONS_PER_ADDRESS_MAX),
        configuration.get(Keys.STOP_TIMEOUT));
  }

  private static WriteLimits writeLimits(Configuration configuration) {
    try {
      return new WriteLimits(
          configuration.get(Keys.WRITE_RECORDS_MAX),
          configuration.get(Keys.WRITE_DIMENSIONS_MAX),
          configuration.get(Keys.WRITE_DIMENSION_NAME_BYTES_MAX),
          configuration.get(Keys.WRITE_DIMENSIONS_BYTES_MAX),
          configuration.get(Keys.WRITE_MEASURES_MAX),
          configuration.get(Keys.WRITE_MEASURE_NAME_BYTES_MAX),
          configuration.get(Keys.WRITE_VALUE_BYTES_MAX),
          configuration.get(Keys.WRITE_RECORD_BYTES_MAX));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "a limit of write.* lies below that of Timestream: " + e.getMessage());
    }
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new UsageException("bind is not an address of any machine: '" + host + "'");
    }
  }
}
