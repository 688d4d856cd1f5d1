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

/** Points that were moved to where they are read are read as before. */
@ExtendWith(SeedExtension.class)
class MemtableArrangeTest {
  @Test
  void arrangedPointsAreReadAsTheyWereWritten(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 60; round++) {
      MemtableView view = written(random, 1 << (6 + random.nextInt(5)), 1 + random.nextInt(80));
      long middle = 1_000 + random.nextInt(2_000);
      PointQuery all = PointQuery.all(RandomWrites.COLUMNS);
      PointQuery before = all.withRange(new TimeRange(Long.MIN_VALUE, middle));
      PointQuery after = all.withRange(new TimeRange(middle, Long.MAX_VALUE));
      List<List<String>> expected = List.of(read(view, all), read(view, before), read(view, after));
      view.arrange();
      assertEquals(
          expected, List.of(read(view, all), read(view, before), read(view, after)), "" + round);
    }
  }

  @Test
  void aViewOfWhichNobodyHasReadBeforeMayBeArranged(Seed seed) {
    MemtableView read = written(seed.random(), 64, 20);
    MemtableView arranged = written(seed.random(), 64, 20);
    arranged.arrange();
    PointQuery all = PointQuery.all(RandomWrites.COLUMNS);
    assertEquals(read(read, all), read(arranged, all));
  }

  private static List<String> read(MemtableView view, PointQuery query) {
    return PointCursorContract.read(view.points(query), query.columns());
  }

  private static MemtableView written(SplittableRandom random, int blockPoints, int batches) {
    Memtable memtable =
        new Memtable(KeyOrder.OF_BYTES, new ArrayPool(new MemtableOptions(blockPoints)));
    RandomWrites writes = new RandomWrites(random.nextLong(), 40);
    for (int i = 0; i < batches; i++) {
      PointBatch batch = writes.batch(100);
      int[] chosen = writes.choose(batch);
      memtable.apply(batch, chosen, chosen.length);
    }
    return memtable.view(memtable.size());
  }
}
