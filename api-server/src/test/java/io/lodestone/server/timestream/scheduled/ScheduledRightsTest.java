package io.lodestone.server.timestream.scheduled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineOptions;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody gains a right by a schedule: not when a query is created, and not when it runs. */
class ScheduledRightsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ARN = "arn:aws:timestream:eu-west-1:000000000000:";
  private static final String QUERY = "SELECT host, time AS at, 1 AS n FROM plant.raw";
  private static final String TARGET =
      "'DatabaseName':'plant','TableName':'target','TimeColumn':'at',"
          + "'DimensionMappings':[{'Name':'host','DimensionValueType':'VARCHAR'}],"
          + "'MixedMeasureMappings':[{'SourceColumn':'n','MeasureValueType':'BIGINT'}]";

  private static final String ALL = "{'Statement':[" + allow("*", "*") + "]}";

  private final ManualClock clock = new ManualClock(START);
  private ScheduledService service;

  private static String allow(String action, String resource) {
    return "{'Effect':'Allow','Action':'timestream:"
        + action
        + "','Resource':'"
        + (resource.equals("*") ? resource : ARN + resource)
        + "'}";
  }

  private static String deny(String action, String resource) {
    return allow(action, resource).replace("Allow", "Deny");
  }

  @BeforeEach
  void open() throws IOException {
    service = new ScheduledService(new CrashableDirectory(), clock, 1, EngineOptions.DEFAULT);
    service.createTable("plant", "raw");
    service.createTable("plant", "target");
    service.writeLoads("plant", "raw", "a 2026-01-01T00:00:00Z 1");
    service.putKey("ANN", "ann", ALL);
  }

  @AfterEach
  void close() {
    service.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Select,database/plant/table/raw",
    "WriteRecords,database/plant/table/target",
    "CreateScheduledQuery,scheduled-query/team-*"
  })
  void whoMayNotReadOrWriteMayNotSchedule(String action, String resource) {
    service.putKey(
        "ANN", "ann", "{'Statement':[" + allow("*", "*") + "," + deny(action, resource) + "]}");
    String request = ScheduledService.request("team-a", "rate(1 minute)", QUERY, TARGET);

    String failure = service.as("ANN").failure("CreateScheduledQuery", request);

    assertTrue(failure.startsWith("403 {'__type':'AccessDeniedException'"), failure);
    assertTrue(failure.contains("timestream:" + action + " on resource: " + ARN), failure);
    assertTrue(service.log().contains("outcome=AccessDeniedException"), service.log());
    assertEquals("{'ScheduledQueries':[]}", service.success("ListScheduledQueries", "{}"));
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeScheduledQuery,''",
    "DeleteScheduledQuery,''",
    "UpdateScheduledQuery,',''State'':''DISABLED'''",
    "ExecuteScheduledQuery,',''InvocationTime'':1'",
  })
  void eachOperationAsksForItself(String operation, String members) {
    String arn = service.create("team-a", "rate(1 minute)", QUERY, TARGET);
    String body = "{'ScheduledQueryArn':'" + arn + "'" + members + "}";
    service.putKey(
        "ANN", "ann", "{'Statement':[" + allow(operation, "scheduled-query/team-b-*") + "]}");
    String failure = service.as("ANN").failure(operation, body);
    assertTrue(failure.startsWith("403 {'__type':'AccessDeniedException'"), failure);

    service.putKey(
        "ANN", "ann", "{'Statement':[" + allow(operation, "scheduled-query/team-a-*") + "]}");
    service.success(operation, body);
  }

  @Test
  void whatTheCreatorLosesItsQueriesLose() {
    String arn = service.as("ANN").create("team-a", "rate(1 minute)", QUERY, TARGET);
    service.advance(Duration.ofMinutes(1));
    assertEquals(1, service.query("SELECT * FROM plant.target").size());

    service.putKey(
        "ANN",
        "ann",
        "{'Statement':["
            + allow("*", "*")
            + ","
            + deny("Select", "database/plant/table/raw")
            + "]}");
    service.advance(Duration.ofMinutes(1));

    String description = service.as("ADMIN").describe(arn);
    assertTrue(description.contains("'State':'DISABLED'"), description);
    assertTrue(
        description.contains(
            "'FailureReason':'User: arn:aws:iam::000000000000:user/ann is not authorized to perform:"
                + " timestream:Select on resource: "
                + ARN
                + "database/plant/table/raw with an explicit deny in an identity-based policy'"),
        description);
  }

  @Test
  void aQueryOutlivesTheRotationOfItsKeyAndNotItsUser() {
    String arn = service.as("ANN").create("team-a", "rate(1 minute)", QUERY, TARGET);
    service.putKey("ANN2", "ann", ALL);
    service.deleteKey("ANN");
    service.as("ADMIN").advance(Duration.ofMinutes(1));
    assertTrue(service.describe(arn).contains("AUTO_TRIGGER_SUCCESS"), service.describe(arn));

    service.deleteKey("ANN2");
    service.advance(Duration.ofMinutes(1));
    String description = service.describe(arn);
    assertTrue(
        description.contains(
            "'FailureReason':'The user ann, in whose name the query runs, has no access key any more.'"),
        description);
    assertTrue(description.contains("'State':'DISABLED'"), description);
  }

  @Test
  void whoMayExecuteDoesSoWithTheRightsOfTheCreator() {
    String arn = service.create("team-a", "rate(1 day)", QUERY, TARGET);
    service.putKey(
        "BOB",
        "bob",
        "{'Statement':[" + allow("ExecuteScheduledQuery", "scheduled-query/*") + "]}");
    service.as("BOB").execute(arn, START);

    assertTrue(service.as("ADMIN").describe(arn).contains("MANUAL_TRIGGER_SUCCESS"));
  }
}
