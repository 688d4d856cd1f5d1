package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.PointQuery;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * All points of many blocks, read band by band: of series with a point here and there, with some in
 * each block, and with more than a band may have.
 */
@ExtendWith(SeedExtension.class)
class MemtableBandsTest {
  private static final PointQuery ALL = PointQuery.all(RandomWrites.COLUMNS);

  @Test
  void bandsOfAllShapesHoldWhatWasWritten(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 120; round++) {
      int seriesMax = 1 << random.nextInt(11);
      KeyOrder order = RandomWrites.order(random.nextInt(8));
      Memtable memtable =
          new Memtable(order, new ArrayPool(new MemtableOptions(1 << (6 + random.nextInt(4)))));
      PlainPoints plain = new PlainPoints(order);
      RandomWrites writes = new RandomWrites(random.nextLong(), seriesMax);
      int batches = 1 + random.nextInt(60);
      for (int i = 0; i < batches; i++) {
        PointBatch batch = writes.batch(100);
        int[] chosen = writes.choose(batch);
        memtable.apply(batch, chosen, chosen.length);
        for (int point : chosen) {
          plain.put(batch, point);
        }
      }
      MemtableView view = memtable.view(memtable.size());
      requireSame(plain, view, TimeRange.ALL, round);
      long middle = 1_000 + random.nextInt(3_000);
      requireSame(plain, view, new TimeRange(middle, middle + random.nextInt(500)), round);
      requireSame(plain, view, new TimeRange(Long.MIN_VALUE, middle), round);
    }
  }

  private static void requireSame(
      PlainPoints plain, MemtableView view, TimeRange range, int round) {
    List<String> expected = plain.lines(range, key -> true, RandomWrites.COLUMNS);
    List<String> read =
        PointCursorContract.read(view.points(ALL.withRange(range)), RandomWrites.COLUMNS);
    assertEquals(expected, read, "round " + round + ", " + range);
  }

  @Test
  void aViewIsReadWholeWhenSeriesCameAfterIt(Seed seed) {
    SplittableRandom random = seed.random();
    Memtable memtable = new Memtable(KeyOrder.OF_BYTES, new ArrayPool(new MemtableOptions(64)));
    PlainPoints plain = new PlainPoints();
    RandomWrites writes = new RandomWrites(random.nextLong(), 2_000);
    MemtableView view = null;
    List<String> expected = List.of();
    for (int i = 0; i < 200; i++) {
      PointBatch batch = writes.batch(100);
      for (int point = 0; point < batch.size(); point++) {
        memtable.apply(batch, new int[] {point}, 1);
        plain.put(batch, point);
      }
      if (i == 90) {
        view = memtable.view(memtable.size());
        expected = plain.lines(RandomWrites.COLUMNS);
      }
    }
    // Another reader's order of the series, which knows all of them.
    memtable.view(memtable.size()).splitKeys(2);
    assertEquals(expected, PointCursorContract.read(view.points(ALL), RandomWrites.COLUMNS));
  }
}
