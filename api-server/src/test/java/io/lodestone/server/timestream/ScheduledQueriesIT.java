package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamquery.model.CreateScheduledQueryRequest;
import software.amazon.awssdk.services.timestreamquery.model.DimensionMapping;
import software.amazon.awssdk.services.timestreamquery.model.MultiMeasureAttributeMapping;
import software.amazon.awssdk.services.timestreamquery.model.ResourceNotFoundException;
import software.amazon.awssdk.services.timestreamquery.model.ScalarMeasureValueType;
import software.amazon.awssdk.services.timestreamquery.model.ScheduledQuery;
import software.amazon.awssdk.services.timestreamquery.model.ScheduledQueryDescription;
import software.amazon.awssdk.services.timestreamquery.model.ScheduledQueryRunStatus;
import software.amazon.awssdk.services.timestreamquery.model.ScheduledQueryState;
import software.amazon.awssdk.services.timestreamquery.model.Tag;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;

/** Scheduled queries through the AWS SDK for Java, over a kill of the server. */
class ScheduledQueriesIT {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void aRunByHandAndWhatIsToldOfIt() throws Exception {
    String arn;
    ServedProcess killed = ServedProcess.start(folder);
    try (TimestreamWriteClient write = killed.writeClient();
        TimestreamQueryClient query = killed.queryClient()) {
      write.createDatabase(b -> b.databaseName("plant"));
      write.createTable(
          b ->
              b.databaseName("plant")
                  .tableName("target")
                  .magneticStoreWriteProperties(p -> p.enableMagneticStoreWrites(true)));
      arn = query.createScheduledQuery(ScheduledQueriesIT::create).arn();
      query.createScheduledQuery(b -> create(b).name("another"));
      assertEquals(
          List.of("another", "by-hand"),
          query.listScheduledQueriesPaginator(b -> b.maxResults(1)).scheduledQueries().stream()
              .map(ScheduledQuery::name)
              .toList());
      query.tagResource(b -> b.resourceARN(arn).tags(Tag.builder().key("team").value("a").build()));
      query.updateScheduledQuery(b -> b.scheduledQueryArn(arn).state(ScheduledQueryState.DISABLED));
      query.executeScheduledQuery(b -> b.scheduledQueryArn(arn).invocationTime(TIME));
    }
    killed.kill();
    try (ServedProcess server = ServedProcess.start(folder);
        TimestreamQueryClient query = server.queryClient()) {
      ScheduledQueryDescription description = ran(query, arn);

      assertEquals(ScheduledQueryState.DISABLED, description.state());
      assertEquals(
          ScheduledQueryRunStatus.MANUAL_TRIGGER_SUCCESS, description.lastRunSummary().runStatus());
      assertEquals(TIME, description.lastRunSummary().invocationTime());
      assertEquals(1, description.lastRunSummary().executionStats().recordsIngested());
      assertEquals(
          List.of(List.of("a", "2026-01-01 00:00:00.000000000", "load", "1.5")),
          Rows.of(query, "SELECT host, time, measure_name, value FROM plant.target"));
      assertEquals(
          "team", query.listTagsForResource(b -> b.resourceARN(arn)).tags().getFirst().key());
      query.deleteScheduledQuery(b -> b.scheduledQueryArn(arn));
      assertThrows(
          ResourceNotFoundException.class,
          () -> query.describeScheduledQuery(b -> b.scheduledQueryArn(arn)));
    }
  }

  private static CreateScheduledQueryRequest.Builder create(CreateScheduledQueryRequest.Builder b) {
    return b.name("by-hand")
        .queryString("SELECT 'a' AS host, @scheduled_runtime AS at, 1.5e0 AS value")
        .scheduleConfiguration(s -> s.scheduleExpression("cron(0 0 1 * ? *)"))
        .notificationConfiguration(
            n -> n.snsConfiguration(s -> s.topicArn("arn:aws:sns:eu-west-1:000000000000:t")))
        .scheduledQueryExecutionRoleArn("arn:aws:iam::000000000000:role/r")
        .errorReportConfiguration(e -> e.s3Configuration(s -> s.bucketName("reports")))
        .targetConfiguration(
            t ->
                t.timestreamConfiguration(
                    c ->
                        c.databaseName("plant")
                            .tableName("target")
                            .timeColumn("at")
                            .dimensionMappings(
                                DimensionMapping.builder()
                                    .name("host")
                                    .dimensionValueType("VARCHAR")
                                    .build())
                            .multiMeasureMappings(
                                m ->
                                    m.targetMultiMeasureName("load")
                                        .multiMeasureAttributeMappings(
                                            MultiMeasureAttributeMapping.builder()
                                                .sourceColumn("value")
                                                .measureValueType(ScalarMeasureValueType.DOUBLE)
                                                .build()))));
  }

  /** Asks until a run is over; each question takes its time. */
  private static ScheduledQueryDescription ran(TimestreamQueryClient query, String arn) {
    for (int i = 0; i < 10_000; i++) {
      ScheduledQueryDescription description =
          query.describeScheduledQuery(b -> b.scheduledQueryArn(arn)).scheduledQuery();
      if (description.lastRunSummary() != null) {
        return description;
      }
    }
    throw new AssertionError("no run came to an end");
  }
}
