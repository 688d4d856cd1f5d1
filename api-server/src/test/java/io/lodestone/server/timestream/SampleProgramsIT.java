package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.ConflictException;
import software.amazon.awssdk.services.timestreamwrite.model.Database;
import software.amazon.awssdk.services.timestreamwrite.model.Dimension;
import software.amazon.awssdk.services.timestreamwrite.model.ListDatabasesResponse;
import software.amazon.awssdk.services.timestreamwrite.model.ListTablesResponse;
import software.amazon.awssdk.services.timestreamwrite.model.MeasureValueType;
import software.amazon.awssdk.services.timestreamwrite.model.PartitionKeyEnforcementLevel;
import software.amazon.awssdk.services.timestreamwrite.model.PartitionKeyType;
import software.amazon.awssdk.services.timestreamwrite.model.Record;
import software.amazon.awssdk.services.timestreamwrite.model.RecordsIngested;
import software.amazon.awssdk.services.timestreamwrite.model.RejectedRecord;
import software.amazon.awssdk.services.timestreamwrite.model.RejectedRecordsException;
import software.amazon.awssdk.services.timestreamwrite.model.ResourceNotFoundException;
import software.amazon.awssdk.services.timestreamwrite.model.Table;
import software.amazon.awssdk.services.timestreamwrite.model.TableStatus;
import software.amazon.awssdk.services.timestreamwrite.model.Tag;
import software.amazon.awssdk.services.timestreamwrite.model.ValidationException;

/**
 * What Amazon's published sample programs for Timestream do, call by call: one test for each family
 * of them, through the unmodified SDK, with what their documentation says of the answers.
 */
// The SDK's builders take generic arrays.
@SuppressWarnings("unchecked")
class SampleProgramsIT {
  private static final String DATABASE = "devops";
  private static final String TABLE = "host_metrics";
  private static final String KEY = "alias/sample";
  private static final long HOURS = 24;
  private static final long DAYS = 7;

  @TempDir private static Path folder;
  private static ServedProcess server;
  private static TimestreamWriteClient client;

