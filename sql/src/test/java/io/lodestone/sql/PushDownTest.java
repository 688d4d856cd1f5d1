package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.Literal;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.ValuePredicate;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a scan is asked for. */
final class PushDownTest {
  private static final long TEN = 1_709_287_200_000_000_000L; // 2024-03-01 10:00

  private final MemoryTables tables = SampleTables.create();
  private final SqlEngine engine =
      new SqlEngine(tables, InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);

  @Test
  void boundsOfTimeBecomeTheRange() {
    assertEquals(
        new TimeRange(TEN, TEN + 60_000_000_001L),
        request("time BETWEEN '2024-03-01 10:00' AND '2024-03-01 10:01'").range());
    assertEquals(
        new TimeRange(TEN + 1, Long.MAX_VALUE), request("'2024-03-01 10:00' < time").range());
    assertEquals(TimeRange.at(TEN), request("time = '2024-03-01 10:00'").range());
    assertEquals(
        new TimeRange(TEN, TEN + 1_800_000_000_000L),
        request(
                "cpu > 0 AND time >= '2024-03-01 10:00' AND (time < '2024-03-01 10:30' AND cpu < 9)")
            .range());
  }

  @Test
  void nowIsAConstantOfTheQuery() {
    assertEquals(
        new TimeRange(TEN + 3_600_000_000_000L + 123_000_000L, Long.MAX_VALUE),
        request("time >= ago(1h)").range());
  }

  @Test
  void boundsThatMayNotHoldForEveryRowStayBehind() {
    assertEquals(TimeRange.ALL, request("time > '2024-03-01' OR cpu > 1").range());
    assertEquals(TimeRange.ALL, request("time + 1h > '2024-03-01'").range());
    assertEquals(TimeRange.ALL, request("NOT time > '2024-03-01'").range());
  }

  @Test
  void comparisonsOfDimensionsBecomeSeriesConditions() {
    assertEquals(
        List.of(
            new SeriesPredicate.In("region", Set.of("eu")),
            new SeriesPredicate.In("measure_name", Set.of("load", "temp")),
            new SeriesPredicate.NotIn("hostname", Set.of("db_1"))),
        request("region = 'eu' AND measure_name IN ('load', 'temp') AND hostname <> 'db_1'")
            .series());
    assertEquals(
        List.of(new SeriesPredicate.IsPresent("region"), new SeriesPredicate.IsAbsent("hostname")),
        request("region IS NOT NULL AND hostname IS NULL").series());
    assertEquals(
        List.of(new SeriesPredicate.In("region", Set.of("eu", "us", "ap"))),
        request("region = 'eu' OR 'us' = region OR region IN ('ap')").series());
    assertEquals(
        List.of(new SeriesPredicate.NotIn("region", Set.of("eu", "us"))),
        request("NOT (region = 'eu' OR region = 'us')").series());
  }

  @Test
  void conditionsThatAScanDoesNotKnowStayBehind() {
    assertEquals(List.of(), request("region LIKE 'e%'").series());
    assertEquals(List.of(), request("region > 'e'").series());
    assertEquals(List.of(), request("region = hostname").series());
    assertEquals(List.of(), request("region = 'eu' OR hostname = 'db_1'").series());
    assertEquals(List.of(), request("region NOT IN ('eu', NULL)").series());
    assertEquals(List.of(), request("note = 'ok'").series());
  }

  @Test
  void onlyColumnsThatAreUsedAreRead() {
    assertEquals(List.of("cpu"), request("region = 'eu' AND time > ago(1d)").columns());
    assertEquals(List.of("cpu"), request("requests > 5").columns());
    assertEquals(List.of("cpu", "requests"), request("requests + 1 > 5").columns());
    Answer.of(engine, "SELECT 1 FROM shop.hosts");
    assertEquals(List.of(), last().columns());
    Answer.of(
        engine,
        "SELECT a FROM (SELECT cpu AS a, note AS b, hostname AS c FROM shop.hosts) ORDER BY c");
    assertEquals(List.of("hostname", "cpu"), last().columns());
  }

  @Test
  void lastPointsFoundByAJoinAreReadAtTheirTimesAlone() {
    assertEquals(
        List.of("hostname varchar | cpu double", "web-1 | NULL", "web-2 | 5.0", "db_1 | 98.0"),
        Answer.of(
            engine,
            "SELECT h.hostname, h.cpu FROM shop.hosts h JOIN"
                + " (SELECT hostname, max(time) AS time FROM shop.hosts GROUP BY hostname) l"
                + " ON h.hostname = l.hostname AND h.time = l.time"));
    assertEquals(new TimeRange(TEN + 1_200_000_000_000L, TEN + 3_900_000_000_002L), last().range());
    Answer.of(
        engine,
        "SELECT h.cpu FROM shop.hosts h LEFT JOIN (SELECT max(time) AS time FROM shop.hosts) l"
            + " ON h.time = l.time");
    assertEquals(TimeRange.ALL, last().range());
    Answer.of(
        engine,
        "SELECT h.cpu FROM (SELECT * FROM shop.hosts LIMIT 3) h JOIN (SELECT max(time) AS time FROM"
            + " shop.hosts) l ON h.time = l.time");
    assertEquals(TimeRange.ALL, last().range());
  }

