package io.lodestone.server.timestream.scheduled;

import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.server.auth.AccessKey;
import io.lodestone.server.auth.AccessKeys;
import io.lodestone.server.auth.AccountId;
import io.lodestone.server.auth.Credentials;
import io.lodestone.server.auth.KeyRing;
import io.lodestone.server.auth.Mandate;
import io.lodestone.server.auth.SigV4Verifier;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import io.lodestone.server.jobs.JobRunner;
import io.lodestone.server.jobs.JobStore;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.notification.Notification;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.policy.Policy;
import io.lodestone.server.protocol.Access;
import io.lodestone.server.protocol.AwsJsonProtocol;
import io.lodestone.server.protocol.OperationTable;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.RequestIds;
import io.lodestone.server.timestream.query.AccessibleTables;
import io.lodestone.server.timestream.query.EngineTables;
import io.lodestone.server.timestream.write.RejectReports;
import io.lodestone.server.timestream.write.WriteLimits;
import io.lodestone.server.timestream.write.WriteOperations;
import io.lodestone.sql.PreparedQuery;
import io.lodestone.sql.QueryArguments;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.SqlOptions;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Timestream, as far as scheduled queries need it, on a disk, a clock and in one thread of the
 * test's: a body goes in, an answer comes out, and nothing happens before the clock is moved by
 * hand.
 */
