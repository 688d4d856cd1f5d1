package io.lodestone.server.dynamodb;

import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.server.auth.UnverifiedAccess;
import io.lodestone.server.dynamodb.streams.StreamOperations;
import io.lodestone.server.dynamodb.tables.TableOperations;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.protocol.AwsJsonProtocol;
import io.lodestone.server.protocol.OperationTable;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.RequestIds;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.crypt.SimulatedKeys;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import io.lodestone.wal.WalOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DynamoDB and its streams over an engine whose disk, clock and agents are the test's: a body goes
 * in, an answer comes out, both with single quotes in place of double ones.
 */
final class StreamService implements AutoCloseable {
  static final String ACCOUNT = "arn:aws:dynamodb:eu-west-1:000000000000:";
  static final String TABLE = "plant.sensors";

  /** Streams of one shard that lives for an hour. */
  static final FeedOptions FEED = FeedOptions.DEFAULT.withRoll(3_600, 1L << 30);

  /** Of files so small that the next flush lets go of what the feed does not need. */
  private static final WalOptions SMALL_LOG = new WalOptions(4_096, false, 0, 0, 1);

  final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00.123Z"));

  private final FeedOptions feed;
  private CrashableDirectory disk = new CrashableDirectory();
  private StepAgentHost agents;
  private Engine engine;
  private AwsJsonProtocol protocol;
  private String accessKeyId = "AKID";
  private long nextNanos = clock.millis() * 1_000_000L;

  StreamService() {
    this(FEED);
  }

  StreamService(FeedOptions feed) {
    this.feed = feed;
    open();
    createTable("plant", "sensors");
  }

