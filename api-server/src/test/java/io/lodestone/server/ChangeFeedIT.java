package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.Dimension;
import software.amazon.awssdk.services.timestreamwrite.model.MeasureValueType;
import software.amazon.awssdk.services.timestreamwrite.model.Tag;

/** The change feed through the unmodified client of DynamoDB Streams, over a restart. */
class ChangeFeedIT {
  private static final String DATABASE = "plant";
  private static final String TABLE = "sensors";
  private static final String NAME = "plant.sensors";

  @TempDir private Path folder;

  private final ProcessFixture fixture = new ProcessFixture();

  private RunningServer server;
  private TimestreamWriteClient writes;
  private DynamoDbClient tables;
  private DynamoDbStreamsClient streams;

  private void start() throws Exception {
    server =
        new Wiring(fixture.process(), fixture::openEngine)
            .start(
                ServerOptions.of(
                    Configuration.resolve(
                        Map.of("data.dir", folder.toString(), "port", "0"), Map.of())));
    URI endpoint = URI.create(server.url());
    var credentials = SdkClientIT.credentials(folder);
    writes =
        TimestreamWriteClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    tables =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    streams =
        DynamoDbStreamsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(credentials)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  private void stop() {
    writes.close();
    tables.close();
    streams.close();
    server.close();
  }

  private void write(String host, double value, long version, Instant time) {
    var point =
        software.amazon.awssdk.services.timestreamwrite.model.Record.builder()
            .dimensions(Dimension.builder().name("host").value(host).build())
            .measureName("cpu")
            .measureValue(Double.toString(value))
            .measureValueType(MeasureValueType.DOUBLE)
            .time(Long.toString(time.toEpochMilli()))
            .version(version)
            .build();
    writes.writeRecords(b -> b.databaseName(DATABASE).tableName(TABLE).records(point));
  }

  private String begin(StreamViewType view) {
    writes.createDatabase(b -> b.databaseName(DATABASE));
    writes.createTable(b -> b.databaseName(DATABASE).tableName(TABLE));
    return tables
        .updateTable(
            b ->
                b.tableName(NAME)
                    .streamSpecification(s -> s.streamEnabled(true).streamViewType(view)))
        .tableDescription()
        .latestStreamArn();
  }

  /** All records of a stream from a place on, in the order of their numbers. */
  private List<Record> read(String arn, int count) {
    List<Record> records = new ArrayList<>();
    for (Shard shard : streams.describeStream(b -> b.streamArn(arn)).streamDescription().shards()) {
      String iterator =
          streams
              .getShardIterator(
                  b ->
                      b.streamArn(arn)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      // An empty page means that this shard has nothing more now.
      while (iterator != null) {
        String from = iterator;
        GetRecordsResponse page = streams.getRecords(b -> b.shardIterator(from));
        records.addAll(page.records());
        iterator = page.records().isEmpty() ? null : page.nextShardIterator();
      }
    }
    records.sort(Comparator.comparing(record -> record.dynamodb().sequenceNumber()));
    assertTrue(records.size() <= count, "each change once: " + records);
    return records;
  }

  /** A change can be read a moment after its write was answered. */
  private List<Record> await(String arn, int count) {
    List<Record> records = read(arn, count);
    for (int i = 0; records.size() < count && i < 1_000; i++) {
      records = read(arn, count);
    }
    assertEquals(count, records.size());
    return records;
  }

  @Test
  void eachChangeIsToldOnceWithBothImages() throws Exception {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    start();
    try {
      String arn = begin(StreamViewType.NEW_AND_OLD_IMAGES);
      assertEquals(arn, tables.describeTable(b -> b.tableName(NAME)).table().latestStreamArn());
      for (int i = 0; i < 20; i++) {
        write("h" + i, i, 1, now);
      }
      write("h3", 3.5, 2, now);
      write("h3", 3.5, 2, now); // Changes nothing.
      List<Record> records = await(arn, 21);
      Record first = records.getFirst();
      assertEquals(OperationType.INSERT, first.eventName());
      assertEquals("cpu,host=h0", first.dynamodb().keys().get("ts_series").s());
      assertEquals(now.toEpochMilli() + "000000", first.dynamodb().keys().get("time").n());
      assertEquals("0", first.dynamodb().newImage().get("measure_value::double").n());
      assertTrue(first.dynamodb().oldImage().isEmpty());
      Record last = records.getLast();
      assertEquals(OperationType.MODIFY, last.eventName());
      assertEquals("3.5", last.dynamodb().newImage().get("measure_value::double").n());
      assertEquals("3", last.dynamodb().oldImage().get("measure_value::double").n());
      assertEquals("1", last.dynamodb().oldImage().get("ts_version").n());
      assertEquals("h3", last.dynamodb().oldImage().get("host").s());

      stop();
      start();
      assertEquals(records, await(arn, 21));
      write("after", 1, 1, now);
      assertEquals("after", await(arn, 22).getLast().dynamodb().newImage().get("host").s());
    } finally {
      stop();
    }
  }

  @Test
  void aReaderGoesOnWhereItWasAlsoAfterTheStreamHasEnded() throws Exception {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    start();
    try {
      String arn = begin(StreamViewType.KEYS_ONLY);
      write("a", 1, 1, now);
      Record record = await(arn, 1).getFirst();
      assertTrue(record.dynamodb().newImage().isEmpty() && record.dynamodb().oldImage().isEmpty());
      Shard shard = shardOf(arn, record);
      String after =
          streams
              .getShardIterator(
                  b ->
                      b.streamArn(arn)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                          .sequenceNumber(record.dynamodb().sequenceNumber()))
              .shardIterator();
      write("a", 2, 2, now);
      await(arn, 2);
      GetRecordsResponse page = streams.getRecords(b -> b.shardIterator(after));
      assertEquals(1, page.records().size());
      assertEquals(OperationType.MODIFY, page.records().getFirst().eventName());
      assertNotNull(page.nextShardIterator());

      tables.updateTable(b -> b.tableName(NAME).streamSpecification(s -> s.streamEnabled(false)));
      var description = streams.describeStream(b -> b.streamArn(arn)).streamDescription();
      assertEquals("DISABLED", description.streamStatusAsString());
      for (Shard ended : description.shards()) {
        assertNotNull(ended.sequenceNumberRange().endingSequenceNumber());
      }
      GetRecordsResponse end = streams.getRecords(b -> b.shardIterator(page.nextShardIterator()));
      assertEquals(List.of(), end.records());
      assertEquals(null, end.nextShardIterator());
      assertEquals(
          List.of(arn),
          streams.listStreams(b -> b.tableName(NAME)).streams().stream()
              .map(s -> s.streamArn())
              .toList());
    } finally {
      stop();
    }
  }

  @Test
  void whatRetentionLetsGoIsRemovedByTheService() throws Exception {
    Instant old = Instant.ofEpochMilli(System.currentTimeMillis()).minus(Duration.ofDays(2));
    start();
    try {
      String arn = begin(StreamViewType.NEW_AND_OLD_IMAGES);
      writes.updateTable(
          b ->
              b.databaseName(DATABASE)
                  .tableName(TABLE)
                  .retentionProperties(
                      r ->
                          r.memoryStoreRetentionPeriodInHours(1L)
                              .magneticStoreRetentionPeriodInDays(3L))
                  .magneticStoreWriteProperties(m -> m.enableMagneticStoreWrites(true)));
      for (int i = 0; i < 3; i++) {
        write("h" + i, i, 1, old);
      }
      await(arn, 3);
      writes.updateTable(
          b ->
              b.databaseName(DATABASE)
                  .tableName(TABLE)
                  .retentionProperties(
                      r ->
                          r.memoryStoreRetentionPeriodInHours(1L)
                              .magneticStoreRetentionPeriodInDays(1L)));
      List<Record> records = await(arn, 6);
      List<Record> removed = records.subList(3, 6);
      for (int i = 0; i < 3; i++) {
        Record record = removed.get(i);
        assertEquals(OperationType.REMOVE, record.eventName());
        assertEquals("dynamodb.amazonaws.com", record.userIdentity().principalId());
        assertEquals("Service", record.userIdentity().type());
        assertEquals("h" + i, record.dynamodb().oldImage().get("host").s());
        assertTrue(record.dynamodb().newImage().isEmpty());
        String number = record.dynamodb().sequenceNumber();
        assertEquals(37, number.length());
        assertEquals(i + 1L, Long.parseLong(number.substring(27)));
      }
      assertEquals(6, records.stream().map(Record::eventID).distinct().count());

      // A place in the midst of the expiry is good for an iterator, also after a restart.
      Record last = removed.getLast();
      Shard shard = shardOf(arn, last);
      stop();
      start();
      String at =
          streams
              .getShardIterator(
                  b ->
                      b.streamArn(arn)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                          .sequenceNumber(last.dynamodb().sequenceNumber()))
              .shardIterator();
      assertEquals(List.of(last), streams.getRecords(b -> b.shardIterator(at)).records());
    } finally {
      stop();
    }
  }

  @Test
  void shardsAreDescribedInPages() throws Exception {
    start();
    try {
      String arn = begin(StreamViewType.KEYS_ONLY);
      List<String> all =
          streams.describeStream(b -> b.streamArn(arn)).streamDescription().shards().stream()
              .map(Shard::shardId)
              .toList();
      assertEquals(4, all.size());
      List<String> paged = new ArrayList<>();
      String from = null;
      do {
        String start = from;
        var page =
            streams
                .describeStream(b -> b.streamArn(arn).limit(3).exclusiveStartShardId(start))
                .streamDescription();
        page.shards().forEach(shard -> paged.add(shard.shardId()));
        from = page.lastEvaluatedShardId();
      } while (from != null);
      assertEquals(all, paged);
      assertEquals(
          List.of(),
          streams
              .describeStream(
                  b ->
                      b.streamArn(arn)
                          .shardFilter(f -> f.type("CHILD_SHARDS").shardId(all.getFirst())))
              .streamDescription()
              .shards());
      var table = tables.describeTable(b -> b.tableName(NAME)).table();
      assertEquals(0, table.itemCount());
      assertEquals(0, table.tableSizeBytes());
      assertEquals("PAY_PER_REQUEST", table.billingModeSummary().billingModeAsString());
      assertEquals(0, table.provisionedThroughput().readCapacityUnits());
    } finally {
      stop();
    }
  }

  /** The shard that holds a record. */
  private Shard shardOf(String arn, Record record) {
    for (Shard shard : streams.describeStream(b -> b.streamArn(arn)).streamDescription().shards()) {
      String iterator =
          streams
              .getShardIterator(
                  b ->
                      b.streamArn(arn)
                          .shardId(shard.shardId())
                          .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      if (streams.getRecords(b -> b.shardIterator(iterator)).records().contains(record)) {
        return shard;
      }
    }
    throw new AssertionError("no shard holds " + record);
  }

  @Test
  void aTagOfTimestreamsOwnClientDeclaresAStream() throws Exception {
    Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
    start();
    try {
      writes.createDatabase(b -> b.databaseName(DATABASE));
      Tag tag = Tag.builder().key("lodestone:stream").value("NEW_IMAGE").build();
      String table =
          writes
              .createTable(b -> b.databaseName(DATABASE).tableName(TABLE).tags(List.of(tag)))
              .table()
              .arn();
      write("a", 1, 1, now);
      String arn = tables.describeTable(b -> b.tableName(NAME)).table().latestStreamArn();
      assertEquals("a", await(arn, 1).getFirst().dynamodb().newImage().get("host").s());

      stop();
      start();
      writes.tagResource(b -> b.resourceARN(table).tags(List.of(tag)));
      write("b", 1, 1, now);
      await(arn, 2);
      writes.untagResource(b -> b.resourceARN(table).tagKeys("lodestone:stream"));
      assertEquals(
          "DISABLED",
          streams.describeStream(b -> b.streamArn(arn)).streamDescription().streamStatusAsString());
      write("c", 1, 1, now);
      await(arn, 2);
    } finally {
      stop();
    }
  }

  @Test
  void whatIsNotThereIsToldByName() throws Exception {
    start();
    try {
      String arn = begin(StreamViewType.NEW_IMAGE);
      assertThrows(
          ResourceNotFoundException.class,
          () -> streams.describeStream(b -> b.streamArn(arn + "9")));
      assertThrows(
          ResourceNotFoundException.class, () -> tables.describeTable(b -> b.tableName("plant.x")));
      DynamoDbException twice =
          assertThrows(
              DynamoDbException.class,
              () ->
                  tables.updateTable(
                      b ->
                          b.tableName(NAME)
                              .streamSpecification(
                                  s ->
                                      s.streamEnabled(true)
                                          .streamViewType(StreamViewType.KEYS_ONLY))));
      assertEquals("ValidationException", twice.awsErrorDetails().errorCode());
      DynamoDbException iterator =
          assertThrows(
              DynamoDbException.class, () -> streams.getRecords(b -> b.shardIterator("made-up")));
      assertEquals("ValidationException", iterator.awsErrorDetails().errorCode());
    } finally {
      stop();
    }
  }
}
