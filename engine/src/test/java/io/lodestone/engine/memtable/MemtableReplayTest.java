package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.scan.PointQuery;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Points whose keys are entered later, and points that are told once more. */
@ExtendWith(SeedExtension.class)
class MemtableReplayTest {
  private static final PointQuery ALL = PointQuery.all(RandomWrites.COLUMNS);

  private final ArrayPool pool = new ArrayPool(new MemtableOptions(64));

  @Test
  void keysThatAreEnteredLaterAreFoundWhereTheyStand(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 40; round++) {
      Memtable applied = new Memtable(KeyOrder.OF_BYTES, pool);
      Memtable replayed = new Memtable(KeyOrder.OF_BYTES, pool);
      RandomWrites writes = new RandomWrites(random.nextLong(), 30);
      List<PointBatch> batches = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        PointBatch batch = writes.batch(60);
        int[] points = all(batch);
        batches.add(batch);
        applied.apply(batch, handles(applied, batch), points, points.length);
        replayed.replay(batch, handles(replayed, batch), points, points.length);
      }
      assertEquals(read(applied), read(replayed));
      replayed.enterKeys();
      assertEquals(applied.memoryBytes(), replayed.memoryBytes());
      for (PointBatch batch : batches) {
        requireSameKeys(applied, replayed, batch);
      }
      // And those that come afterwards are known at once.
      PointBatch batch = writes.batch(60);
      int[] points = all(batch);
      applied.apply(batch, points, points.length);
      replayed.apply(batch, points, points.length);
      requireSameKeys(applied, replayed, batch);
    }
  }

  @Test
  void pointsThatWaitForTheirKeysCountWithThem() {
    Memtable memtable = new Memtable(KeyOrder.OF_BYTES, pool);
    PointBatch batch = new RandomWrites(1, 5).batch(60);
    long before = memtable.memoryBytes();
    memtable.replay(batch, handles(memtable, batch), all(batch), batch.size());
    assertTrue(memtable.memoryBytes() >= before + (long) KeyIndex.POINT_BYTES * batch.size());
  }

  @Test
  void aMemtableThatIsToldOnceMoreIsTheSame(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 40; round++) {
      Memtable first = new Memtable(KeyOrder.OF_BYTES, pool);
      RandomWrites writes = new RandomWrites(random.nextLong(), 30);
      for (int i = random.nextInt(8); i >= 0; i--) {
        PointBatch batch = writes.batch(40);
        int[] chosen = writes.choose(batch);
        first.noteTick(1 + round + i);
        first.apply(batch, chosen, chosen.length);
      }
      MemtableView view = first.view(first.size());
      PointBatch told = view.asTheyArrived();
      assertEquals(first.size(), told.size());
      Memtable second = new Memtable(KeyOrder.OF_BYTES, pool);
      second.apply(told, all(told), told.size());
      assertEquals(read(first), read(second));
      for (int position = 0; position < first.size(); position++) {
        assertEquals(first.versionAt(position), second.versionAt(position));
      }
    }
  }

  private static void requireSameKeys(Memtable expected, Memtable actual, PointBatch batch) {
    int[] expectedHandles = handles(expected, batch);
    int[] actualHandles = handles(actual, batch);
    for (int i = 0; i < batch.size(); i++) {
      int series = batch.series()[i];
      long time = batch.times()[i];
      assertEquals(
          expected.find(expectedHandles[series], time), actual.find(actualHandles[series], time));
      assertEquals(
          expected.newestTime(expectedHandles[series]), actual.newestTime(actualHandles[series]));
    }
  }

  private static int[] handles(Memtable memtable, PointBatch batch) {
    return IntStream.range(0, batch.seriesCount())
        .map(
            series -> {
              int start = batch.keyStart(series);
              int length = batch.keyEnd(series) - start;
              return memtable.series(batch.keyBytes(), start, length, batch.keyHash(series));
            })
        .toArray();
  }

  private static int[] all(PointBatch batch) {
    return IntStream.range(0, batch.size()).toArray();
  }

  private static List<String> read(Memtable memtable) {
    return PointCursorContract.read(memtable.view(memtable.size()).points(ALL), ALL.columns());
  }
}
