package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.KeyRange;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.SeriesPredicate.In;
import io.lodestone.scan.SeriesPredicate.IsPresent;
import io.lodestone.scan.SeriesPredicate.NotIn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Series are found by what they have in a column without a look at the keys of all. */
class DimensionIndexTest {
  private static final int MANY = 3 * DimensionIndexes.SERIES_MIN;

  private final KeyOrder order = KeyOrder.ledBy("zone");
  private final Memtable memtable = new Memtable(order, new ArrayPool(new MemtableOptions(1_024)));
  private final List<SeriesKey> keys = new ArrayList<>();

  private static SeriesKey key(int number) {
    String host = "h" + number;
    return switch (number % 7) {
      case 0 -> SeriesKey.of("cpu", "host", host);
      case 1 -> SeriesKey.of("mem", "host", host, "zone", "");
      case 2 -> SeriesKey.of("cpu", "host", host, "zone", "z\u0000" + number % 90);
      default ->
          SeriesKey.of("cpu", "az", "z" + number % 11, "host", host, "zone", "z" + number % 90);
    };
  }

  /** One point of each further series. */
  private MemtableView grow(int series) {
    PointBatch.Builder builder = new PointBatch.Builder(series);
    int[] points = new int[series];
    for (int i = 0; i < series; i++) {
      SeriesKey key = key(keys.size());
      keys.add(key);
      points[i] = i;
      builder.point(i, builder.series(key), 1_000 + keys.size(), 1);
    }
    memtable.apply(builder.build(), points, series);
    return memtable.view(memtable.size());
  }

  private List<SeriesKey> expected(int count, SeriesPredicate... predicates) {
    SeriesFilter filter = new SeriesFilter(List.of(predicates));
    return keys.subList(0, count).stream()
        .filter(key -> filter.matches(key.encoded(), 0, key.encoded().length))
        .sorted(order)
        .toList();
  }

  private static List<SeriesKey> found(MemtableView view, KeyRange range, SeriesPredicate... all) {
    List<SeriesKey> found = new ArrayList<>();
    PointQuery query = new PointQuery(TimeRange.ALL, List.of(all), List.of()).withKeys(range);
    try (PointCursor cursor = view.points(query)) {
      while (cursor.nextSeries()) {
        found.add(SeriesKey.ofEncoded(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength()));
      }
    }
    return found;
  }

