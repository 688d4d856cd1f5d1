package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Literal;
import io.lodestone.scan.RequestCodec;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.ScanRequest.Order;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.ValuePredicate;
import io.lodestone.scan.ValuePredicate.Between;
import io.lodestone.scan.ValuePredicate.Compare;
import io.lodestone.scan.ValuePredicate.Operator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans of random tables are held against a filter over a sorted map. */
class RandomScanTest {
  private record Condition(
      ValuePredicate predicate, java.util.function.Predicate<Map<String, Object>> test) {}

  private static final List<Condition> CONDITIONS =
      List.of(
          condition("long", Operator.GREATER, 90),
          condition("long", Operator.EQUAL, 7),
          condition("long", Operator.NOT_EQUAL, 7),
          condition("long", Operator.LESS_OR_EQUAL, 3),
          new Condition(
              new Between("double", new Literal.Floating(-1), new Literal.Floating(0.0)),
              row -> row.get("double") instanceof Double d && d >= -1 && d <= 0.0),
          new Condition(
              new Compare("text", Operator.LESS, new Literal.Text("t2")),
              row -> row.get("text") instanceof String s && s.compareTo("t2") < 0),
          new Condition(
              new Compare("flag", Operator.EQUAL, new Literal.Truth(true)),
              row -> Boolean.TRUE.equals(row.get("flag"))),
          new Condition(
              new Compare("at", Operator.GREATER_OR_EQUAL, new Literal.Timestamp(990)),
              row -> row.get("at") instanceof Long t && t >= 990),
          new Condition(new ValuePredicate.IsNull("text"), row -> row.get("text") == null),
          new Condition(new ValuePredicate.IsNotNull("at"), row -> row.get("at") != null));

  private static Condition condition(String column, Operator operator, long literal) {
    return new Condition(
        new Compare(column, operator, new Literal.Bigint(literal)),
        row -> {
          if (!(row.get(column) instanceof Long value)) {
            return false;
          }
          return switch (operator) {
            case EQUAL -> value == literal;
            case NOT_EQUAL -> value != literal;
            case LESS -> value < literal;
            case LESS_OR_EQUAL -> value <= literal;
            case GREATER -> value > literal;
            case GREATER_OR_EQUAL -> value >= literal;
          };
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void scansAgreeWithASortedMap(long seed) throws IOException {
    Random random = new Random(seed);
    RandomTable table = RandomTable.of(seed, 1 + random.nextInt(6), 4_000);
    for (int i = 0; i < 30; i++) {
      check(table, random, "seed " + seed + ", scan " + i);
    }
  }

  private static void check(RandomTable table, Random random, String name) {
    List<String> columns = new ArrayList<>();
    RandomTable.SCHEMA
        .columns()
        .forEach(column -> columns.add(random.nextInt(3) > 0 ? column.name() : "time"));
    long start = random.nextLong(6_000);
    TimeRange range =
        random.nextBoolean() ? TimeRange.ALL : new TimeRange(start, start + random.nextLong(4_000));
    TimeRange visible =
        random.nextBoolean() ? TimeRange.ALL : new TimeRange(random.nextLong(3_000), 1L << 40);
    List<Condition> conditions =
        CONDITIONS.stream().filter(unused -> random.nextInt(6) == 0).toList();
    boolean someHosts = random.nextBoolean();
    Set<String> hosts = Set.of("h1", "h4", "h5");
    Order order = Order.values()[random.nextInt(Order.values().length)];
    long limit = random.nextInt(3) == 0 ? random.nextInt(400) : ScanRequest.NO_LIMIT;
    ScanRequest request =
        ScanRequest.of(columns.toArray(String[]::new))
            .withRange(range)
            .withSeries(
                someHosts
                    ? new SeriesPredicate[] {new SeriesPredicate.In("host", hosts)}
                    : new SeriesPredicate[0])
            .withValues(
                conditions.stream().map(Condition::predicate).toArray(ValuePredicate[]::new))
            .withOrder(order)
            .withLimit(limit);
    request = RequestCodec.decodeScan(RequestCodec.encode(request));

    Stream<Map<String, Object>> rows =
        table.flatRows(range.intersect(visible)).stream()
            .filter(row -> !someHosts || hosts.contains(row.get("host")))
            .filter(row -> conditions.stream().allMatch(c -> c.test().test(row)));
    Comparator<Map<String, Object>> byTime = Comparator.comparingLong(r -> (Long) r.get("time"));
    rows =
        switch (order) {
          case ANY, SERIES_TIME -> rows;
          case TIME_ASCENDING -> rows.sorted(byTime);
          case TIME_DESCENDING -> rows.sorted(byTime.reversed());
        };
    ScanRequest asked = request;
    List<String> expected = rows.map(row -> RandomTable.line(row, asked)).toList();
    List<String> found;
    try (BatchCursor cursor =
        TableScan.open(RandomTable.SCHEMA, table.sources, visible, request, Parts.CONTEXT)) {
      found = BatchCursorContract.read(cursor, request.columns().size());
    }
    if (order == Order.ANY) {
      // Which rows a limit keeps is open, and so is their order.
      assertEquals(Math.min(limit, expected.size()), found.size(), name + " " + request);
      List<String> left = new ArrayList<>(expected);
      found.forEach(row -> assertEquals(true, left.remove(row), name + ": " + row));
    } else {
      assertEquals(expected.stream().limit(limit).toList(), found, name + " " + request);
    }
  }
}