  @BeforeAll
  static void start() throws Exception {
    ServedProcess.makeEncryptionKey(folder, KEY);
    server = ServedProcess.start(folder);
    client = server.writeClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  /** The samples take it in their stride when what they create is there, or is gone already. */
  @BeforeEach
  void createAnew() {
    try {
      client.deleteTable(b -> b.databaseName(DATABASE).tableName(TABLE));
    } catch (ResourceNotFoundException nothing) {
      // Of the first test.
    }
    try {
      client.createDatabase(b -> b.databaseName(DATABASE));
    } catch (ConflictException exists) {
      // Of those after it.
    }
    client.createTable(
        b ->
            b.databaseName(DATABASE)
                .tableName(TABLE)
                .retentionProperties(
                    r ->
                        r.memoryStoreRetentionPeriodInHours(HOURS)
                            .magneticStoreRetentionPeriodInDays(DAYS)));
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private static Record record(String measure, String value, String time) {
    return Record.builder()
        .dimensions(
            dimension("region", "us-east-1"),
            dimension("az", "az1"),
            dimension("hostname", "host1"))
        .measureValueType(MeasureValueType.DOUBLE)
        .measureName(measure)
        .measureValue(value)
        .time(time)
        .build();
  }

  private static Record common(String time, Consumer<Record.Builder> more) {
    Record.Builder builder =
        Record.builder()
            .dimensions(
                dimension("region", "us-east-1"),
                dimension("az", "az1"),
                dimension("hostname", "host1"))
            .measureValueType(MeasureValueType.DOUBLE)
            .time(time);
    more.accept(builder);
    return builder.build();
  }

  private static List<Record> measures(String cpu, String memory) {
    return List.of(
        Record.builder().measureName("cpu_utilization").measureValue(cpu).build(),
        Record.builder().measureName("memory_utilization").measureValue(memory).build());
  }

  private static RecordsIngested write(Record common, List<Record> records) {
    return client
        .writeRecords(
            b ->
                b.databaseName(DATABASE).tableName(TABLE).commonAttributes(common).records(records))
        .recordsIngested();
  }

  private static List<RejectedRecord> rejected(Record common, List<Record> records) {
    return assertThrows(RejectedRecordsException.class, () -> write(common, records))
        .rejectedRecords();
  }

  private static String now() {
    return Long.toString(System.currentTimeMillis());
  }

  private static String cpu() {
    try (TimestreamQueryClient query = server.queryClient()) {
      return query
          .query(
              b ->
                  b.queryString(
                      "SELECT measure_value::double FROM devops.host_metrics"
                          + " WHERE measure_name = 'cpu_utilization'"))
          .rows()
          .getFirst()
          .data()
          .getFirst()
          .scalarValue();
    }
  }

  @Test
  void databasesAreDescribedListedAndUpdated() {
    assertThrows(
        ConflictException.class, () -> client.createDatabase(b -> b.databaseName(DATABASE)));
    Database described = client.describeDatabase(b -> b.databaseName(DATABASE)).database();
    assertEquals(DATABASE, described.databaseName());

    List<Database> listed = new ArrayList<>();
    String token = null;
    do {
      String next = token;
      ListDatabasesResponse page = client.listDatabases(b -> b.maxResults(2).nextToken(next));
      listed.addAll(page.databases());
      token = page.nextToken();
    } while (token != null);
    assertTrue(listed.contains(described), listed.toString());

    // The sample gives its database a key before it makes the table.
    client.deleteTable(b -> b.databaseName(DATABASE).tableName(TABLE));
    Database updated =
        client.updateDatabase(b -> b.databaseName(DATABASE).kmsKeyId(KEY)).database();
    String key = updated.kmsKeyId();
    assertTrue(key.matches("arn:aws:kms:[a-z0-9-]+:000000000000:key/[0-9a-f-]{36}"), key);
    assertEquals(
        updated, client.updateDatabase(b -> b.databaseName(DATABASE).kmsKeyId(key)).database());
    assertEquals(updated, client.describeDatabase(b -> b.databaseName(DATABASE)).database());
    assertThrows(
        ValidationException.class,
        () -> client.updateDatabase(b -> b.databaseName(DATABASE).kmsKeyId("alias/none")));
    assertThrows(
        ResourceNotFoundException.class,
        () -> client.updateDatabase(b -> b.databaseName("nowhere").kmsKeyId(key)));
  }

  @Test
  void tablesAreDescribedListedAndUpdated() {
    Table described = client.describeTable(b -> b.databaseName(DATABASE).tableName(TABLE)).table();
    assertEquals(HOURS, described.retentionProperties().memoryStoreRetentionPeriodInHours());

    List<Table> listed = new ArrayList<>();
    String token = null;
    do {
      String next = token;
      ListTablesResponse page =
          client.listTables(b -> b.databaseName(DATABASE).maxResults(2).nextToken(next));
      listed.addAll(page.tables());
      token = page.nextToken();
    } while (token != null);
    assertEquals(List.of(described), listed);

    Table updated =
        client
            .updateTable(
                b ->
                    b.databaseName(DATABASE)
                        .tableName(TABLE)
                        .retentionProperties(
                            r ->
                                r.memoryStoreRetentionPeriodInHours(HOURS)
                                    .magneticStoreRetentionPeriodInDays(DAYS + 1)))
            .table();
    assertEquals(DAYS + 1, updated.retentionProperties().magneticStoreRetentionPeriodInDays());
    assertEquals(
        updated, client.describeTable(b -> b.databaseName(DATABASE).tableName(TABLE)).table());
  }

  @Test
  void magneticStoreWritesAreSwitchedOnWithAPlaceForReports() {
    Table updated =
        client
            .updateTable(
                b ->
                    b.databaseName(DATABASE)
                        .tableName(TABLE)
                        .magneticStoreWriteProperties(
                            m ->
                                m.enableMagneticStoreWrites(true)
                                    .magneticStoreRejectedDataLocation(
                                        l ->
                                            l.s3Configuration(
                                                s ->
                                                    s.bucketName("rejected-data")
                                                        .encryptionOption("SSE_S3")))))
            .table();
    assertTrue(updated.magneticStoreWriteProperties().enableMagneticStoreWrites());

    String late = Long.toString(Instant.now().minusSeconds((HOURS + 1) * 3_600).toEpochMilli());
    assertEquals(2, write(common(late, b -> {}), measures("13.6", "40")).magneticStore());
  }

  @Test
  void partitionKeyIsChosenAndItsEnforcementUpdated() {
    String parted = "parted";
    client.createTable(
        b ->
            b.databaseName(DATABASE)
                .tableName(parted)
                .schema(
                    s ->
                        s.compositePartitionKey(
                            k ->
                                k.type(PartitionKeyType.DIMENSION)
                                    .name("hostname")
                                    .enforcementInRecord(PartitionKeyEnforcementLevel.REQUIRED))));
    Record nameless =
        record("cpu_utilization", "1", now()).toBuilder()
            .dimensions(dimension("region", "us-east-1"))
            .build();
    assertThrows(
        RejectedRecordsException.class,
        () ->
            client.writeRecords(b -> b.databaseName(DATABASE).tableName(parted).records(nameless)));

    client.updateTable(
        b ->
            b.databaseName(DATABASE)
                .tableName(parted)
                .schema(
                    s ->
                        s.compositePartitionKey(
                            k ->
                                k.type(PartitionKeyType.DIMENSION)
                                    .name("hostname")
                                    .enforcementInRecord(PartitionKeyEnforcementLevel.OPTIONAL))));
    client.writeRecords(b -> b.databaseName(DATABASE).tableName(parted).records(nameless));
    client.deleteTable(b -> b.databaseName(DATABASE).tableName(parted));
  }

  @Test
  void recordsAreWrittenOneByOne() {
    String time = now();

    RecordsIngested ingested =
        write(
            Record.builder().build(),
            List.of(
                record("cpu_utilization", "13.5", time), record("memory_utilization", "40", time)));

    assertEquals(2, ingested.total());
    assertEquals(2, ingested.memoryStore());
    assertEquals("13.5", cpu());
  }

  @Test
  void recordsShareCommonAttributes() {
    assertEquals(2, write(common(now(), b -> {}), measures("13.5", "40")).total());
    assertEquals("13.5", cpu());
  }

  @Test
  void multiMeasureRecordsAreWritten() {
    Record record =
        Record.builder()
            .measureName("cpu_memory")
            .measureValues(
                v -> v.name("cpu_utilization").value("13.6").type(MeasureValueType.DOUBLE),
                v -> v.name("memory_utilization").value("40").type(MeasureValueType.BIGINT))
            .build();

    assertEquals(
        1,
        write(common(now(), b -> b.measureValueType(MeasureValueType.MULTI)), List.of(record))
            .total());
  }

  /** Upload, the same again, a lower version, a higher version. */
  @Test
  void upsertsGoByTheVersion() {
    String time = now();
    long version = System.currentTimeMillis();
    List<Record> first = measures("13.5", "40");
    List<Record> second = measures("14.5", "50");

    assertEquals(2, write(common(time, b -> b.version(version)), first).total());
    assertEquals(2, write(common(time, b -> b.version(version)), first).total());
    for (RejectedRecord lower : rejected(common(time, b -> b.version(version - 1)), second)) {
      assertEquals(version, lower.existingVersion());
      assertTrue(
          lower.reason().contains("A higher version is required to update the measure value"),
          lower.reason());
    }
    assertEquals("13.5", cpu());
    assertEquals(2, write(common(time, b -> b.version(version + 1)), second).total());
    assertEquals("14.5", cpu());
  }

  @Test
  void rejectedRecordsAreNamed() {
    String old = Long.toString(Instant.now().minusSeconds((HOURS + 1) * 3_600).toEpochMilli());
    List<Record> records =
        List.of(record("cpu_utilization", "13.5", now()), record("memory_utilization", "40", old));

    List<RejectedRecord> rejected = rejected(Record.builder().build(), records);

    assertEquals(1, rejected.size());
    assertEquals(1, rejected.getFirst().recordIndex());
    assertTrue(
        rejected.getFirst().reason().startsWith("The record timestamp is outside the time range ["),
        rejected.toString());
    assertEquals("13.5", cpu());
  }

  @Test
  void resourcesAreTagged() {
    String arn = client.describeTable(b -> b.databaseName(DATABASE).tableName(TABLE)).table().arn();
    client.tagResource(
        b ->
            b.resourceARN(arn)
                .tags(t -> t.key("team").value("a"), t -> t.key("stage").value("test")));
    client.untagResource(b -> b.resourceARN(arn).tagKeys("stage"));

    assertEquals(
        List.of(Tag.builder().key("team").value("a").build()),
        client.listTagsForResource(b -> b.resourceARN(arn)).tags());
    try (TimestreamQueryClient query = server.queryClient()) {
      assertEquals(
          1, query.listTagsForResource(b -> b.resourceARN(arn).maxResults(1)).tags().size());
      assertEquals(
          1, query.listTagsForResourcePaginator(b -> b.resourceARN(arn)).tags().stream().count());
    }
  }

  /** Who waits until a table is gone has to ask once; its name is free, and empty. */
  @Test
  void aTableThatWasDeletedIsCreatedAnewAtOnce() {
    write(Record.builder().build(), List.of(record("cpu_utilization", "1", now())));
    Table first = client.describeTable(b -> b.databaseName(DATABASE).tableName(TABLE)).table();
    client.deleteTable(b -> b.databaseName(DATABASE).tableName(TABLE));
    assertThrows(
        ResourceNotFoundException.class,
        () -> client.describeTable(b -> b.databaseName(DATABASE).tableName(TABLE)));

    Table second = client.createTable(b -> b.databaseName(DATABASE).tableName(TABLE)).table();

    assertEquals(TableStatus.ACTIVE, second.tableStatus());
    assertFalse(second.creationTime().isBefore(first.creationTime()));
    try (TimestreamQueryClient query = server.queryClient()) {
      assertEquals(
          List.of(), query.query(b -> b.queryString("SELECT * FROM devops.host_metrics")).rows());
    }
  }

  @Test
  void whatWasCreatedIsDeleted() {
    client.createDatabase(b -> b.databaseName("short_lived"));
    client.createTable(b -> b.databaseName("short_lived").tableName(TABLE));
    assertThrows(
        ValidationException.class, () -> client.deleteDatabase(b -> b.databaseName("short_lived")));

    client.deleteTable(b -> b.databaseName("short_lived").tableName(TABLE));
    assertThrows(
        ResourceNotFoundException.class,
        () -> client.deleteTable(b -> b.databaseName("short_lived").tableName(TABLE)));
    assertEquals(List.of(), client.listTables(b -> b.databaseName("short_lived")).tables());
    client.deleteDatabase(b -> b.databaseName("short_lived"));
    assertThrows(
        ResourceNotFoundException.class,
        () -> client.deleteDatabase(b -> b.databaseName("short_lived")));
  }
}
