package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A table that takes the same number of points every hour: once the first ones have expired, the
 * disk holds as much at any moment as at any other, whatever flushes, merges and restarts there
 * are. The retention is long beside the two hours of the narrowest window, because a file goes as a
 * whole: with a day, the windows alone would make the disk breathe by a twelfth.
 */
class FlatDiskTest {
  private static final TableRef TABLE = TableRef.of("plant", "steady");
  private static final Duration BATCH = Duration.ofMinutes(20);
  private static final int POINTS_A_BATCH = 60;
  private static final int PERIODS = 5;
  private static final long CAPACITY = 1L << 40;

  private final int days = Integer.getInteger("lodestone.flat.days", 4);
  private final EngineUnderTest db = new EngineUnderTest();
  private final SplittableRandom random = new SplittableRandom(5);
  private long flushedBytes;
  private long mergedBytes;

  @Test
  void theDiskOfAConstantRateIsFlatAfterTwoRetentionPeriods() throws Exception {
    db.disk.limit(CAPACITY);
    // A log goes by whole files too.
    db.options = db.options.withWal(StoryOptions.plainWal().withFileBytes(8 << 10));
    db.open();
    db.engine.createTable(TableDefinition.of(TABLE).withRetention(new RetentionPolicy(6, days)));
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int period = 1; period <= PERIODS; period++) {
      for (int day = 0; day < days; day++) {
        for (long batch = 0; batch < Duration.ofDays(1).dividedBy(BATCH); batch++) {
          write();
          db.step(200);
          if (period > 2) {
            least = Math.min(least, diskBytes());
            most = Math.max(most, diskBytes());
          }
        }
        restart();
      }
      System.out.printf(
          "flat disk, period %d of %d days: %,d bytes, %d segments, %,d bytes of log%n",
          period, days, diskBytes(), db.engine.metrics().segments(), db.engine.logBytes());
    }
    double amplification = 1 + (double) mergedBytes / flushedBytes;
    String found =
        String.format(
            "from %,d to %,d bytes over the last %d periods, write amplification %.2f",
            least, most, PERIODS - 2, amplification);
    System.out.println("flat disk: " + found);
    assertTrue(most <= 1.1 * least, found);
    assertTrue(mergedBytes > 0 && amplification < 6, found);
  }

  /** Keeps the counts, which begin anew with each opening. */
  private void restart() throws Exception {
    // What is being flushed or merged when a process dies is found by its next start.
    db.step(500);
    EngineMetrics metrics = db.engine.metrics();
    flushedBytes += metrics.flush().bytesWritten();
    mergedBytes += metrics.compaction().bytesWritten();
    db.killAndOpen();
    assertEquals(List.of(), db.engine.recovery().findings());
  }

  private long diskBytes() throws IOException {
    return CAPACITY - db.disk.freeBytes();
  }

  /** The next batch of ten series; nothing in their values can be packed away. */
  private void write() {
    PointBatch.Builder batch = new PointBatch.Builder(POINTS_A_BATCH);
    for (int i = 0; i < POINTS_A_BATCH; i++) {
      if (i % 10 == 0) {
        db.clock.advance(BATCH.dividedBy(POINTS_A_BATCH / 10));
      }
      SeriesKey key = SeriesKey.of("cpu", "host", "host-" + i % 10);
      batch.point(i, batch.series(key), db.now(), 1);
      batch.valueColumn("usage", ValueType.DOUBLE).appendDouble(random.nextDouble());
      batch.valueColumn("load", ValueType.DOUBLE).appendDouble(random.nextDouble());
    }
    assertEquals(POINTS_A_BATCH, db.agents.await(db.engine.write(TABLE, batch.build())).accepted());
  }
}
