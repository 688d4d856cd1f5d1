package io.lodestone.server.timestream.scheduled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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

/** Creating, looking at, switching, tagging and deleting scheduled queries. */
class ScheduledQueryOperationsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String QUERY =
      "SELECT host, bin(time, 1m) AS minute, avg(measure_value::double) AS mean FROM plant.raw"
          + " WHERE time >= @scheduled_runtime - 1m GROUP BY host, bin(time, 1m)";
  private static final String TARGET =
      "'DatabaseName':'plant','TableName':'means','TimeColumn':'minute',"
          + "'DimensionMappings':[{'Name':'host','DimensionValueType':'VARCHAR'}],"
          + "'MultiMeasureMappings':{'TargetMultiMeasureName':'mean',"
          + "'MultiMeasureAttributeMappings':[{'SourceColumn':'mean','MeasureValueType':'DOUBLE'}]}";

  private final ManualClock clock = new ManualClock(START);
  private ScheduledService service;

  @BeforeEach
  void open() throws IOException {
    service = new ScheduledService(new CrashableDirectory(), clock, 1, EngineOptions.DEFAULT);
    service.createTable("plant", "raw");
    service.createTable("plant", "means");
    service.writeLoads("plant", "raw", "a 2026-01-01T00:00:00Z 1");
  }

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void describesWhatWasCreated() {
    String arn = service.create("means", "rate(1 minute)", QUERY, TARGET);

    assertTrue(
        arn.matches("arn:aws:timestream:eu-west-1:000000000000:scheduled-query/means-[0-9a-f]{16}"),
        arn);
    assertEquals(
        "{'ScheduledQuery':{'Arn':'"
            + arn
            + "','Name':'means','QueryString':'"
            + QUERY
            + "','ScheduleConfiguration':{'ScheduleExpression':'rate(1 minute)'},"
            + "'NotificationConfiguration':{'SnsConfiguration':{'TopicArn':'"
            + ScheduledService.TOPIC
            + "'}},'TargetConfiguration':{'TimestreamConfiguration':{"
            + TARGET
            + "}},'ScheduledQueryExecutionRoleArn':'"
            + ScheduledService.ROLE
            + "','ErrorReportConfiguration':{'S3Configuration':{'BucketName':'reports','ObjectKeyPrefix':'sq'}},"
            + "'CreationTime':1767225600.000,'State':'ENABLED','NextInvocationTime':1767225660.000,"
            + "'RecentlyFailedRuns':[]}}",
        service.describe(arn));
    assertEquals(
        "{'ScheduledQueries':[{'Arn':'"
            + arn
            + "','Name':'means','CreationTime':1767225600.000,'State':'ENABLED',"
            + "'NextInvocationTime':1767225660.000,"
            + "'ErrorReportConfiguration':{'S3Configuration':{'BucketName':'reports','ObjectKeyPrefix':'sq'}},"
            + "'TargetDestination':{'TimestreamDestination':{'DatabaseName':'plant','TableName':'means'}}}]}",
        service.success("ListScheduledQueries", "{}"));
    assertEquals(
        "{'type':'SCHEDULED_QUERY_CREATING','arn':'" + arn + "'}", service.told.getFirst());
  }

  @Test
  void listsInPages() {
    for (String name : new String[] {"c1", "a1", "b1"}) {
      service.create(name, "rate(1 day)", "SELECT 1", "");
    }
    String first = service.success("ListScheduledQueries", "{'MaxResults':2}");
    assertTrue(first.contains("'Name':'a1'") && first.contains("'Name':'b1'"), first);
    String token = first.replaceAll(".*'NextToken':'([^']+)'.*", "$1");
    String second =
        service.success("ListScheduledQueries", "{'MaxResults':2,'NextToken':'" + token + "'}");
    assertTrue(second.contains("'Name':'c1'") && !second.contains("NextToken"), second);
  }

  @Test
  void theSameTokenIsTheSameRequestForEightHours() {
    String request = ScheduledService.request("means", "rate(1 day)", QUERY, TARGET);
    String withToken =
        request.replace("{'Name'", "{'ClientToken':'0123456789012345678901234567890123','Name'");
    String arn = ScheduledService.arn(service.success("CreateScheduledQuery", withToken));

    assertEquals(arn, ScheduledService.arn(service.success("CreateScheduledQuery", withToken)));
    assertEquals(
        "409 {'__type':'ConflictException','Message':'The ClientToken was used for another request.'}",
        service.failure("CreateScheduledQuery", withToken.replace("1 day", "2 days")));
    clock.advance(Duration.ofHours(8));
    assertEquals(
        "409 {'__type':'ConflictException','Message':'A scheduled query of the name means exists already.'}",
        service.failure("CreateScheduledQuery", withToken));
    assertEquals(1, service.told.size());
  }

  @Test
  void theScheduleIsSwitchedOffAndOn() {
    String arn = service.create("means", "rate(1 minute)", QUERY, TARGET);
    update(arn, "DISABLED");
    service.advance(Duration.ofMinutes(10));
    String off = service.describe(arn);
    assertTrue(off.contains("'State':'DISABLED'") && !off.contains("InvocationTime"), off);

    update(arn, "ENABLED");
    update(arn, "ENABLED");
    service.settle();
    // What passed meanwhile was not missed.
    assertTrue(
        service.describe(arn).contains("'NextInvocationTime':1767226260.000"),
        service.describe(arn));
    service.advance(Duration.ofMinutes(1));
    assertTrue(service.describe(arn).contains("'PreviousInvocationTime':1767226260.000"));
    assertEquals(
        "[SCHEDULED_QUERY_CREATING, SCHEDULED_QUERY_UPDATE DISABLED, SCHEDULED_QUERY_UPDATE ENABLED,"
            + " AUTO_TRIGGER_SUCCESS]",
        service.told.stream()
            .map(
                m ->
                    m.replaceAll("\\{'type':'([^']+)'.*?(?:'state':'([A-Z]+)'.*)?}$", "$1 $2")
                        .strip())
            .toList()
            .toString());
  }

  private void update(String arn, String state) {
    assertEquals(
        "{}",
        service.success(
            "UpdateScheduledQuery", "{'ScheduledQueryArn':'" + arn + "','State':'" + state + "'}"));
  }

  @Test
  void whatIsDeletedIsGone() {
    String arn = service.create("means", "rate(1 minute)", QUERY, TARGET);
    String body = "{'ScheduledQueryArn':'" + arn + "'}";
    assertEquals("{}", service.success("DeleteScheduledQuery", body));

    String gone = service.failure("DescribeScheduledQuery", body);
    assertTrue(gone.startsWith("404 {'__type':'ResourceNotFoundException'"), gone);
    assertEquals(gone, service.failure("DeleteScheduledQuery", body));
    service.advance(Duration.ofMinutes(5));
    assertEquals(2, service.told.size());
    assertEquals("{'type':'SCHEDULED_QUERY_DELETED','arn':'" + arn + "'}", service.told.getLast());
    assertNotEquals(arn, service.create("means", "rate(1 minute)", QUERY, TARGET));
  }

  @Test
  void hasTags() {
    String arn =
        ScheduledService.arn(
            service.success(
                "CreateScheduledQuery",
                ScheduledService.request("means", "rate(1 day)", QUERY, TARGET)
                    .replace("{'Name'", "{'Tags':[{'Key':'team','Value':'a'}],'Name'")));
    service.success(
        "TagResource", "{'ResourceARN':'" + arn + "','Tags':[{'Key':'site','Value':'b'}]}");
    service.success("UntagResource", "{'ResourceARN':'" + arn + "','TagKeys':['team','none']}");

    assertEquals(
        "{'Tags':[{'Key':'site','Value':'b'}]}",
        service.success("ListTagsForResource", "{'ResourceARN':'" + arn + "'}"));
    String other = service.failure("ListTagsForResource", "{'ResourceARN':'" + arn + "0'}");
    assertTrue(other.startsWith("404 {'__type':'ResourceNotFoundException'"), other);
  }

  @Test
  void thereMayBeOnlySoMany() {
    for (int i = 1; i <= 5; i++) {
      service.create("q" + i, "rate(1 day)", "SELECT 1", "");
    }
    assertEquals(
        "402 {'__type':'ServiceQuotaExceededException','Message':'There are 5 scheduled queries, and there"
            + " may be no more.'}",
        service.failure(
            "CreateScheduledQuery", ScheduledService.request("q6", "rate(1 day)", "SELECT 1", "")));
  }

  @Test
  void onlySoManyRunsMayWait() {
    String arn = service.create("means", "rate(1 day)", QUERY, TARGET);
    String body = "{'ScheduledQueryArn':'" + arn + "','InvocationTime':1767225600}";
    for (int i = 0; i < 100; i++) {
      service.success("ExecuteScheduledQuery", body);
    }
    String failure = service.failure("ExecuteScheduledQuery", body);
    assertTrue(failure.startsWith("429 {'__type':'ThrottlingException'"), failure);
    service.settle();
    assertEquals(101, service.told.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          rate(1 minute) | rate(2 minute) | The schedule expression is invalid: the unit of a rate is singular for 1 and plural for more: 'rate(2 minute)'.
          rate(1 minute) | cron(0 0 1 1 ? 2025) | The schedule expression is invalid: it names no time in the future: 'cron(0 0 1 1 ? 2025)'.
          FROM plant.raw | FROM plant.cooked | Requested table 'cooked' not found for identifier 'plant.cooked' at line 1:79
          SELECT host | SELEC host | The query syntax is invalid at line 1:1
          @scheduled_runtime - 1m | @other | The query has the parameter other, and @scheduled_runtime is the only one that a scheduled query may have.
          'TableName':'means' | 'TableName':'nowhere' | The table nowhere in database plant does not exist.
          'TimeColumn':'minute' | 'TimeColumn':'second' | The target configuration is invalid: TimeColumn names the column second, which the query does not have.
          'TimeColumn':'minute' | 'TimeColumn':'mean' | The target configuration is invalid: TimeColumn reads the column mean as timestamp, and it is of type double.
          'MeasureValueType':'DOUBLE' | 'MeasureValueType':'BIGINT' | The target configuration is invalid: MultiMeasureAttributeMappings reads the column mean as bigint, and it is of type double.
          """)
  void whatCannotWorkIsRefused(String part, String other, String message) {
    String request = ScheduledService.request("means", "rate(1 minute)", QUERY, TARGET);
    String failure = service.failure("CreateScheduledQuery", request.replace(part, other));

    assertEquals("400 {'__type':'ValidationException','Message':'" + message + "'}", failure);
    assertEquals("{'ScheduledQueries':[]}", service.success("ListScheduledQueries", "{}"));
  }

  @Test
  void anArnOfSomethingElseIsRefused() {
    assertEquals(
        "400 {'__type':'ValidationException','Message':'The ScheduledQueryArn is not the ARN of a scheduled query.'}",
        service.failure(
            "DescribeScheduledQuery",
            "{'ScheduledQueryArn':'arn:aws:timestream:eu-west-1:000000000000:database/d'}"));
    String other =
        service.failure(
            "DescribeScheduledQuery",
            "{'ScheduledQueryArn':'arn:aws:timestream:eu-west-1:111111111111:scheduled-query/q-0'}");
    assertTrue(other.startsWith("404"), other);
  }
}
