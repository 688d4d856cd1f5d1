package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileSystemDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many series that all live: a table with more of them than fit into memory at a time takes no more
 * of it, and each is found again. On a real disk; {@code -Dlodestone.live.series=10000000} makes
 * them ten million. What one takes of memory is held in {@code MemtableMemoryTest}.
 */
class LiveSeriesTest {
  private static final int BATCH = 1_000;

  /** Every key has so many bytes, as those of cpu-only have on average. */
  private static final int KEY_BYTES = 166;

  /** A series takes less than this, and more than half of it. */
  private static final int BYTES_A_SERIES = 400;

  private final int series = Integer.getInteger("lodestone.live.series", 20_000);
  private final EngineUnderTest db = new EngineUnderTest();

  @TempDir private Path folder;

  private void open() throws IOException {
    db.wrapping = _ -> realDisk();
    db.open();
  }

  private Directory realDisk() {
    try {
      return FileSystemDirectory.open(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SeriesKey key(int number) {
    String host = Integer.toString(number);
    String rack = "rack-" + number % 1_000;
    String rest = "x".repeat(KEY_BYTES - host.length() - rack.length() - 26);
    SeriesKey key = SeriesKey.of("cpu", "host", host, "rack", rack, "the rest", rest);
    assertEquals(KEY_BYTES, key.encoded().length);
    return key;
  }

  /** One point of each of some series. */
  private void write(int from, int to) {
    PointBatch.Builder points = new PointBatch.Builder(to - from);
    for (int i = from; i < to; i++) {
      points.point(i - from, points.series(key(i)), db.now() - i % 1_000, 1);
      points.valueColumn("usage", ValueType.DOUBLE).appendDouble(i);
    }
    WriteResult result = db.write(points.build());
    assertEquals(to - from, result.accepted());
  }

  private List<List<String>> ask(AggregateRequest request, int columns) {
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE);
        BatchCursor figures = snapshot.aggregate(request)) {
      return TableContent.texts(figures, columns);
    }
  }

  private void requireAll() {
    assertEquals(
        List.of(List.of(Integer.toString(series))),
        ask(AggregateRequest.of(Grouping.NONE, Aggregate.count()), 1));
    for (int host : List.of(0, series / 3, series - 1)) {
      AggregateRequest one =
          AggregateRequest.of(Grouping.NONE, Aggregate.of(Aggregate.Function.LAST, "usage"))
              .withSeries(new SeriesPredicate.In("host", Set.of(Integer.toString(host))));
      assertEquals(List.of(List.of(host + ".0")), ask(one, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rack"})
  void allOfThemTakeNoMoreThanAFlushAllowsAndAreFoundAgain(String partitionedBy) throws Exception {
    if (!partitionedBy.isEmpty()) {
      db.partitionedBy(partitionedBy);
    }
    assertEquals(partitionedBy.isEmpty(), db.partitionKey.equals(PartitionKey.MEASURE));
    // Several generations of memtables.
    long memtableBytes = Math.min(512L << 20, series / 5L * BYTES_A_SERIES);
    FlushOptions flush = FlushOptions.DEFAULT;
    db.options =
        db.options.withFlush(
            new FlushOptions(flush.replayBytesMax(), memtableBytes, flush.ageMillisMax(), true));
    open();
    long most = 0;
    for (int from = 0; from < series; from += BATCH) {
      write(from, Math.min(series, from + BATCH));
      db.step(20);
      most = Math.max(most, db.engine.memoryBytes());
    }
    System.out.printf(
        "%,d live series%s: at most %,d bytes of memory, %d flushes, %d segments of %,d bytes%n",
        series,
        partitionedBy.isEmpty() ? "" : " by " + partitionedBy,
        most,
        db.engine.metrics().flush().flushes(),
        db.engine.metrics().segments(),
        db.engine.metrics().segmentBytes());
    assertTrue(most <= 2 * memtableBytes, most + " bytes, with flushes at " + memtableBytes);
    assertTrue(db.engine.metrics().flush().flushes() >= 3, "several generations");
    requireAll();
    db.engine.close();
    open();
    requireAll();
    db.engine.close();
  }
}
