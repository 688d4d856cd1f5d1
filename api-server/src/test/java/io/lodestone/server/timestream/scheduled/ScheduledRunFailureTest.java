package io.lodestone.server.timestream.scheduled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that fail: what is stored all the same, what is told, and whether the schedule goes on. */
class ScheduledRunFailureTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TARGET =
      "'DatabaseName':'plant','TableName':'target','TimeColumn':'at',"
          + "'DimensionMappings':[{'Name':'host','DimensionValueType':'VARCHAR'}],"
          + "'MixedMeasureMappings':[{'SourceColumn':'n','MeasureValueType':'BIGINT'}]";

  private final ManualClock clock = new ManualClock(START);
  private final Faults faults = new Faults();
  private ScheduledService service;

  @BeforeEach
  void open() throws IOException {
    service =
        new ScheduledService(
            new FaultyDirectory(new CrashableDirectory(), faults), clock, 1, EngineOptions.DEFAULT);
    service.createTable("plant", "raw");
    service.createTable("plant", "target");
    service.writeLoads("plant", "raw", "a 2026-01-01T00:00:00Z 1");
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void whatIsNotStoredIsReportedAndTheScheduleGoesOn() throws IOException {
    String arn =
        service.create(
            "q1",
            "rate(1 minute)",
            "SELECT * FROM (VALUES (''a'', timestamp ''2026-01-01 00:00:00'', bigint ''1''),"
                + " (''b'', NULL, bigint ''2''), (''c'', timestamp ''2026-01-02 00:00:00'', bigint ''3''),"
                + " (''a'', timestamp ''2026-01-01 00:00:00'', bigint ''4'')) AS t (host, at, n)",
            TARGET);
    service.advance(Duration.ofMinutes(1));

    assertEquals(
        List.of("a,1"), service.query("SELECT host, measure_value::bigint FROM plant.target"));
    String id = arn.substring(arn.indexOf("q1-"));
    String key = "sq/" + id + "/1767225660/Auto/1767225660000";
    String description = service.describe(arn);
    assertTrue(description.contains("'State':'ENABLED'"), description);
    assertTrue(
        description.contains(
            "'LastRunSummary':{'InvocationTime':1767225660.000,'TriggerTime':1767225660.000,"
                + "'RunStatus':'AUTO_TRIGGER_FAILURE','ExecutionStats':{'ExecutionTimeInMillis':0,"
                + "'DataWrites':1024,'BytesMetered':10000000,'CumulativeBytesScanned':0,"
                + "'RecordsIngested':1,'QueryResultRows':4},'ErrorReportLocation':{'S3ReportLocation':"
                + "{'BucketName':'reports','ObjectKey':'"
                + key
                + "'}},'FailureReason':'3 rows or records were not stored: The time column is NULL."
                + " See the error report.'}"),
        description);
    String report = service.object("reports", key);
    assertTrue(
        report.matches(
            "\\{'reportId':'[A-Z2-7]{26}','errors':\\[\\{'reason':'The time column is NULL.','rawLine':'b,NULL,2'},"
                + "\\{'reason':'The record timestamp is outside the time range .*','records':\\[\\{'dimensions':"
                + "\\[\\{'name':'host','value':'c','dimensionValueType':null}],'measureName':'n','measureValue':'3',"
                + "'measureValues':null,'measureValueType':'BIGINT','time':'1767312000000000000',"
                + "'timeUnit':'NANOSECONDS','version':1767225660000}]},"
                + "\\{'reason':'A record already exists with the same time.*'measureValue':'4'.*}]}]}"),
        report);
    assertTrue(
        service
            .told
            .getLast()
            .startsWith(
                "{'type':'AUTO_TRIGGER_FAILURE','arn':'"
                    + arn
                    + "','nextInvocationEpochSecond':1767225720,'scheduledQueryRunSummary':"
                    + "{'invocationEpochSecond':1767225660,'triggerTimeMillis':1767225660000,"
                    + "'runStatus':'AUTO_TRIGGER_FAILURE','executionStats':{'executionTimeInMillis':0,"
                    + "'dataWrites':1024,'bytesMetered':10000000,'cumulativeBytesScanned':0,"
                    + "'recordsIngested':1,'queryResultRows':4},'errorReportLocation':{'s3ReportLocation':"
                    + "{'bucketName':'reports','objectKey':'"
                    + key
                    + "'}},'failureReason':'3 rows"),
        service.told.getLast());

    for (int i = 0; i < 6; i++) {
      service.advance(Duration.ofMinutes(1));
    }
    String later = service.describe(arn);
    // The last five, the newest first.
    assertEquals(
        5,
        later.substring(later.indexOf("RecentlyFailedRuns")).split("AUTO_TRIGGER_FAILURE").length
            - 1);
    assertTrue(later.contains("'RecentlyFailedRuns':[{'InvocationTime':1767226020.000"), later);
  }

  @Test
  void aTableThatIsGoneSwitchesTheScheduleOff() {
    String arn =
        service.create(
            "q1", "rate(1 minute)", "SELECT host, time AS at, 1 AS n FROM plant.raw", TARGET);
    service.success("DeleteTable", "{'DatabaseName':'plant','TableName':'target'}");
    service.advance(Duration.ofMinutes(1));

    assertSwitchedOff(arn, "The table target in database plant does not exist.");
    service.advance(Duration.ofMinutes(10));
    assertEquals(3, service.told.size(), service.told.toString());
  }

  @Test
  void aColumnThatIsGoneSwitchesTheScheduleOff() {
    String arn =
        service.create(
            "q1", "rate(1 minute)", "SELECT host, time AS at, 1 AS n FROM plant.raw", TARGET);
    service.success("DeleteTable", "{'DatabaseName':'plant','TableName':'raw'}");
    service.createTable("plant", "raw");
    service.advance(Duration.ofMinutes(1));

    assertSwitchedOff(arn, "line 1:8: Column 'host' does not exist");
  }

  @Test
  void anErrorOfTheStatementSwitchesTheScheduleOff() {
    String arn =
        service.create(
            "q1",
            "rate(1 minute)",
            "SELECT host, time AS at, 1 / (1 - length(host)) AS n FROM plant.raw",
            TARGET);
    service.advance(Duration.ofMinutes(1));

    assertSwitchedOff(arn, "Division by zero");
  }

  private void assertSwitchedOff(String arn, String reason) {
    String description = service.describe(arn);
    assertTrue(description.contains("'State':'DISABLED'"), description);
    assertTrue(description.contains("'FailureReason':'" + reason + "'"), description);
    assertTrue(service.told.get(1).startsWith("{'type':'AUTO_TRIGGER_FAILURE'"));
    assertEquals(
        "{'type':'SCHEDULED_QUERY_UPDATE','arn':'" + arn + "','state':'DISABLED'}",
        service.told.get(2));
  }

  @Test
  void aWriteThatIsThrottledIsTriedAgainForAWhile() throws IOException {
    CommitOptions usual = CommitOptions.DEFAULT;
    // No write gets in.
    CommitOptions full =
        new CommitOptions(
            0,
            usual.queueBytesMax(),
            usual.frameBytesTarget(),
            usual.framesInFlightMax(),
            usual.batchBytesMax(),
            usual.futureMillisMax(),
            usual.limits());
    try (ScheduledService throttled =
        new ScheduledService(
            new CrashableDirectory(), clock, 1, EngineOptions.DEFAULT.withCommit(full))) {
      throttled.createTable("plant", "target");
      String arn =
          throttled.create(
              "q1",
              "rate(1 day)",
              "SELECT ''a'' AS host, timestamp ''2026-01-01 00:00:00'' AS at, 1 AS n",
              TARGET);
      throttled.execute(arn, START);
      for (int pause = 0; pause < 9; pause++) {
        assertTrue(!throttled.describe(arn).contains("LastRunSummary"), "pause " + pause);
        throttled.advance(Duration.ofSeconds(30));
      }
      String description = throttled.describe(arn);
      assertTrue(description.contains("MANUAL_TRIGGER_FAILURE"), description);
      assertTrue(description.contains("'State':'ENABLED'"), description);
    }
  }

  @Test
  void aDiskThatRefusesTheRecordOfARunIsAskedAgain() {
    String arn =
        service.create(
            "q1", "rate(1 minute)", "SELECT host, time AS at, 1 AS n FROM plant.raw", "");
    faults.failAll(Faults.Act.SYNC, Faults.Fault.EIO);
    service.advance(Duration.ofMinutes(1));
    assertEquals(1, service.told.size(), service.told.toString());
    assertTrue(!service.describe(arn).contains("LastRunSummary"));
    assertTrue(service.log().contains("scheduled run not remembered yet"), service.log());

    faults.heal();
    service.advance(Duration.ofSeconds(2));
    assertTrue(service.describe(arn).contains("AUTO_TRIGGER_SUCCESS"), service.describe(arn));
    assertEquals(2, service.told.size(), service.told.toString());
  }
}
