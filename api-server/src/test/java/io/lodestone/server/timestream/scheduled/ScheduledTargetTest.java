package io.lodestone.server.timestream.scheduled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineOptions;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What becomes of rows: multi- and mixed-measure records, with and without a measure name column.
 */
class ScheduledTargetTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  /** Three rows: all values; some; none. */
  private static final String ROWS =
      "SELECT * FROM (VALUES (''a'', timestamp ''2026-01-01 00:00:00'', ''m1'', 1.5e0, bigint ''7'', true,"
          + " ''x'', timestamp ''2025-01-01 00:00:00''),"
          + " (''b'', timestamp ''2026-01-01 00:00:00'', ''m2'', 2.5e0, NULL, NULL, NULL, NULL),"
          + " (''c'', timestamp ''2026-01-01 00:00:00'', ''m1'', NULL, NULL, NULL, NULL, NULL))"
          + " AS t (host, at, name, d, b, f, v, s)";

  private static final String COMMON =
      "'DatabaseName':'plant','TableName':'target','TimeColumn':'at',"
          + "'DimensionMappings':[{'Name':'host','DimensionValueType':'VARCHAR'}],";

  private final ManualClock clock = new ManualClock(START);
  private ScheduledService service;

  @BeforeEach
  void open() throws IOException {
    service = new ScheduledService(new CrashableDirectory(), clock, 1, EngineOptions.DEFAULT);
    service.createTable("plant", "target");
  }

  @AfterEach
  void close() {
    service.close();
  }

  private String run(String target) {
    String arn = service.create("q1", "rate(1 day)", ROWS, COMMON + target);
    service.execute(arn, START);
    return service.describe(arn);
  }

  @Test
  void aRowBecomesOneMultiMeasureRecord() {
    String description =
        run(
            "'MultiMeasureMappings':{'TargetMultiMeasureName':'all','MultiMeasureAttributeMappings':["
                + "{'SourceColumn':'d','TargetMultiMeasureAttributeName':'reading','MeasureValueType':'DOUBLE'},"
                + "{'SourceColumn':'b','MeasureValueType':'BIGINT'},"
                + "{'SourceColumn':'f','MeasureValueType':'BOOLEAN'},"
                + "{'SourceColumn':'v','MeasureValueType':'VARCHAR'},"
                + "{'SourceColumn':'s','MeasureValueType':'TIMESTAMP'}]}");

    assertEquals(
        List.of(
            "a,all,2026-01-01 00:00:00.000000000,1.5,7,true,x,2025-01-01 00:00:00.000000000",
            "b,all,2026-01-01 00:00:00.000000000,2.5,NULL,NULL,NULL,NULL"),
        service.query(
            "SELECT host, measure_name, time, reading, b, f, v, s FROM plant.target ORDER BY host"));
    assertTrue(description.contains("'RecordsIngested':2,'QueryResultRows':3"), description);
    assertTrue(description.contains("'RunStatus':'MANUAL_TRIGGER_FAILURE'"), description);
    assertTrue(
        description.contains(
            "'FailureReason':'1 rows or records were not stored: The row has no measure value. See the"
                + " error report.'"),
        description);
  }

  @Test
  void theMeasureNameColumnNamesMultiMeasureRecords() {
    run(
        "'MeasureNameColumn':'name','MultiMeasureMappings':{'MultiMeasureAttributeMappings':["
            + "{'SourceColumn':'d','MeasureValueType':'DOUBLE'}]}");

    assertEquals(
        List.of("a,m1,1.5", "b,m2,2.5"),
        service.query("SELECT host, measure_name, d FROM plant.target ORDER BY host"));
  }

  @Test
  void aRowBecomesOneRecordForEachMixedMapping() {
    run(
        "'MixedMeasureMappings':["
            + "{'SourceColumn':'d','MeasureValueType':'DOUBLE'},"
            + "{'SourceColumn':'b','TargetMeasureName':'count','MeasureValueType':'BIGINT'},"
            + "{'TargetMeasureName':'flags','MeasureValueType':'MULTI','MultiMeasureAttributeMappings':["
            + "{'SourceColumn':'f','MeasureValueType':'BOOLEAN'},"
            + "{'SourceColumn':'v','TargetMultiMeasureAttributeName':'word','MeasureValueType':'VARCHAR'}]}]");

    assertEquals(
        List.of(
            "a,count,NULL,7,NULL,NULL",
            "a,d,1.5,NULL,NULL,NULL",
            "a,flags,NULL,NULL,true,x",
            "b,d,2.5,NULL,NULL,NULL"),
        service.query(
            "SELECT host, measure_name, measure_value::double, measure_value::bigint, f, word"
                + " FROM plant.target ORDER BY host, measure_name"));
  }

  @Test
  void theMeasureNameOfARowChoosesItsMixedMappings() {
    run(
        "'MeasureNameColumn':'name','MixedMeasureMappings':["
            + "{'MeasureName':'m1','SourceColumn':'b','MeasureValueType':'BIGINT'},"
            + "{'MeasureName':'m2','SourceColumn':'d','TargetMeasureName':'second','MeasureValueType':'DOUBLE'}]");

    assertEquals(
        List.of("a,m1,7,NULL", "b,second,NULL,2.5"),
        service.query(
            "SELECT host, measure_name, measure_value::bigint, measure_value::double FROM plant.target"
                + " ORDER BY host"));
  }

  @Test
  void aLaterRunOverwritesWhatAnEarlierOneStored() {
    String target =
        COMMON
            + "'MixedMeasureMappings':[{'SourceColumn':'n','TargetMeasureName':'n','MeasureValueType':'BIGINT'}]";
    String arn =
        service.create(
            "q1",
            "rate(1 day)",
            "SELECT ''a'' AS host, timestamp ''2026-01-01 00:00:00'' AS at,"
                + " to_milliseconds(@scheduled_runtime - timestamp ''2026-01-01 00:00:00'') AS n",
            target);
    service.execute(arn, START.plusSeconds(5));
    // For an earlier time, and at the same instant of the wall.
    service.execute(arn, START.plusSeconds(2));

    assertEquals(
        List.of("a,2000"), service.query("SELECT host, measure_value::bigint FROM plant.target"));
    assertTrue(service.describe(arn).contains("'RecentlyFailedRuns':[]"), service.describe(arn));
  }

  @Test
  void withoutATargetTheRowsGoNowhere() {
    String arn = service.create("q1", "rate(1 day)", "SELECT 1 AS one", "");
    service.execute(arn, START);

    String description = service.describe(arn);
    assertTrue(description.contains("'RecordsIngested':0,'QueryResultRows':1"), description);
    assertTrue(description.contains("MANUAL_TRIGGER_SUCCESS"), description);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          'MultiMeasureMappings':{'MultiMeasureAttributeMappings':[{'SourceColumn':'d','MeasureValueType':'DOUBLE'}]} | TargetMultiMeasureName is required when there is no MeasureNameColumn
          'MeasureNameColumn':'name' | exactly one of MultiMeasureMappings and MixedMeasureMappings is required
          'MeasureNameColumn':'d','MixedMeasureMappings':[{'SourceColumn':'d','MeasureValueType':'DOUBLE'}] | MeasureNameColumn reads the column d as varchar, and it is of type double
          'MeasureNameColumn':'name','MixedMeasureMappings':[{'SourceColumn':'d','MeasureValueType':'DOUBLE'}] | MeasureName is required in MixedMeasureMappings when there is a MeasureNameColumn
          'MixedMeasureMappings':[{'MeasureValueType':'DOUBLE'}] | SourceColumn is required but for MULTI, and not allowed there
          'MixedMeasureMappings':[{'TargetMeasureName':'m','MeasureValueType':'MULTI'}] | MultiMeasureAttributeMappings is required for MULTI, and allowed for nothing else
          'MixedMeasureMappings':[{'SourceColumn':'d','MeasureValueType':'DOUBLE'},{'SourceColumn':'d','MeasureValueType':'DOUBLE'}] | the measure name d is mapped twice
          'MultiMeasureMappings':{'TargetMultiMeasureName':'m','MultiMeasureAttributeMappings':[{'SourceColumn':'d','TargetMultiMeasureAttributeName':'time','MeasureValueType':'DOUBLE'}]} | the name 'time' is empty or reserved
          'MultiMeasureMappings':{'TargetMultiMeasureName':'m','MultiMeasureAttributeMappings':[{'SourceColumn':'d','TargetMultiMeasureAttributeName':'host','MeasureValueType':'DOUBLE'}]} | the name host is used for a dimension and for an attribute
          """)
  void aTargetThatDoesNotGoTogetherIsRefused(String target, String reason) {
    assertEquals(
        "400 {'__type':'ValidationException','Message':'The target configuration is invalid: "
            + reason
            + ".'}",
        service.failure(
            "CreateScheduledQuery",
            ScheduledService.request("q1", "rate(1 day)", ROWS, COMMON + target)));
  }

  @Test
  void aColumnThatTheTableHasWithAnotherTypeIsRefused() {
    run(
        "'MultiMeasureMappings':{'TargetMultiMeasureName':'all','MultiMeasureAttributeMappings':["
            + "{'SourceColumn':'d','TargetMultiMeasureAttributeName':'reading','MeasureValueType':'DOUBLE'}]}");

    assertEquals(
        "400 {'__type':'ValidationException','Message':'The target configuration is invalid: the column"
            + " reading of the table plant.target is of type DOUBLE and not of type BIGINT.'}",
        service.failure(
            "CreateScheduledQuery",
            ScheduledService.request(
                "q2",
                "rate(1 day)",
                ROWS,
                COMMON
                    + "'MultiMeasureMappings':{'TargetMultiMeasureName':'all','MultiMeasureAttributeMappings':["
                    + "{'SourceColumn':'b','TargetMultiMeasureAttributeName':'reading','MeasureValueType':'BIGINT'}]}")));
  }
}
