package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Series that live ten minutes each, in a table that keeps one day, for many days: a dead series
 * must cost nothing once its points have expired. What is counted is compared from day to day, so
 * that a leak of any size shows itself sooner or later; {@code -Dlodestone.churn.days=1000} makes
 * it later, {@code -Dlodestone.churn.series=1000} larger.
 */
class ChurnTest {
  private static final TableRef TABLE = TableRef.of("plant", "jobs");
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int POINTS_PER_LIFE = 5;

  private final int days = Integer.getInteger("lodestone.churn.days", 8);
  private final int seriesAtOnce = Integer.getInteger("lodestone.churn.series", 8);
  private final EngineUnderTest db = new EngineUnderTest();

  private long seriesEver;

  /** The largest of everything within a day, and what a restart at its end had to do. */
  private static final class Day {
    long memoryBytes;
    long diskBytes;
    long logBytes;
    long segments;
    long replayedFrames;
    long actsOfStart;

    @Override
    public String toString() {
      return "memory "
          + memoryBytes
          + ", disk "
          + diskBytes
          + ", log "
          + logBytes
          + ", segments "
          + segments
          + ", frames replayed by a restart "
          + replayedFrames
          + ", acts of the disk in it "
          + actsOfStart;
    }

    void look(EngineUnderTest db) throws Exception {
      memoryBytes = Math.max(memoryBytes, db.engine.memoryBytes());
      logBytes = Math.max(logBytes, db.engine.logBytes());
      segments = Math.max(segments, db.engine.metrics().segments());
      diskBytes = Math.max(diskBytes, CAPACITY - db.disk.freeBytes());
    }
  }

  private static final long CAPACITY = 1L << 40;

  @Test
  void aDayOfDeadSeriesCostsWhatTheDayBeforeDid() throws Exception {
    db.disk.limit(CAPACITY);
    db.open();
    db.engine.createTable(TableDefinition.of(TABLE).withRetention(new RetentionPolicy(1, 1)));
    Day steady = null;
    for (int day = 1; day <= days; day++) {
      Day found = day();
      System.out.println("churn day " + day + ": " + seriesEver + " series ever; " + found);
      if (day == 3) {
        steady = found;
      } else if (day > 3) {
        String what = "day " + day + ": " + found + "; day 3: " + steady;
        assertTrue(found.memoryBytes <= 1.1 * steady.memoryBytes, what);
        assertTrue(found.diskBytes <= 1.02 * steady.diskBytes, what);
        assertTrue(found.logBytes <= 1.1 * steady.logBytes, what);
        assertTrue(found.segments <= steady.segments + 2, what);
        assertTrue(found.replayedFrames <= 1.1 * steady.replayedFrames + 2, what);
        assertTrue(found.actsOfStart <= 1.1 * steady.actsOfStart + 2, what);
      }
    }
    assertEquals(days * 144L * seriesAtOnce, seriesEver);
  }

  private Day day() throws Exception {
    Day found = new Day();
    for (int life = 0; life < 144; life++) {
      live();
      db.step(200);
      found.look(db);
    }
    long acts = db.faults.acts();
    db.killAndOpen();
    found.actsOfStart = db.faults.acts() - acts;
    found.replayedFrames = db.engine.recovery().replayedFrames();
    assertEquals(List.of(), db.engine.recovery().findings());
    return found;
  }

  /** The next generation of series lives and dies. */
  private void live() {
    for (int i = 0; i < POINTS_PER_LIFE; i++) {
      db.clock.advance(LIFE.dividedBy(POINTS_PER_LIFE));
      PointBatch.Builder batch = new PointBatch.Builder(seriesAtOnce);
      for (int s = 0; s < seriesAtOnce; s++) {
        SeriesKey key = SeriesKey.of("job", "pod", "pod-" + (seriesEver + s));
        batch.point(s, batch.series(key), db.now(), 1);
        batch.valueColumn("load", ValueType.DOUBLE).appendDouble(i);
      }
      WriteResult result = db.agents.await(db.engine.write(TABLE, batch.build()));
      assertEquals(seriesAtOnce, result.accepted());
    }
    seriesEver += seriesAtOnce;
  }
}