  @Test
  void conditionsOfAJoinReachBothScans() {
    Answer.of(
        engine,
        "SELECT a.cpu, b.requests FROM shop.hosts a JOIN shop.hosts b"
            + " ON a.time = b.time AND a.hostname = b.hostname"
            + " WHERE a.time <= '2024-03-01 10:00' AND b.hostname = 'web-1'");
    assertEquals(2, requests().size());
    // The second is read when the times of the first are known.
    assertEquals(new TimeRange(Long.MIN_VALUE, TEN + 1), requests().getFirst().range());
    assertEquals(TimeRange.at(TEN), requests().getLast().range());
    for (ScanRequest request : requests()) {
      assertEquals(List.of(new SeriesPredicate.In("hostname", Set.of("web-1"))), request.series());
    }
    assertEquals(
        Set.of(List.of("hostname", "time", "cpu"), List.of("hostname", "time", "requests")),
        Set.copyOf(requests().stream().map(ScanRequest::columns).toList()));
  }

  @Test
  void conditionsOfAnOuterJoinReachTheSidesThatTheyMay() {
    Answer.of(
        engine,
        "SELECT a.cpu, b.cpu FROM shop.hosts a LEFT JOIN shop.hosts b"
            + " ON a.hostname = b.hostname AND b.time >= '2024-03-01 10:00' AND a.region = 'eu'"
            + " WHERE a.hostname IN ('web-1', 'web-2') AND b.region IS NULL");
    ScanRequest right = requests().get(0);
    ScanRequest left = requests().get(1);
    List<SeriesPredicate> hosts =
        List.of(new SeriesPredicate.In("hostname", Set.of("web-1", "web-2")));
    assertEquals(hosts, left.series());
    assertEquals(TimeRange.ALL, left.range());
    assertEquals(hosts, right.series());
    assertEquals(new TimeRange(TEN, Long.MAX_VALUE), right.range());
  }

  @Test
  void theAnswerOfASubQueryBoundsTheScanLikeAConstant() {
    assertEquals(
        new TimeRange(TEN + 3_600_000_000_000L, Long.MAX_VALUE),
        request("time > (SELECT max(time) - 1ns FROM shop.hosts WHERE hostname = 'web-2')")
            .range());
    assertEquals(
        List.of(new SeriesPredicate.In("hostname", Set.of("web-1", "web-2"))),
        request("hostname IN (SELECT hostname FROM shop.hosts WHERE region IS NOT NULL)").series());
  }

  @Test
  void aSubQueryIsAskedForEveryRowWithTheRowsOwnBounds() {
    Answer.of(
        engine,
        "SELECT h, (SELECT stddev(cpu) FROM shop.hosts WHERE hostname = h)"
            + " FROM (VALUES 'web-1', 'web-2', 'web-1') t(h)");
    assertEquals(
        List.of(
            List.of(new SeriesPredicate.In("hostname", Set.of("web-1"))),
            List.of(new SeriesPredicate.In("hostname", Set.of("web-2")))),
        requests().stream().map(ScanRequest::series).toList());
  }

  @Test
  void conditionsOnASubQueryReachItsScan() {
    Answer.of(
        engine,
        "SELECT * FROM (SELECT hostname AS h, bin(time, 1h) AS b, stddev(cpu) AS m FROM shop.hosts"
            + " GROUP BY hostname, bin(time, 1h)) WHERE h = 'web-1' AND m > 1");
    assertEquals(List.of(new SeriesPredicate.In("hostname", Set.of("web-1"))), last().series());
  }

  @Test
  void comparisonsOfMeasuresWithConstantsBecomeConditionsOfTheScan() {
    assertEquals(
        List.of(
            compare("cpu", ValuePredicate.Operator.GREATER, new Literal.Floating(5)),
            compare("requests", ValuePredicate.Operator.LESS_OR_EQUAL, new Literal.Bigint(200)),
            compare("note", ValuePredicate.Operator.EQUAL, new Literal.Text("ok")),
            compare("healthy", ValuePredicate.Operator.EQUAL, new Literal.Truth(true)),
            new ValuePredicate.IsNotNull("booted")),
        request("cpu > 5 AND 200 >= requests AND note = 'ok' AND healthy AND booted IS NOT NULL")
            .values());
    assertEquals(
        List.of(), request("requests > 5e0 AND cpu = NULL AND cpu + 1 > requests").values());
  }

  private static ValuePredicate compare(
      String column, ValuePredicate.Operator operator, Literal literal) {
    return new ValuePredicate.Compare(column, operator, literal);
  }

