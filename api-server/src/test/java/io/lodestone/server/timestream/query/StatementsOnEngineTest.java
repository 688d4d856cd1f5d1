package io.lodestone.server.timestream.query;

import static io.lodestone.server.timestream.query.QueryClient.token;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.objects.StoredObjects;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.timestream.query.spool.Spool;
import io.lodestone.server.timestream.query.spool.SpoolOptions;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.SqlOptions;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is told about statements over tables: ten hosts in table {@code cpu}, partitioned by measure
 * name (load, temperature), and in table {@code keyed}, partitioned by host.
 */
class StatementsOnEngineTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final long HOUR = 3_600_000_000_000L;
  private static final TableRef CPU = TableRef.of("plant", "cpu");
  private static final TableRef KEYED = TableRef.of("plant", "keyed");

  /** Where buckets are. */
  private static final CrashableDirectory DISK = new CrashableDirectory();

  private static Engine engine;
  private static QueryService service;
  private static QueryClient client;

  @BeforeAll
  static void start() throws IOException {
    InstantSource clock = InstantSource.fixed(NOW);
    engine =
        Engine.open(
            new EngineEnvironment(
                new CrashableDirectory(),
                clock,
                new ThreadAgentHost(
                    (agent, failure) -> {
                      throw new AssertionError(agent.name(), failure);
                    })),
            EngineOptions.DEFAULT.withWal(
                EngineOptions.DEFAULT.wal().withFileBytes(1 << 20).withBallastBytes(1 << 20)));
    engine.createDatabase(CPU.database(), Optional.empty(), Map.of());
    RetentionPolicy retention = new RetentionPolicy(24, 30);
    engine.createTable(TableDefinition.of(CPU).withRetention(retention));
    engine.createTable(
        new TableDefinition(
            KEYED,
            retention,
            MagneticStoreWrites.OFF,
            List.of(new PartitionKey(PartitionKey.Kind.DIMENSION, Optional.of("host"), false)),
            Map.of()));
    engine.write(CPU, points()).join();
    engine.write(KEYED, points()).join();
    EngineTables tables = new EngineTables(engine);
    service =
        new QueryService(
            new SqlStatements(new SqlEngine(tables, clock, SqlOptions.DEFAULTS), tables),
            new PageTokens(new byte[32]),
            QueryLimits.DEFAULT,
            RunLimits.DEFAULT,
            new QueryEnvironment(
                Spool.open(new CrashableDirectory(), new SplittableRandom(1), SpoolOptions.DEFAULT),
                Runnable::run,
                tables.layouts(clock),
                new QuerySurroundings.SettingsInMemory(),
                new LocalObjectStore(DISK),
                clock,
                new EventLog(new PrintStream(PrintStream.nullOutputStream()), clock)));
    client = QueryClient.of(service);
  }

  @AfterAll
  static void stop() throws IOException {
    service.close();
    engine.close();
  }

  /** Ten hosts, two measures, one point each every ten minutes for ten hours. */
  private static PointBatch points() {
    int count = 10 * 2 * 60;
    PointBatch.Builder builder = new PointBatch.Builder(count);
    long now = NOW.getEpochSecond() * 1_000_000_000L;
    for (int i = 0; i < count; i++) {
      SeriesKey key = SeriesKey.of(i % 2 == 0 ? "load" : "temperature", "host", "h" + i / 2 % 10);
      builder.point(i, builder.series(key), now - (i / 20 + 1) * (HOUR / 6), 1);
      builder.valueColumn("value", ValueType.DOUBLE).appendDouble(i);
    }
    return builder.build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT count(*) FROM plant.cpu | cpu | measure_name | 1.0 | 720",
        "SELECT count(*) FROM plant.cpu WHERE measure_name = 'load' | cpu | measure_name | 0.5 | 720",
        "SELECT * FROM plant.cpu WHERE time > ago(2h) LIMIT 3 | cpu | measure_name | 1.0 | 2",
        "SELECT value FROM plant.cpu WHERE time BETWEEN ago(5h) AND ago(2h) AND measure_name = 'load'"
            + " | cpu | measure_name | 0.5 | 3",
        "SELECT max(value) FROM plant.keyed WHERE time > ago(1h) AND host IN ('h1', 'h2')"
            + " | keyed | host | 0.2 | 1",
        "SELECT value FROM plant.keyed WHERE host = 'nobody' | keyed | host | 0.0 | 720",
      })
  void insightsTellWhatIsRead(
      String statement, String table, String key, String coverage, long hours) {
    String answer = insights(statement.strip());

    String arn = "'TableArn':'arn:aws:timestream:eu-west-1:000000000000:database/plant/table/%s'";
    assertTrue(
        answer.contains(
            "'QuerySpatialCoverage':{'Max':{'Value':"
                + coverage.strip()
                + ","
                + arn.formatted(table.strip())
                + ",'PartitionKey':['"
                + key.strip()
                + "']}}"),
        answer);
    double nanos =
        Double.parseDouble(
            answer.replaceAll(".*'QueryTemporalRange':\\{'Max':\\{'Value':(\\d+),.*", "$1"));
    assertEquals((double) (hours * HOUR), nanos, 1, answer);
    assertTrue(answer.contains("'QueryTableCount':1,"), answer);
  }

  @Test
  void insightsNameTheWorstTable() {
    String answer =
        insights(
            "SELECT count(*) FROM plant.cpu a JOIN plant.keyed b ON a.host = b.host"
                + " WHERE a.time > ago(4h) AND b.time > ago(1h) AND a.measure_name = 'load'"
                + " AND b.host IN ('h1','h2','h3','h4','h5','h6','h7')");

    assertTrue(answer.contains("'QueryTableCount':2"), answer);
    assertTrue(
        answer.matches(".*'QuerySpatialCoverage':\\{'Max':\\{'Value':0.7,[^}]*table/keyed'.*"),
        answer);
    assertTrue(
        answer.matches(".*'QueryTemporalRange':\\{'Max':\\{'Value':1439\\d+,[^}]*table/cpu'.*"),
        answer);
  }

  @Test
  void insightsCountWhatIsAnswered() {
    String answer = insights("SELECT value FROM plant.cpu LIMIT 7");

    assertTrue(answer.contains("'OutputRows':7,'OutputBytes':"), answer);
    int bytes = answer.indexOf("],'ColumnInfo'") - answer.indexOf("'Rows':[") - "'Rows':[".length();
    assertTrue(answer.contains("'OutputBytes':" + bytes + "}"), bytes + " " + answer);
  }

  @Test
  void withoutATableInsightsAreAboutTheAnswerOnly() {
    String answer = insights("SELECT 1");

    assertTrue(
        answer.endsWith(
            "'QueryInsightsResponse':{'QueryTableCount':0,'OutputRows':1,'OutputBytes':" + "30}}"),
        answer);
  }

  @Test
  void insightsComeToThoseWhoAsk() {
    assertFalse(client.success("{'QueryString':'SELECT 1'}").contains("Insights"));
    assertFalse(
        client
            .success("{'QueryString':'SELECT 1','QueryInsights':{'Mode':'DISABLED'}}")
            .contains("Insights"));
  }

  @Test
  void bytesAreMeteredAtLeastAsInTimestream() {
    String table = client.success("{'QueryString':'SELECT * FROM plant.cpu'}");
    assertTrue(
        table.matches(".*'CumulativeBytesScanned':[1-9]\\d*,'CumulativeBytesMetered':10000000}}"),
        table.substring(table.length() - 200));
    String names = client.success("{'QueryString':'SHOW DATABASES'}");
    assertTrue(names.endsWith("'CumulativeBytesScanned':0,'CumulativeBytesMetered':0}}"), names);
  }

  @Test
  void columnsAndParametersOfAQueryAreTold() {
    String answer =
        client.success(
            "PrepareQuery",
            "{'ValidateOnly':true,'QueryString':'SELECT host, value AS v, value + 1, @note FROM"
                + " plant.cpu WHERE host = @host AND time > @since'}");

    assertEquals(
        "{'QueryString':'SELECT host, value AS v, value + 1, @note FROM plant.cpu WHERE host ="
            + " @host AND time > @since','Columns':["
            + "{'Name':'host','Type':{'ScalarType':'VARCHAR'},'DatabaseName':'plant',"
            + "'TableName':'cpu','Aliased':false},"
            + "{'Name':'v','Type':{'ScalarType':'DOUBLE'},'DatabaseName':'plant',"
            + "'TableName':'cpu','Aliased':true},"
            + "{'Name':'_col2','Type':{'ScalarType':'DOUBLE'},'Aliased':false},"
            + "{'Name':'_col3','Type':{'ScalarType':'UNKNOWN'},'Aliased':false}],"
            + "'Parameters':[{'Name':'note','Type':{'ScalarType':'UNKNOWN'}},"
            + "{'Name':'host','Type':{'ScalarType':'VARCHAR'}},"
            + "{'Name':'since','Type':{'ScalarType':'TIMESTAMP'}}]}",
        answer);
    assertEquals(0, service.running());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'ValidateOnly':true,'QueryString':'SELECT nothing FROM plant.cpu'} | does not exist",
        "{'ValidateOnly':true,'QueryString':'SELEC 1'} | syntax is invalid",
        "{'QueryString':'SELECT 1'} | ValidateOnly",
        "{'ValidateOnly':false,'QueryString':'SELECT 1'} | ValidateOnly",
      })
  void whatCannotBePreparedIsInvalid(String body, String reason) {
    String failure = client.failure("PrepareQuery", body.strip());

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertTrue(failure.contains(reason.strip()), failure);
  }

  @Test
  void aQueryWithParametersCannotRun() {
    String failure = client.failure("{'QueryString':'SELECT * FROM plant.cpu WHERE host = @host'}");

    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertTrue(failure.contains("host"), failure);
  }

  @Test
  void pagesOfInsightsKeepCounting() {
    String first =
        client.success(
            "{'QueryString':'SELECT value FROM plant.cpu','MaxRows':1000,"
                + "'QueryInsights':{'Mode':'ENABLED_WITH_RATE_CONTROL'}}");
    String last =
        client.success(
            "{'QueryString':'SELECT value FROM plant.cpu','NextToken':'" + token(first) + "'}");

    assertTrue(first.contains("'OutputRows':1200"), "run to its end in this test");
    assertTrue(last.contains("'OutputRows':1200"), last.substring(last.length() - 400));
  }

  private String insights(String statement) {
    return client.success(
        "{'QueryString':'"
            + statement.replace("'", "\\u0027")
            + "','QueryInsights':{'Mode':'ENABLED_WITH_RATE_CONTROL'}}");
  }

  private static String unload(String members) {
    return client.success(
        "{'QueryString':'UNLOAD (SELECT time, value, host, measure_name FROM plant.cpu) TO"
            + " \\u0027s3://plant/day\\u0027 WITH (partitioned_by ="
            + " ARRAY[measure_name], compression = \\u0027none\\u0027)'"
            + members
            + "}");
  }

  @Test
  void unloadAnswersWhereItsFilesAre() throws IOException {
    String answer = unload("");
    String id = QueryClient.queryId(answer);

    assertEquals(
        ("{'QueryId':'ID','Rows':[{'Data':[{'ScalarValue':'1200'},"
                + "{'ScalarValue':'s3://plant/day/ID_metadata.json'},"
                + "{'ScalarValue':'s3://plant/day/ID_manifest.json'}]}],"
                + "'ColumnInfo':[{'Name':'rows','Type':{'ScalarType':'BIGINT'}},"
                + "{'Name':'metadataFile','Type':{'ScalarType':'VARCHAR'}},"
                + "{'Name':'manifestFile','Type':{'ScalarType':'VARCHAR'}}],"
                + "'QueryStatus':{'ProgressPercentage':100.0,'CumulativeBytesScanned':")
            .replace("ID", id),
        answer.substring(0, answer.indexOf("BytesScanned':") + 14));
    Map<String, byte[]> objects = StoredObjects.of(DISK, "plant");
    String metadata = new String(objects.get("day/" + id + "_metadata.json"), UTF_8);
    assertEquals(
        "{'ColumnInfo':[{'Name':'time','Type':{'ScalarType':'TIMESTAMP'}},"
            + "{'Name':'value','Type':{'ScalarType':'DOUBLE'}},"
            + "{'Name':'host','Type':{'ScalarType':'VARCHAR'}},"
            + "{'Name':'measure_name','Type':{'ScalarType':'VARCHAR'}}],"
            + "'Author':{'Name':'Amazon Timestream','MetadataFileVersion':'1.0'}}",
        metadata.replace('"', '\''));
    String load = new String(objects.get("day/results/measure_name=load/" + id + "_1.csv"), UTF_8);
    assertEquals(600, load.lines().count());
    assertTrue(load.lines().anyMatch("2026-01-01 11:50:00.000000000,0.0,h0"::equals), load);
  }

  @Test
  void unloadTellsWhatItHasWritten() throws IOException {
    String answer = unload(",'QueryInsights':{'Mode':'ENABLED_WITH_RATE_CONTROL'}");

    long bytes =
        StoredObjects.of(DISK, "plant").entrySet().stream()
            .filter(object -> object.getKey().contains(QueryClient.queryId(answer)))
            .filter(object -> object.getKey().endsWith(".csv"))
            .mapToLong(object -> object.getValue().length)
            .sum();
    assertTrue(
        answer.endsWith(
            "'UnloadPartitionCount':2,'UnloadWrittenRows':1200,'UnloadWrittenBytes':"
                + bytes
                + "}}"),
        answer);
  }

  @Test
  void anEncryptionThatWouldNotTakePlaceIsRefused() {
    assertEquals(
        "400 {'__type':'ValidationException','Message':'encryption = 'SSE_KMS' is not offered:"
            + " objects of this server's buckets are not encrypted'}",
        client.failure(
            "{'QueryString':'UNLOAD (SELECT 1) TO \\u0027s3://plant\\u0027 WITH (encryption ="
                + " \\u0027SSE_KMS\\u0027, kms_key = \\u0027k\\u0027)'}"));
    assertEquals(0, service.running());
  }

  @Test
  void parquetNeedsColumnsOfDifferentNames() {
    String failure =
        client.failure(
            "{'QueryString':'UNLOAD (SELECT 1 AS a, 2 AS a) TO \\u0027s3://plant\\u0027 WITH"
                + " (format = \\u0027PARQUET\\u0027)'}");
    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertTrue(failure.contains("'a' is the name of more than one"), failure);
  }
}
