package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.wal.CommitLog;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever is admitted fits a frame of the log, however badly it packs. */
class LargestBatchTest {
  private static final int BATCH_BYTES_MAX = CommitLog.FRAME_BYTES_MAX - (64 << 10) - 1;

  private final EngineUnderTest db = new EngineUnderTest();

  private static CommitOptions options(int frameBytesTarget, int batchBytesMax) {
    return new CommitOptions(
        16, 1L << 30, frameBytesTarget, 8, batchBytesMax, 900_000, TableLimits.DEFAULT);
  }

  /** Random values under long names in 300 columns, random versions, random times. */
  private PointBatch batch(int points) {
    SplittableRandom random = new SplittableRandom(1);
    PointBatch.Builder builder = new PointBatch.Builder(points);
    for (int i = 0; i < points; i++) {
      int series = builder.series(SeriesKey.of("m", "host", "h" + i));
      long time = db.hoursAgo(1) + random.nextInt();
      builder.point(i, series, time, 1 + random.nextLong(Long.MAX_VALUE - 1));
      for (int column = 0; column < 300; column++) {
        String name = column + "é".repeat(120);
        builder.valueColumn(name, ValueType.BIGINT).appendWord(random.nextLong());
      }
    }
    return builder.build();
  }

  @Test
  void theLargestBatchThatIsAdmittedIsWritten() throws Exception {
    db.options = db.options.withCommit(options(1, BATCH_BYTES_MAX));
    db.open();
    int points = 11_000;
    while (true) {
      var future = db.writeLater(batch(points));
      if (!future.isDone()) {
        assertEquals(points, db.agents.await(future).accepted());
        break;
      }
      assertInstanceOf(InvalidRequestException.class, future.exceptionNow());
      points = points * 99 / 100;
    }
    assertTrue(points > 9_000, "points " + points);
    db.killAndOpen();
    assertEquals(points, db.engine.recovery().replayedPoints());
  }

  @Test
  void optionsThatCouldMakeALargerFrameAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> options(2, BATCH_BYTES_MAX));
    assertThrows(IllegalArgumentException.class, () -> options(1, Integer.MAX_VALUE));
    assertThrows(IllegalArgumentException.class, () -> options(0, 1));
  }
}