  @Test
  void groupsBySeriesColumnsAndBinsAreComputedByTheTable() {
    AggregateRequest asked =
        figures(
            "SELECT bin(time, 30m), region, count(*), count(cpu), sum(requests), avg(requests),"
                + " min(cpu), max(time), max_by(note, time), min_by(cpu, time) FROM shop.hosts"
                + " WHERE time >= '2024-03-01 10:00' AND hostname <> 'db_1' AND requests > 0"
                + " GROUP BY bin(time, 30m), region");
    assertEquals(new TimeRange(TEN, Long.MAX_VALUE), asked.range());
    assertEquals(List.of(new SeriesPredicate.NotIn("hostname", Set.of("db_1"))), asked.series());
    assertEquals(
        List.of(compare("requests", ValuePredicate.Operator.GREATER, new Literal.Bigint(0))),
        asked.values());
    assertEquals(Grouping.byColumns("region").withBins(1_800_000_000_000L), asked.grouping());
    assertEquals(
        List.of(
            Aggregate.count(),
            Aggregate.of(Aggregate.Function.COUNT, "cpu"),
            Aggregate.of(Aggregate.Function.SUM, "requests"),
            Aggregate.of(Aggregate.Function.AVG, "requests"),
            Aggregate.of(Aggregate.Function.MIN, "cpu"),
            Aggregate.of(Aggregate.Function.MAX, "time"),
            Aggregate.of(Aggregate.Function.LAST, "note"),
            Aggregate.of(Aggregate.Function.FIRST, "cpu")),
        asked.aggregates());
  }

  @Test
  void aNamedQueryThatIsUsedTwiceIsAskedOnce() {
    Answer.of(
        engine,
        "WITH a AS (SELECT hostname, max(cpu) AS m FROM shop.hosts GROUP BY hostname)"
            + " SELECT x.m, (SELECT avg(m) FROM a) FROM a x JOIN a y ON x.hostname = y.hostname");
    assertEquals(1, tables.table("shop", "hosts").figures().size());
  }

  @Test
  void otherGroupsAreNot() {
    for (String sql :
        new String[] {
          "SELECT count(DISTINCT cpu) FROM shop.hosts",
          "SELECT count(*) FILTER (WHERE cpu > 1) FROM shop.hosts",
          "SELECT count(region) FROM shop.hosts",
          "SELECT sum(cpu + 1) FROM shop.hosts",
          "SELECT count(*) FROM shop.hosts GROUP BY note",
          "SELECT count(*) FROM shop.hosts GROUP BY bin(booted, 1h)",
          "SELECT count(*) FROM shop.hosts GROUP BY bin(time, 1h), bin(time, 2h)",
          "SELECT count(*) FROM shop.hosts GROUP BY ROLLUP (region)",
          "SELECT count(*) FROM shop.hosts WHERE cpu > requests",
          "SELECT max_by(cpu, requests) FROM shop.hosts"
        }) {
      Answer.of(engine, sql);
      assertEquals(List.of(), tables.table("shop", "hosts").figures(), sql);
    }
  }

  @Test
  void theFirstRowsInTheOrderOfTimeAreReadInThatOrder() {
    Answer.of(engine, "SELECT cpu, time FROM shop.hosts ORDER BY time DESC LIMIT 3");
    assertEquals(ScanRequest.Order.TIME_DESCENDING, last().order());
    assertEquals(3, last().limit());
    Answer.of(
        engine, "SELECT cpu FROM shop.hosts WHERE region = 'eu' ORDER BY time OFFSET 1 LIMIT 2");
    assertEquals(ScanRequest.Order.TIME_ASCENDING, last().order());
    assertEquals(3, last().limit());
    Answer.of(engine, "SELECT cpu FROM shop.hosts LIMIT 2");
    assertEquals(ScanRequest.Order.ANY, last().order());
    assertEquals(2, last().limit());
    for (String order : new String[] {"cpu", "time, cpu", "time + 1h"}) {
      Answer.of(engine, "SELECT cpu FROM shop.hosts ORDER BY " + order + " LIMIT 3");
      assertEquals(ScanRequest.NO_LIMIT, last().limit(), order);
    }
    assertEquals(ScanRequest.NO_LIMIT, request("cpu > requests LIMIT 1").limit());
  }

  private AggregateRequest figures(String sql) {
    Answer.of(engine, sql);
    return tables.table("shop", "hosts").figures().getLast();
  }

  @Test
  void anEmptyRangeIsNotScannedAtAll() {
    assertEquals(
        List.of("cpu double"),
        Answer.of(
            engine,
            "SELECT cpu FROM shop.hosts WHERE time > '2024-01-02' AND time < '2024-01-01'"));
    assertEquals(List.of(), tables.table("shop", "hosts").requests());
  }

  private ScanRequest request(String condition) {
    Answer.of(engine, "SELECT cpu FROM shop.hosts WHERE " + condition);
    return last();
  }

  private ScanRequest last() {
    return requests().getLast();
  }

  private List<ScanRequest> requests() {
    return tables.table("shop", "hosts").requests();
  }
}
