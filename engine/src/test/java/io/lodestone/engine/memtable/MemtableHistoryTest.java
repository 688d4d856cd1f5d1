package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories against a sorted map. The seed is the argument in a failure's name. */
class MemtableHistoryTest {
  private static final List<Column> COLUMNS = RandomWrites.COLUMNS;

  private record Taken(MemtableView view, List<String> lines) {}

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void viewsShowWhatWasThereWhenTheyWereTaken(long seed) {
    Random random = new Random(seed);
    RandomWrites writes = new RandomWrites(seed, seed % 2 == 0 ? 8 : 400);
    Memtable memtable = memtable(seed);
    PlainPoints plain = new PlainPoints();
    List<Taken> taken = new ArrayList<>();
    for (int round = 0; round < 60; round++) {
      apply(memtable, plain, writes);
      if (random.nextInt(4) == 0) {
        Taken now = new Taken(memtable.view(memtable.size()), plain.lines(COLUMNS));
        if (random.nextBoolean()) {
          assertEquals(now.lines(), readAll(now.view()), "at once, round " + round);
        }
        taken.add(now);
      }
    }
    for (Taken earlier : taken) {
      assertEquals(earlier.lines(), readAll(earlier.view()), "view of " + earlier.view().points());
      assertEquals(earlier.lines(), readAll(earlier.view()), "a second time");
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aViewMadeLaterOfAnEarlierSizeShowsThatSize(long seed) {
    RandomWrites writes = new RandomWrites(seed, 30);
    Memtable memtable = memtable(seed);
    PlainPoints plain = new PlainPoints();
    List<Integer> sizes = new ArrayList<>();
    List<List<String>> lines = new ArrayList<>();
    for (int round = 0; round < 30; round++) {
      sizes.add(memtable.size());
      lines.add(plain.lines(COLUMNS));
      apply(memtable, plain, writes);
    }
    for (int i = 0; i < sizes.size(); i++) {
      assertEquals(lines.get(i), readAll(memtable.view(sizes.get(i))), "size " + sizes.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theIndexFindsTheCurrentPointOfEveryKey(long seed) {
    RandomWrites writes = new RandomWrites(seed, 40);
    Memtable memtable = memtable(seed);
    PlainPoints plain = new PlainPoints();
    for (int round = 0; round < 60; round++) {
      PointBatch batch = apply(memtable, plain, writes);
      for (int point = 0; point < batch.size(); point++) {
        checkFound(memtable, plain, batch, point);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void queriesGetTheirSeriesTimesAndColumns(long seed) {
    Random random = new Random(seed);
    RandomWrites writes = new RandomWrites(seed, 60);
    Memtable memtable = memtable(seed);
    PlainPoints plain = new PlainPoints();
    for (int round = 0; round < 40; round++) {
      apply(memtable, plain, writes);
      MemtableView view = memtable.view(memtable.size());
      long start = 200 + random.nextInt(2_000);
      TimeRange range = new TimeRange(start, start + random.nextInt(1_000));
      List<Column> columns = List.of(COLUMNS.get(5), COLUMNS.get(random.nextInt(5)));
      PointQuery query = new PointQuery(range, List.of(), columns);
      assertEquals(
          plain.lines(range, key -> true, columns),
          PointCursorContract.read(view.points(query), columns));
      SeriesKey one = RandomWrites.key(random.nextInt(60));
      byte[] key = one.encoded();
      assertEquals(
          plain.lines(range, one::equals, columns),
          PointCursorContract.read(view.pointsOf(key, 0, key.length, range, columns), columns));
    }
  }

  private static Memtable memtable(long seed) {
    return new Memtable(
        KeyOrder.OF_BYTES, new ArrayPool(new MemtableOptions(seed % 3 == 0 ? 2_048 : 64)));
  }

  private static PointBatch apply(Memtable memtable, PlainPoints plain, RandomWrites writes) {
    PointBatch batch = writes.batch(150);
    int[] points = writes.choose(batch);
    memtable.apply(batch, points, points.length);
    for (int point : points) {
      plain.put(batch, point);
    }
    return batch;
  }

  private static void checkFound(
      Memtable memtable, PlainPoints plain, PointBatch batch, int point) {
    int ordinal = batch.series()[point];
    int start = batch.keyStart(ordinal);
    int handle =
        memtable.findSeries(
            batch.keyBytes(), start, batch.keyEnd(ordinal) - start, batch.keyHash(ordinal));
    long time = batch.times()[point];
    boolean there = plain.contains(batch.key(ordinal), time);
    int position = handle < 0 ? -1 : memtable.find(handle, time);
    assertEquals(there, position >= 0, "found");
    if (there) {
      PlainPoints.Point stored = plain.point(batch.key(ordinal), time);
      assertEquals(stored.version(), memtable.versionAt(position));
      PlainPoints offered = new PlainPoints();
      offered.put(batch, point);
      // The doubles of these histories are -1, 0 and 1: equal values have equal words.
      boolean same = stored.values().equals(offered.point(batch.key(ordinal), time).values());
      assertEquals(same, memtable.sameValues(position, batch, point));
      assertTrue(memtable.newestTime(handle) >= time);
      assertTrue(memtable.minTimeNanos() <= time && memtable.maxTimeNanos() >= time);
    }
  }

  private static List<String> readAll(MemtableView view) {
    return PointCursorContract.read(view.points(PointQuery.all(COLUMNS)), COLUMNS);
  }
}
