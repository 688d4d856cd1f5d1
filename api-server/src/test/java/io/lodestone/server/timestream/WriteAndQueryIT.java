package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamquery.model.QueryResponse;
import software.amazon.awssdk.services.timestreamquery.model.ScalarType;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.Dimension;
import software.amazon.awssdk.services.timestreamwrite.model.MeasureValue;
import software.amazon.awssdk.services.timestreamwrite.model.MeasureValueType;
import software.amazon.awssdk.services.timestreamwrite.model.PartitionKey;
import software.amazon.awssdk.services.timestreamwrite.model.PartitionKeyEnforcementLevel;
import software.amazon.awssdk.services.timestreamwrite.model.PartitionKeyType;
import software.amazon.awssdk.services.timestreamwrite.model.Record;
import software.amazon.awssdk.services.timestreamwrite.model.RecordsIngested;
import software.amazon.awssdk.services.timestreamwrite.model.RejectedRecord;
import software.amazon.awssdk.services.timestreamwrite.model.RejectedRecordsException;
import software.amazon.awssdk.services.timestreamwrite.model.TimeUnit;

/** Points go in through one AWS client and come out through another. */
class WriteAndQueryIT {
  @TempDir private static Path folder;
  private static ServedProcess server;
  private static TimestreamWriteClient writer;
  private static TimestreamQueryClient reader;

  @BeforeAll
  static void start() throws Exception {
    server = ServedProcess.start(folder);
    writer = server.writeClient();
    reader = server.queryClient();
    writer.createDatabase(b -> b.databaseName("metrics"));
  }

  @AfterAll
  static void stop() {
    writer.close();
    reader.close();
    server.close();
  }

  @Test
  void singleMeasuresOfAllTypesComeBack() {
    table("single");
    Instant now = Instant.now();
    RecordsIngested ingested =
        write(
            "single",
            record("d", now, MeasureValueType.DOUBLE, "35.25"),
            record("i", now, MeasureValueType.BIGINT, "-9223372036854775808"),
            record("s", now, MeasureValueType.VARCHAR, "größe \"1\" \\ 😀\n"),
            record("b", now, MeasureValueType.BOOLEAN, "TRUE"),
            record("t", now, MeasureValueType.TIMESTAMP, "1767225600123"));

    assertEquals(5, ingested.total());
    assertEquals(5, ingested.memoryStore());
    assertEquals(0, ingested.magneticStore());
    assertEquals(
        List.of(
            List.of("b", "null", "null", "null", "true", "null"),
            List.of("d", "35.25", "null", "null", "null", "null"),
            List.of("i", "null", "-9223372036854775808", "null", "null", "null"),
            List.of("s", "null", "null", "größe \"1\" \\ 😀\n", "null", "null"),
            List.of("t", "null", "null", "null", "null", "2026-01-01 00:00:00.123000000")),
        Rows.of(
            reader,
            "SELECT measure_name, measure_value::double, measure_value::bigint,"
                + " measure_value::varchar, measure_value::boolean, measure_value::timestamp"
                + " FROM metrics.single ORDER BY measure_name"));
  }

