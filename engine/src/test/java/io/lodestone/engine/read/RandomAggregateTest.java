package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.Aggregate.Function;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.Literal;
import io.lodestone.scan.RequestCodec;
import io.lodestone.scan.ScanLimits;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.ValuePredicate;
import io.lodestone.scan.ValuePredicate.Operator;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Aggregates of random tables are held against plain loops over a sorted map. */
class RandomAggregateTest {
  private static final List<Aggregate> AGGREGATES =
      List.of(
          Aggregate.count(),
          Aggregate.of(Function.COUNT, "long"),
          Aggregate.of(Function.SUM, "double"),
          Aggregate.of(Function.AVG, "long"),
          Aggregate.of(Function.AVG, "double"),
          Aggregate.of(Function.MIN, "long"),
          Aggregate.of(Function.MAX, "long"),
          Aggregate.of(Function.MIN, "double"),
          Aggregate.of(Function.MAX, "double"),
          Aggregate.of(Function.MIN, "text"),
          Aggregate.of(Function.MAX, "text"),
          Aggregate.of(Function.MAX, "flag"),
          Aggregate.of(Function.MIN, "time"),
          Aggregate.of(Function.MAX, "at"),
          Aggregate.of(Function.FIRST, "long"),
          Aggregate.of(Function.FIRST, "text"),
          Aggregate.of(Function.LAST, "text"),
          Aggregate.of(Function.LAST, "double"),
          Aggregate.of(Function.LAST, "time"),
          Aggregate.of(Function.MAX, "time"));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void figuresAgreeWithPlainLoops(long seed) throws IOException {
    Random random = new Random(seed);
    RandomTable table = RandomTable.of(seed, 1 + random.nextInt(6), 4_000);
    try (ScanWorkers workers =
        new ScanWorkers(new ThreadAgentHost((agent, failure) -> failure.printStackTrace()), 2)) {
      ScanContext several = new ScanContext(InstantSource.fixed(Instant.EPOCH), workers);
      for (int i = 0; i < 25; i++) {
        ScanContext context = random.nextBoolean() ? several : Parts.CONTEXT;
        check(table, random, context, "seed " + seed + ", request " + i);
      }
    }
  }

  /** What the last point of each series tells. */
  private static boolean isOfLastPoint(Aggregate aggregate) {
    return aggregate.function() == Function.LAST
        || aggregate.equals(Aggregate.of(Function.MAX, "time"));
  }

  private static void check(RandomTable table, Random random, ScanContext context, String name) {
    List<Aggregate> aggregates = new ArrayList<>();
    boolean lastOnly = random.nextInt(4) == 0;
    for (Aggregate aggregate : AGGREGATES) {
      if (lastOnly ? isOfLastPoint(aggregate) : random.nextInt(3) == 0) {
        aggregates.add(aggregate);
      }
    }
    aggregates.add(Aggregate.of(Function.LAST, "long"));
    long start = random.nextLong(6_000);
    TimeRange range =
        random.nextBoolean() ? TimeRange.ALL : new TimeRange(start, start + random.nextLong(4_000));
    TimeRange visible =
        random.nextBoolean() ? TimeRange.ALL : new TimeRange(random.nextLong(3_000), 1L << 40);
    Grouping grouping =
        List.of(
                Grouping.NONE,
                Grouping.bySeries("measure_name", "host"),
                Grouping.byColumns("zone"),
                Grouping.byColumns("zone", "measure_name"))
            .get(random.nextInt(4));
    if (random.nextBoolean()) {
      grouping = grouping.withBins(new long[] {7, 60, 1_000, 100_000}[random.nextInt(4)]);
    }
    boolean filtered = random.nextInt(3) == 0;
    boolean zoned = random.nextInt(3) == 0;
    AggregateRequest request =
        new AggregateRequest(
            range,
            zoned ? List.of(new SeriesPredicate.IsPresent("zone")) : List.of(),
            filtered
                ? List.of(
                    new ValuePredicate.Compare("long", Operator.GREATER, new Literal.Bigint(40)))
                : List.of(),
            grouping,
            aggregates,
            ScanLimits.DEFAULT);
    request = RequestCodec.decodeAggregate(RequestCodec.encode(request));

    Map<List<Object>, List<Map<String, Object>>> groups = new LinkedHashMap<>();
    for (Map<String, Object> row : table.flatRows(range.intersect(visible))) {
      if ((!zoned || row.get("zone") != null)
          && (!filtered || row.get("long") instanceof Long value && value > 40)) {
        groups.computeIfAbsent(key(row, grouping), unused -> new ArrayList<>()).add(row);
      }
    }
    List<String> expected = new ArrayList<>();
    groups.forEach((key, rows) -> expected.add(line(key, rows, aggregates)));
    List<String> found;
    try (BatchCursor cursor =
        AggregateScan.open(RandomTable.SCHEMA, table.sources, visible, request, context)) {
      int columns =
          grouping.columns().size() + (grouping.binNanos() > 0 ? 1 : 0) + aggregates.size();
      found = BatchCursorContract.read(cursor, columns);
    }
    assertEquals(
        expected.stream().sorted().toList(), found.stream().sorted().toList(), name + request);
  }

