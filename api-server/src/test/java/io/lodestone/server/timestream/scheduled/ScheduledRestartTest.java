package io.lodestone.server.timestream.scheduled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineOptions;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a scheduled query is after a stop, a kill and a loss of power, in the middle of a run too.
 */
@ExtendWith(SeedExtension.class)
class ScheduledRestartTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** One row a run, at the minute it is for. */
  private static final String QUERY =
      "SELECT ''a'' AS host, @scheduled_runtime AS at, count(*) AS n FROM plant.raw";

  private static final String TARGET =
      "'DatabaseName':'plant','TableName':'target','TimeColumn':'at',"
          + "'DimensionMappings':[{'Name':'host','DimensionValueType':'VARCHAR'}],"
          + "'MixedMeasureMappings':[{'SourceColumn':'n','MeasureValueType':'BIGINT'}]";

  private static final String TIMES = "SELECT time FROM plant.target ORDER BY time";

  private final ManualClock clock = new ManualClock(START);

  private ScheduledService open(CrashableDirectory disk) throws IOException {
    return new ScheduledService(disk, clock, 1, EngineOptions.DEFAULT);
  }

  private static String prepare(ScheduledService service) {
    service.createTable("plant", "raw");
    service.createTable("plant", "target");
    service.writeLoads("plant", "raw", "a 2026-01-01T00:00:00Z 1");
    return service.create("q1", "rate(1 minute)", QUERY, TARGET);
  }

  @Test
  void everythingIsAsItWas() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    String description;
    String arn;
    try (ScheduledService service = open(disk)) {
      arn = prepare(service);
      service.success(
          "TagResource", "{'ResourceARN':'" + arn + "','Tags':[{'Key':'k','Value':'v'}]}");
      service.advance(Duration.ofMinutes(1));
      description = service.describe(arn);
    }
    try (ScheduledService service = open(disk)) {
      assertEquals(description, service.describe(arn));
      assertEquals(
          "{'Tags':[{'Key':'k','Value':'v'}]}",
          service.success("ListTagsForResource", "{'ResourceARN':'" + arn + "'}"));
    }
  }

  @Test
  void whatWasMissedIsMadeUpForButNoMoreThanTheNewestOnes() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    try (ScheduledService service = open(disk)) {
      prepare(service);
      service.advance(Duration.ofMinutes(1));
    }
    clock.advance(Duration.ofMinutes(10));
    try (ScheduledService service = open(disk)) {
      service.settle();

      assertEquals(
          List.of(
              "2026-01-01 00:01:00.000000000",
              "2026-01-01 00:09:00.000000000",
              "2026-01-01 00:10:00.000000000",
              "2026-01-01 00:11:00.000000000"),
          service.query(TIMES));
      assertTrue(service.log().contains("event=\"scheduled runs skipped\""), service.log());
      service.advance(Duration.ofMinutes(1));
      assertEquals(5, service.query(TIMES).size());
    }
  }

  @Test
  void aRunThatWasAcknowledgedIsNotForgotten() throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    ScheduledService killed = open(disk);
    String arn = prepare(killed);
    killed.success(
        "ExecuteScheduledQuery", "{'ScheduledQueryArn':'" + arn + "','InvocationTime':1767225000}");

    try (ScheduledService service = open(disk.kill())) {
      service.settle();
      assertEquals(List.of("2025-12-31 23:50:00.000000000"), service.query(TIMES));
      assertTrue(service.describe(arn).contains("MANUAL_TRIGGER_SUCCESS"), service.describe(arn));
      service.settle();
      assertEquals(1, service.told.size(), service.told.toString());
    }
  }

  /** The power goes at each act of the disk during a run, which the next start makes good. */
  @Test
  void aRunInTheMiddleOfWhichThePowerGoesIsRepeated(Seed seed) throws IOException {
    SplittableRandom random = seed.random();
    int act = 1;
    while (crashAt(act, random)) {
      act++;
    }
    assertTrue(act > 3, "a run does no more than " + act + " acts");
  }

  /**
   * @param act the first one of the run that does not get to the disk any more
   * @return false when the run does not do so many
   */
  private static boolean crashAt(int act, SplittableRandom random) throws IOException {
    CrashableDirectory disk = new CrashableDirectory();
    Faults faults = new Faults();
    ManualClock clock = new ManualClock(START);
    ScheduledService dying =
        new ScheduledService(
            new FaultyDirectory(disk, faults), clock, random.nextLong(), EngineOptions.DEFAULT);
    String arn = prepare(dying);
    clock.advance(Duration.ofMinutes(1));
    long first = faults.acts() + act;
    for (int i = 0; i < 1_000; i++) {
      faults.failAt(first + i, Faults.Fault.EIO);
    }
    dying.settle();
    boolean reached = faults.acts() >= first;
    try (ScheduledService service =
        new ScheduledService(
            disk.crash(random.nextLong()), clock, random.nextLong(), EngineOptions.DEFAULT)) {
      clock.advance(Duration.ofSeconds(30));
      service.settle();
      assertEquals(
          List.of("2026-01-01 00:01:00.000000000,1"),
          service.query("SELECT time, measure_value::bigint FROM plant.target"),
          "after a crash at act " + act);
      String description = service.describe(arn);
      assertTrue(description.contains("'NextInvocationTime':1767225720.000"), description);
      assertTrue(description.contains("'PreviousInvocationTime':1767225660.000"), description);
    }
    return reached;
  }
}