  @Test
  void multiMeasuresAndCommonAttributesComeBack() {
    table("multi");
    Instant now = Instant.now();
    writer.writeRecords(
        b ->
            b.databaseName("metrics")
                .tableName("multi")
                .commonAttributes(
                    c ->
                        c.dimensions(dimension("host", "h1"))
                            .measureName("load")
                            .measureValueType(MeasureValueType.MULTI)
                            .time(Long.toString(now.getEpochSecond()))
                            .timeUnit(TimeUnit.SECONDS))
                .records(
                    Record.builder()
                        .dimensions(dimension("core", "0"))
                        .measureValues(
                            value("user", MeasureValueType.DOUBLE, "0.5"),
                            value("threads", MeasureValueType.BIGINT, "7"))
                        .build(),
                    Record.builder()
                        .dimensions(dimension("core", "1"))
                        .measureValues(
                            value("user", MeasureValueType.DOUBLE, "1e-3"),
                            value("state", MeasureValueType.VARCHAR, "idle"))
                        .build()));

    QueryResponse response =
        reader.query(q -> q.queryString("SELECT * FROM metrics.multi ORDER BY core"));

    // Dimensions that first appear together come in the order of their names.
    assertEquals(
        List.of("core", "host", "measure_name", "time", "user", "threads", "state"),
        response.columnInfo().stream().map(c -> c.name()).toList());
    assertEquals(
        List.of(
            ScalarType.VARCHAR,
            ScalarType.VARCHAR,
            ScalarType.VARCHAR,
            ScalarType.TIMESTAMP,
            ScalarType.DOUBLE,
            ScalarType.BIGINT,
            ScalarType.VARCHAR),
        response.columnInfo().stream().map(c -> c.type().scalarType()).toList());
    List<List<String>> rows = response.rows().stream().map(Rows::texts).toList();
    assertEquals(List.of("0", "h1", "load"), rows.get(0).subList(0, 3));
    assertEquals(List.of("0.5", "7", "null"), rows.get(0).subList(4, 7));
    assertEquals(List.of("0.001", "null", "idle"), rows.get(1).subList(4, 7));
    assertEquals(100.0, response.queryStatus().progressPercentage());
    assertEquals(10_000_000, response.queryStatus().cumulativeBytesMetered());
    assertTrue(response.queryId().matches("[A-Z0-9]{1,64}"), response.queryId());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN_TO_SDK_VERSION")
  void timeCountsInItsUnit(TimeUnit unit) {
    String table = "unit_" + unit.name().toLowerCase(Locale.ROOT);
    table(table);
    long seconds = Instant.now().getEpochSecond();
    long units =
        switch (unit) {
          case SECONDS -> seconds;
          case MILLISECONDS -> seconds * 1_000;
          case MICROSECONDS -> seconds * 1_000_000;
          default -> seconds * 1_000_000_000;
        };
    write(
        table,
        record("m", Instant.EPOCH, MeasureValueType.DOUBLE, "1").toBuilder()
            .time(Long.toString(units))
            .timeUnit(unit)
            .build());

    assertEquals(
        Long.toString(seconds * 1_000_000_000),
        Rows.single(reader, "SELECT to_nanoseconds(time) FROM metrics." + table));
  }

  @Test
  void higherVersionsReplaceAndLowerOnesAreRejected() {
    table("versions");
    Instant now = Instant.now();
    Record first = record("m", now, MeasureValueType.DOUBLE, "1").toBuilder().version(5L).build();
    write("versions", first);
    write("versions", first);
    write("versions", first.toBuilder().version(7L).measureValue("2").build());

    RejectedRecordsException rejected =
        assertThrows(
            RejectedRecordsException.class,
            () ->
                write(
                    "versions",
                    record("good", now, MeasureValueType.DOUBLE, "3"),
                    first,
                    first.toBuilder().version(7L).measureValue("9").build(),
                    first.toBuilder().version(1L).measureValue("2").build(),
                    record("old", now.minus(Duration.ofHours(7)), MeasureValueType.DOUBLE, "4"),
                    record("early", now.plus(Duration.ofMinutes(16)), MeasureValueType.DOUBLE, "4"),
                    record(
                        "fine", now.plus(Duration.ofMinutes(14)), MeasureValueType.DOUBLE, "4")));

    assertEquals(419, rejected.statusCode());
    assertEquals(
        List.of(1, 2, 4, 5),
        rejected.rejectedRecords().stream().map(RejectedRecord::recordIndex).toList());
    RejectedRecord lower = rejected.rejectedRecords().get(0);
    assertEquals(7, lower.existingVersion());
    assertEquals(
        "The record version 5 is lower than the existing version 7. A higher version is required to"
            + " update the measure value.",
        lower.reason());
    RejectedRecord equal = rejected.rejectedRecords().get(1);
    assertEquals(7, equal.existingVersion());
    assertTrue(
        equal
            .reason()
            .contains(
                "A higher record version must be specified in order to update the measure value"),
        equal.reason());
    assertTrue(
        rejected.rejectedRecords().get(2).reason().startsWith("The record timestamp is outside"));
    assertEquals(
        List.of(List.of("fine", "4.0"), List.of("good", "3.0"), List.of("m", "2.0")),
        Rows.of(
            reader,
            "SELECT measure_name, measure_value::double FROM metrics.versions ORDER BY"
                + " measure_name"));
  }

  @Test
  void oldPointsGoToTheMagneticStoreWhereItTakesThem() {
    writer.createTable(
        b ->
            b.databaseName("metrics")
                .tableName("late")
                .magneticStoreWriteProperties(m -> m.enableMagneticStoreWrites(true)));

    RecordsIngested ingested =
        write(
            "late",
            record("m", Instant.now(), MeasureValueType.DOUBLE, "1"),
            record("m", Instant.parse("2014-04-01T00:00:00Z"), MeasureValueType.DOUBLE, "2"));

    assertEquals(1, ingested.memoryStore());
    assertEquals(1, ingested.magneticStore());
    assertEquals("2", Rows.single(reader, "SELECT count(*) FROM metrics.late"));
  }

  @Test
  void oneColumnHasOneType() {
    table("types");
    Instant now = Instant.now();
    Record.Builder record =
        record("m", now, MeasureValueType.MULTI, null).toBuilder()
            .measureValues(value("x", MeasureValueType.DOUBLE, "1"));
    write("types", record.build());

    RejectedRecordsException rejected =
        assertThrows(
            RejectedRecordsException.class,
            () ->
                write(
                    "types",
                    record
                        .measureName("n")
                        .measureValues(value("x", MeasureValueType.VARCHAR, "1"))
                        .build()));

    String reason = rejected.rejectedRecords().getFirst().reason();
    assertTrue(
        reason.toLowerCase(Locale.ROOT).matches("(?s).*(double.*varchar|varchar.*double).*"),
        reason);
  }

  @Test
  void dimensionThatThePartitionKeyRequiresIsRequired() {
    writer.createTable(
        b ->
            b.databaseName("metrics")
                .tableName("keyed")
                .schema(
                    s ->
                        s.compositePartitionKey(
                            PartitionKey.builder()
                                .type(PartitionKeyType.DIMENSION)
                                .name("rack")
                                .enforcementInRecord(PartitionKeyEnforcementLevel.REQUIRED)
                                .build())));

    RejectedRecordsException rejected =
        assertThrows(
            RejectedRecordsException.class,
            () -> write("keyed", record("m", Instant.now(), MeasureValueType.DOUBLE, "1")));

    assertTrue(rejected.rejectedRecords().getFirst().reason().contains("rack"));
  }

  @Test
  void resultsComeInPages() {
    table("paged");
    Instant now = Instant.now();
    for (int request = 0; request < 25; request++) {
      List<Record> records = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        records.add(
            record(
                "m" + request, now.minusMillis(i), MeasureValueType.BIGINT, Integer.toString(i)));
      }
      write("paged", records.toArray(Record[]::new));
    }
    String statement =
        "SELECT measure_name, measure_value::bigint FROM metrics.paged ORDER BY measure_name, time";

    List<QueryResponse> pages =
        reader.queryPaginator(q -> q.queryString(statement).maxRows(1_000)).stream().toList();

    assertEquals(
        List.of(1_000, 1_000, 500), pages.stream().map(page -> page.rows().size()).toList());
    assertFalse(pages.get(1).columnInfo().isEmpty());
    assertEquals(1, pages.stream().map(QueryResponse::queryId).distinct().count());
    List<List<String>> whole = Rows.of(reader, statement);
    assertEquals(
        whole, pages.stream().flatMap(page -> page.rows().stream()).map(Rows::texts).toList());
  }