  private void open() {
    agents = new StepAgentHost(1, clock::monotonicNanos);
    SimulatedKeys keys = new SimulatedKeys(1);
    try {
      engine =
          Engine.open(
              new EngineEnvironment(disk, clock, agents, keys, keys.random()),
              EngineOptions.DEFAULT.withFeed(feed).withWal(SMALL_LOG));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    protocol =
        new AwsJsonProtocol(
            OperationTable.builder()
                .add(OperationTable.Service.DYNAMODB, TableOperations.of(engine, 1))
                .add(
                    OperationTable.Service.DYNAMODB_STREAMS,
                    StreamOperations.of(engine, new PageTokens(new byte[32]), clock))
                .build(),
            new UnverifiedAccess(),
            new RequestIds(1),
            new EventLog(new PrintStream(OutputStream.nullOutputStream()), clock),
            1 << 20);
  }

  /** Ends the process without a word and starts another. */
  void kill() {
    disk = disk.kill();
    open();
  }

  /** The same, and in between the file that says which streams there are is damaged. */
  void killAndDamageState() throws IOException {
    disk = disk.kill();
    Directory folder = disk.directory("feed");
    byte[] state = Damage.bytesOf(folder, "STATE");
    state[state.length - 1] ^= 1;
    Damage.replace(folder, "STATE", state);
    open();
  }

  /** Who calls from now on. */
  void as(String accessKey) {
    accessKeyId = accessKey;
  }

  Engine engine() {
    return engine;
  }

  void createTable(String database, String table) {
    DatabaseName name = new DatabaseName(database);
    if (engine.catalog().database(name).isEmpty()) {
      engine.createDatabase(name, Optional.empty(), Map.of());
    }
    engine.createTable(TableDefinition.of(TableRef.of(database, table)));
  }

  /** Switches a table's stream on. */
  String begin(String table, String view) {
    String answer =
        success(
            "UpdateTable",
            "{'TableName':'"
                + table
                + "','StreamSpecification':{'StreamEnabled':true,'StreamViewType':'"
                + view
                + "'}}");
    return member(answer, "LatestStreamArn");
  }

  /** Switches a table's stream off. */
  String end(String table) {
    return success(
        "UpdateTable",
        "{'TableName':'" + table + "','StreamSpecification':{'StreamEnabled':false}}");
  }

  /** Stores more points of one series, each with a time of its own, and lets the feed see them. */
  void write(int points, String text) {
    PointBatch.Builder batch = new PointBatch.Builder(points);
    int series = batch.series(SeriesKey.of("cpu", "host", "a"));
    for (int i = 0; i < points; i++) {
      batch.point(i, series, nextNanos++, 1);
      batch.valueColumn("text", ValueType.VARCHAR).appendVarchar(text);
    }
    WriteResult result = agents.await(engine.write(TableRef.of("plant", "sensors"), batch.build()));
    if (!result.rejections().isEmpty()) {
      throw new AssertionError("rejected: " + result.rejections());
    }
    settle();
  }

  /** Puts all points into segments, so that the log may go. */
  void flush() {
    engine.flush();
    settle();
  }

  /** Lets every agent do what it has to do. */
  void settle() {
    for (int i = 0; i < 200; i++) {
      agents.step();
    }
  }

  /** Time passes, and every agent sees it. */
  void pass(Duration time) {
    clock.advance(time);
    settle();
  }

  // ---- calls

  HttpResponse call(String operation, String body) {
    String service =
        operation.endsWith("Stream")
                || operation.equals("ListStreams")
                || operation.equals("GetShardIterator")
                || operation.equals("GetRecords")
            ? "DynamoDBStreams_20120810."
            : "DynamoDB_20120810.";
    return protocol.handle(
        new HttpRequest(
            "POST",
            "/",
            new HttpHeaders(
                List.of(
                    new HttpHeaders.Line("X-Amz-Target", service + operation),
                    new HttpHeaders.Line(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential="
                            + accessKeyId
                            + "/20260101/eu-west-1/dynamodb/aws4_request,"
                            + " SignedHeaders=host, Signature=0"))),
            body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  /** The answer's text; for calls that succeed. */
  String success(String operation, String body) {
    HttpResponse response = call(operation, body);
    if (response.status() != 200) {
      throw new AssertionError(
          operation + " answered " + response.status() + ": " + response.text());
    }
    return response.text().replace('"', '\'');
  }

  /** The name of the error and its message; for calls that fail with a status of 400. */
  String failure(String operation, String body) {
    HttpResponse response = call(operation, body);
    if (response.status() != 400) {
      throw new AssertionError(
          operation + " answered " + response.status() + ": " + response.text());
    }
    String text = response.text().replace('"', '\'');
    return member(text, "__type").replace("com.amazonaws.dynamodb.v20120810#", "")
        + ": "
        + member(text, "message");
  }

  String iterator(String arn, String shard, String type) {
    return member(success("GetShardIterator", iteratorRequest(arn, shard, type)), "ShardIterator");
  }

  static String iteratorRequest(String arn, String shard, String type) {
    return "{'StreamArn':'"
        + arn
        + "','ShardId':'"
        + shard
        + "','ShardIteratorType':'"
        + type
        + "'}";
  }

  static String iteratorRequest(String arn, String shard, String type, String number) {
    return iteratorRequest(arn, shard, type).replace("}", ",'SequenceNumber':'" + number + "'}");
  }

  String read(String iterator) {
    return success("GetRecords", "{'ShardIterator':'" + iterator + "'}");
  }

  List<String> shards(String arn) {
    return members(success("DescribeStream", "{'StreamArn':'" + arn + "'}"), "ShardId");
  }

  // ---- answers

  /** The first string member of a name. */
  static String member(String answer, String name) {
    List<String> all = members(answer, name);
    if (all.isEmpty()) {
      throw new AssertionError("no " + name + " in " + answer);
    }
    return all.getFirst();
  }

  /** All string members of a name, in their order. */
  static List<String> members(String answer, String name) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile("'" + name + "':'(.*?)'[,}]").matcher(answer);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Override
  public void close() {
    engine.close();
  }
}