  private static SeriesPredicate[] conditions(Random random) {
    List<SeriesPredicate> all =
        List.of(
            new In("zone", Set.of("z" + random.nextInt(90))),
            new In("zone", Set.of("", "z\u0000" + random.nextInt(90), "z5", "nowhere")),
            new In("host", Set.of("h" + random.nextInt(2 * MANY), "h" + random.nextInt(2 * MANY))),
            new In("az", Set.of("z3")),
            new In("measure_name", Set.of("mem")),
            new In("measure_name", Set.of("cpu")),
            new In("nobody has it", Set.of("x")),
            new NotIn("zone", Set.of("z7")),
            new IsPresent("az"));
    return IntStream.range(0, 1 + random.nextInt(3))
        .mapToObj(i -> all.get(random.nextInt(all.size())))
        .toArray(SeriesPredicate[]::new);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theSameSeriesAreFoundAsByTheirKeys(long seed) {
    Random random = new Random(seed);
    MemtableView early = grow(MANY);
    for (int round = 0; round < 4; round++) {
      MemtableView view = grow(1 + random.nextInt(MANY));
      for (int i = 0; i < 25; i++) {
        SeriesPredicate[] conditions = conditions(random);
        String name = "seed " + seed + " " + Arrays.toString(conditions);
        assertEquals(
            expected(keys.size(), conditions), found(view, KeyRange.ALL, conditions), name);
        // The index knows more than this view does.
        assertEquals(expected(MANY, conditions), found(early, KeyRange.ALL, conditions), name);
      }
    }
  }

  @Test
  void sharesTogetherAreTheWhole() {
    MemtableView view = grow(MANY);
    List<byte[]> cuts = new ArrayList<>(view.splitKeys(9));
    cuts.add(new byte[0]);
    for (SeriesPredicate wanted :
        List.of(
            new In("zone", Set.of("z8", "z80", "z\u000037")),
            // Nothing but the keys tells of these.
            new NotIn("zone", Set.of("z7")))) {
      List<SeriesKey> found = new ArrayList<>();
      byte[] start = {};
      for (byte[] end : cuts) {
        found.addAll(found(view, KeyRange.of(start, end), wanted));
        start = end;
      }
      assertTrue(found.size() > 10, "some series are wanted");
      assertEquals(expected(MANY, wanted), found);
    }
  }

  @Test
  void onlyTheKeysOfSeriesThatHaveTheValueAreLookedAt() {
    MemtableView view = grow(MANY);
    DictionaryView dictionary = view.dictionary();
    SeriesFilter filter = new SeriesFilter(List.of(new In("zone", Set.of("z8"))));
    SeriesFilter.Listed listed = filter.fewest(dictionary).orElseThrow();
    List<SeriesKey> wanted = expected(MANY, new In("zone", Set.of("z8")));
    assertEquals(wanted.size(), listed.count());
    int[] series = listed.index().series(listed.values(), dictionary);
    Arrays.sort(series);
    assertArrayEquals(
        IntStream.range(0, MANY).filter(i -> wanted.contains(keys.get(i))).toArray(), series);
    assertEquals(wanted.size(), view.estimatePoints(query(new In("zone", Set.of("z8")))));
    assertEquals(0, view.estimatePoints(query(new In("zone", Set.of("nowhere")))));
    assertEquals(MANY, view.estimatePoints(query(new NotIn("zone", Set.of("z8")))));
  }

  private static PointQuery query(SeriesPredicate condition) {
    return new PointQuery(TimeRange.ALL, List.of(condition), List.of());
  }

  @Test
  void theConditionThatFewestFulfilLeads() {
    MemtableView view = grow(MANY);
    SeriesFilter filter =
        new SeriesFilter(
            List.of(
                new In("measure_name", Set.of("cpu")),
                new In("host", Set.of("h77")),
                new In("zone", Set.of("z1"))));
    assertEquals(1, filter.fewest(view.dictionary()).orElseThrow().count());
  }

  @Test
  void aFewSeriesAreNotWorthAnIndexAndOfColumnsOnlySome() {
    MemtableView few = grow(DimensionIndexes.SERIES_MIN - 1);
    long before = memtable.memoryBytes();
    found(few, KeyRange.ALL, new In("host", Set.of("h5")));
    assertTrue(index(few, "host").isEmpty());
    MemtableView many = grow(MANY);
    for (int i = 0; i < DimensionIndexes.COLUMNS_MAX; i++) {
      assertTrue(index(many, "column " + i).isPresent());
    }
    assertTrue(index(many, "one more").isEmpty());
    assertTrue(index(many, "column 0").isPresent(), "those that are there stay");
    assertEquals(
        expected(keys.size(), new In("host", Set.of("h5"))),
        found(many, KeyRange.ALL, new In("host", Set.of("h5"))));
    assertTrue(memtable.memoryBytes() > before);
  }

  private static Optional<DimensionIndex> index(MemtableView view, String column) {
    return view.dictionary().indexes().of(column, view.dictionary());
  }

  @Test
  void severalThreadsMayAskFirst() throws Exception {
    MemtableView early = grow(MANY);
    MemtableView late = grow(MANY);
    SeriesPredicate wanted = new In("zone", Set.of("z8", "z9", "z10", "z11"));
    List<SeriesKey> ofEarly = expected(MANY, wanted);
    List<SeriesKey> ofLate = expected(2 * MANY, wanted);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<SeriesKey>>> answers = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        MemtableView view = i % 2 == 0 ? early : late;
        answers.add(threads.submit(() -> found(view, KeyRange.ALL, wanted)));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertEquals(i % 2 == 0 ? ofEarly : ofLate, answers.get(i).get());
      }
    }
  }
}