  private static List<Object> key(Map<String, Object> row, Grouping grouping) {
    List<Object> key = new ArrayList<>();
    grouping.columns().forEach(column -> key.add(Objects.requireNonNullElse(row.get(column), "-")));
    if (grouping.binNanos() > 0) {
      key.add(Math.floorDiv((Long) row.get("time"), grouping.binNanos()) * grouping.binNanos());
    }
    return key;
  }

  private static String line(
      List<Object> key, List<Map<String, Object>> rows, List<Aggregate> aggregates) {
    List<String> parts = new ArrayList<>();
    key.forEach(part -> parts.add(part.toString()));
    for (Aggregate aggregate : aggregates) {
      Object figure = figure(rows, aggregate);
      boolean text = aggregate.column().equals("text");
      parts.add(figure == null ? "-" : text ? "'" + figure + "'" : figure.toString());
    }
    return String.join(" ", parts);
  }

  /** Rows come in the order of series and time. */
  private static Object figure(List<Map<String, Object>> rows, Aggregate aggregate) {
    String column = aggregate.column();
    Comparator<Map<String, Object>> byTime = Comparator.comparingLong(r -> (Long) r.get("time"));
    List<Object> values = rows.stream().map(r -> r.get(column)).filter(Objects::nonNull).toList();
    return switch (aggregate.function()) {
      case COUNT -> (long) (column.isEmpty() ? rows.size() : values.size());
      case SUM ->
          values.isEmpty()
              ? null
              : (Object) (values.stream().mapToDouble(v -> (Double) v).sum() + 0.0);
      case AVG -> average(values);
      case MIN -> values.stream().min(RandomAggregateTest::compare).orElse(null);
      case MAX -> values.stream().max(RandomAggregateTest::compare).orElse(null);
      // min takes the first of equal ones.
      case FIRST -> rows.stream().min(byTime).orElseThrow().get(column);
      case LAST -> rows.stream().min(byTime.reversed()).orElseThrow().get(column);
    };
  }

  private static Object average(List<Object> values) {
    if (values.isEmpty()) {
      return null;
    }
    if (values.getFirst() instanceof Double) {
      return values.stream().mapToDouble(v -> (Double) v).sum() / values.size() + 0.0;
    }
    BigInteger sum =
        values.stream()
            .map(v -> BigInteger.valueOf((Long) v))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return sum.doubleValue() / values.size();
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object two) {
    return ((Comparable<Object>) one).compareTo(two);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void aTableWithoutPointsHasNoGroups(long bin) {
    AggregateRequest request =
        AggregateRequest.of(Grouping.NONE.withBins(bin - 1), Aggregate.count());
    try (BatchCursor cursor =
        AggregateScan.open(RandomTable.SCHEMA, List.of(), TimeRange.ALL, request, Parts.CONTEXT)) {
      assertEquals(List.of(), Stream.generate(cursor::advance).limit(2).filter(b -> b).toList());
    }
  }
}