final class ScheduledService implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::000000000000:role/rollup";
  static final String TOPIC = "arn:aws:sns:eu-west-1:000000000000:rollups";
  static final String REGION = "eu-west-1";
  private static final Pattern ARN = Pattern.compile("'Arn':'([^']+)'");

  final ManualClock clock;
  final ByteArrayOutputStream log = new ByteArrayOutputStream();
  final List<String> told = new ArrayList<>();
  final Engine engine;

  private final Directory disk;
  private final StepAgentHost agents;
  private final SqlEngine sql;
  private final EngineTables tables;
  private final JobStore store;
  private final JobRunner runner;
  private final AwsJsonProtocol protocol;
  private final KeyRing keys;
  private String caller = "ADMIN";

  /**
   * @param disk is opened again by the next one
   */
  ScheduledService(Directory disk, ManualClock clock, long seed, EngineOptions options)
      throws IOException {
    this.disk = disk;
    this.clock = clock;
    this.agents = new StepAgentHost(seed, clock::monotonicNanos);
    this.engine = Engine.open(new EngineEnvironment(disk, clock, agents), options);
    this.tables = new EngineTables(engine);
    this.sql = new SqlEngine(tables, clock, SqlOptions.DEFAULTS);
    EventLog events = new EventLog(new PrintStream(log, true, StandardCharsets.UTF_8), clock);
    this.store = JobStore.open(disk, finding -> events.warn("found at start", "what", finding));
    this.keys = new KeyRing(AccessKeys.of(key("ADMIN", "root", "")));
    SigV4Verifier verifier = new SigV4Verifier(keys, clock, Duration.ofMinutes(15));
    LocalObjectStore objects = new LocalObjectStore(disk);
    RequestIds ids = new RequestIds(seed);
    ScheduledQueries queries =
        ScheduledQueries.open(
            new Surroundings(
                engine,
                new Statements(),
                verifier,
                store,
                objects,
                this::tell,
                AccountId.DEFAULT,
                WriteLimits.DEFAULT,
                new ScheduledOptions(5, 2, 3),
                ids,
                clock,
                events),
            new SplittableRandom(seed));
    this.runner = new JobRunner(queries::jobs, clock);
    queries.onDue(runner::wake);
    runner.start(agents, 2);
    PageTokens tokens = new PageTokens(new byte[32]);
    this.protocol =
        new AwsJsonProtocol(
            OperationTable.builder()
                .add(
                    OperationTable.Service.TIMESTREAM,
                    WriteOperations.of(
                        engine,
                        WriteLimits.DEFAULT,
                        Optional.empty(),
                        tokens,
                        new RejectReports(objects, ids, clock, events, false),
                        queries,
                        1))
                .add(OperationTable.Service.TIMESTREAM, queries.operations(tokens))
                .build(),
            (_, _) ->
                verifier
                    .principal(
                        new Mandate(
                            caller, keys(caller).map(AccessKey::user).orElseThrow(), REGION))
                    .orElseThrow(),
            ids,
            events,
            1 << 20);
  }

  private final class Statements implements ScheduledStatements {
    @Override
    public PreparedQuery prepare(String text, Access access) {
      return sql.prepare(text, new AccessibleTables(tables, access));
    }

    @Override
    public QueryResult start(String text, Instant runTime, Access access) {
      return sql.execute(
          text, new AccessibleTables(tables, access), QueryArguments.scheduledAt(runTime));
    }
  }

  private List<AccessKey> known = new ArrayList<>(List.of(key("ADMIN", "root", "")));

  private Optional<AccessKey> keys(String id) {
    return known.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  private static AccessKey key(String id, String user, String policy) {
    return AccessKey.permanent(new Credentials(id, "secret"), user, Instant.EPOCH)
        .with(
            policy.isEmpty()
                ? Optional.empty()
                : Optional.of(Policy.parse(policy.replace('\'', '"'))));
  }

  /** Makes a key, or gives one another policy; an empty one allows everything. */
  void putKey(String id, String user, String policy) {
    known.removeIf(key -> key.id().equals(id));
    known.add(key(id, user, policy));
    keys.exchange(new AccessKeys(known));
  }

  void deleteKey(String id) {
    known.removeIf(key -> key.id().equals(id));
    keys.exchange(new AccessKeys(known));
  }

  /** Who calls from now on. */
  ScheduledService as(String accessKeyId) {
    caller = accessKeyId;
    return this;
  }

  /** Type and message of each notification, the message with single quotes. */
  private void tell(Notification notification) {
    told.add(notification.message().replace('"', '\''));
  }

  // ---- calls

  /**
   * @param body single quotes stand for double ones, and two of them for one
   */
  HttpResponse call(String operation, String body) {
    return protocol.handle(
        new HttpRequest(
            "POST",
            "/",
            new HttpHeaders(
                List.of(new HttpHeaders.Line("X-Amz-Target", "Timestream_20181101." + operation))),
            body.replace("''", "\u0000")
                .replace('\'', '"')
                .replace('\u0000', '\'')
                .getBytes(StandardCharsets.UTF_8)));
  }

  /** The answer's text, with single quotes in place of double ones; for calls that succeed. */
  String success(String operation, String body) {
    HttpResponse response = call(operation, body);
    if (response.status() != 200) {
      throw new AssertionError(
          operation + " answered " + response.status() + ": " + response.text());
    }
    return response.text().replace('"', '\'');
  }

  /** Status and text of an answer; for calls that fail. */
  String failure(String operation, String body) {
    HttpResponse response = call(operation, body);
    return response.status()
        + " "
        + response.text().replace('"', '\'').replace("com.amazonaws.timestream.v20181101#", "");
  }

  /** Creates a database and a table that takes points of any age. */
  void createTable(String database, String table) {
    if (engine.catalog().databases().stream().noneMatch(d -> d.name().value().equals(database))) {
      success("CreateDatabase", "{'DatabaseName':'" + database + "'}");
    }
    success(
        "CreateTable",
        "{'DatabaseName':'"
            + database
            + "','TableName':'"
            + table
            + "','MagneticStoreWriteProperties':{'EnableMagneticStoreWrites':true}}");
  }

  /** Stores points; WriteRecords would wait for them on the only thread there is. */
  void write(String database, String table, PointBatch batch) {
    WriteResult result = agents.await(engine.write(TableRef.of(database, table), batch));
    if (!result.rejections().isEmpty()) {
      throw new AssertionError("rejected: " + result.rejections());
    }
  }

  /**
   * Stores points of one dimension.
   *
   * @param points texts of the form {@code a 2026-01-01T00:00:00Z 1.5}: host, time, value of the
   *     measure load
   */
  void writeLoads(String database, String table, String... points) {
    PointBatch.Builder batch = new PointBatch.Builder(points.length);
    for (String point : points) {
      String[] words = point.split(" ");
      batch.point(
          batch.size(),
          batch.series(SeriesKey.of("load", "host", words[0])),
          Instant.parse(words[1]).toEpochMilli() * 1_000_000,
          1);
      batch
          .valueColumn(Column.singleMeasureName(ValueType.DOUBLE), ValueType.DOUBLE)
          .appendDouble(Double.parseDouble(words[2]));
    }
    write(database, table, batch.build());
  }

  /** Creates a scheduled query. Its ARN. */
  String create(String name, String schedule, String query, String target) {
    return arn(success("CreateScheduledQuery", request(name, schedule, query, target)));
  }

  /**
   * A request that creates a scheduled query.
   *
   * @param target the members of a TimestreamConfiguration without braces; none when empty
   */
  static String request(String name, String schedule, String query, String target) {
    return "{'Name':'"
        + name
        + "','QueryString':'"
        + query
        + "','ScheduleConfiguration':{'ScheduleExpression':'"
        + schedule
        + "'},'NotificationConfiguration':{'SnsConfiguration':{'TopicArn':'"
        + TOPIC
        + "'}},'ScheduledQueryExecutionRoleArn':'"
        + ROLE
        + "','ErrorReportConfiguration':{'S3Configuration':{'BucketName':'reports','ObjectKeyPrefix':'sq'}}"
        + (target.isEmpty()
            ? ""
            : ",'TargetConfiguration':{'TimestreamConfiguration':{" + target + "}}")
        + "}";
  }

  static String arn(String answer) {
    Matcher matcher = ARN.matcher(answer);
    if (!matcher.find()) {
      throw new AssertionError("no ARN in " + answer);
    }
    return matcher.group(1);
  }

  String describe(String arn) {
    return success("DescribeScheduledQuery", "{'ScheduledQueryArn':'" + arn + "'}");
  }

  /** Asks for a run and lets it end. */
  void execute(String arn, Instant time) {
    success(
        "ExecuteScheduledQuery",
        "{'ScheduledQueryArn':'" + arn + "','InvocationTime':" + time.getEpochSecond() + "}");
    settle();
  }

  // ---- time

  /** Moves the clock, and lets all happen that is due by then. */
  void advance(Duration by) {
    clock.advance(by);
    settle();
  }

  /** Lets all happen that is due. */
  void settle() {
    runner.wake();
    agents.settle();
  }

  // ---- what there is

  /** The rows of a statement: values with commas between them. */
  List<String> query(String statement) {
    List<String> rows = new ArrayList<>();
    try (QueryResult result = sql.execute(statement)) {
      while (result.advance()) {
        for (int row = 0; row < result.batch().rowCount(); row++) {
          StringBuilder text = new StringBuilder();
          for (int column = 0; column < result.columns().size(); column++) {
            text.append(column > 0 ? "," : "")
                .append(
                    result.batch().isNull(row, column) ? "NULL" : result.batch().text(row, column));
          }
          rows.add(text.toString());
        }
      }
    }
    return rows;
  }

  /** An object of the store, with single quotes in place of double ones. */
  String object(String bucket, String key) throws IOException {
    Directory folder = disk.directory("buckets").directory(bucket);
    String[] steps = key.split("/");
    for (int i = 0; i < steps.length - 1; i++) {
      folder = folder.directory(steps[i]);
    }
    try (ReadFile file = folder.open(steps[steps.length - 1])) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(0, bytes);
      return new String(bytes.array(), StandardCharsets.UTF_8).replace('"', '\'');
    }
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Ends the process, if the disk has not ended it before. */
  @Override
  public void close() {
    try {
      runner.close();
      store.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    engine.close();
  }
}