  @Test
  void cancelledQueryIsOver() {
    table("cancelled");
    write(
        "cancelled",
        record("a", Instant.now(), MeasureValueType.DOUBLE, "1"),
        record("b", Instant.now(), MeasureValueType.DOUBLE, "1"));
    String statement = "SELECT * FROM metrics.cancelled";
    QueryResponse page = reader.query(q -> q.queryString(statement).maxRows(1));

    assertFalse(reader.cancelQuery(c -> c.queryId(page.queryId())).cancellationMessage().isEmpty());
    assertFalse(reader.cancelQuery(c -> c.queryId(page.queryId())).cancellationMessage().isEmpty());
  }

  private static void table(String name) {
    writer.createTable(b -> b.databaseName("metrics").tableName(name));
  }

  private static RecordsIngested write(String table, Record... records) {
    return writer
        .writeRecords(b -> b.databaseName("metrics").tableName(table).records(records))
        .recordsIngested();
  }

  private static Record record(String measure, Instant time, MeasureValueType type, String value) {
    return Record.builder()
        .dimensions(dimension("host", "h1"))
        .measureName(measure)
        .measureValueType(type)
        .measureValue(value)
        .time(Long.toString(time.toEpochMilli()))
        .build();
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private static MeasureValue value(String name, MeasureValueType type, String value) {
    return MeasureValue.builder().name(name).type(type).value(value).build();
  }
}
