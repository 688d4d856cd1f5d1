package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamquery.model.Datum;
import software.amazon.awssdk.services.timestreamquery.model.QueryResponse;
import software.amazon.awssdk.services.timestreamquery.model.ValidationException;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;
import software.amazon.awssdk.services.timestreamwrite.model.Dimension;
import software.amazon.awssdk.services.timestreamwrite.model.Record;

/** An unmodified AWS client unloads a table and finds its rows in the bucket. */
class UnloadIT {
  private static final int POINTS = 300;

  @TempDir private Path folder;

  private final ProcessFixture fixture = new ProcessFixture();
  private RunningServer server;
  private TimestreamQueryClient query;

  @BeforeEach
  void start() throws Exception {
    Configuration configuration =
        Configuration.resolve(Map.of("data.dir", folder.toString(), "port", "0"), Map.of());
    server =
        new Wiring(fixture.process(), fixture::openEngine).start(ServerOptions.of(configuration));
    query =
        TimestreamQueryClient.builder()
            .endpointOverride(URI.create(server.url()))
            .region(Region.EU_WEST_1)
            .credentialsProvider(SdkClientIT.credentials(folder))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
    try (TimestreamWriteClient write =
        TimestreamWriteClient.builder()
            .endpointOverride(URI.create(server.url()))
            .region(Region.EU_WEST_1)
            .credentialsProvider(SdkClientIT.credentials(folder))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      write.createDatabase(b -> b.databaseName("plant"));
      write.createTable(b -> b.databaseName("plant").tableName("lines"));
      long now = Instant.now().toEpochMilli();
      for (int from = 0; from < POINTS; from += 100) {
        List<Record> records = new ArrayList<>();
        for (int i = from; i < from + 100; i++) {
          records.add(record(i, now));
        }
        write.writeRecords(b -> b.databaseName("plant").tableName("lines").records(records));
      }
    }
  }

  private static Record record(int i, long now) {
    return Record.builder()
        .dimensions(Dimension.builder().name("line").value("line " + i % 3).build())
        .measureName("speed")
        .measureValue(i + ".5")
        .time(Long.toString(now - i))
        .build();
  }

  @AfterEach
  void stop() {
    query.close();
    server.close();
  }

  private List<String> row(String statement) {
    QueryResponse response = query.query(b -> b.queryString(statement));
    assertEquals(
        List.of("rows", "metadataFile", "manifestFile"),
        response.columnInfo().stream().map(column -> column.name()).toList());
    assertEquals(100.0, response.queryStatus().progressPercentage());
    return response.rows().getFirst().data().stream().map(Datum::scalarValue).toList();
  }

  /** The file of an object whose parts are plain names, or such with blanks and equals signs. */
  private Path file(String url) {
    String key = url.substring("s3://".length());
    return folder.resolve("buckets").resolve(key.replace("=", "_x3D_").replace(" ", "_x20_"));
  }

  private static List<String> strings(String json, String member) {
    List<String> found = new ArrayList<>();
    String start = "\"" + member + "\":\"";
    for (int at = json.indexOf(start); at >= 0; at = json.indexOf(start, at + 1)) {
      int from = at + start.length();
      found.add(json.substring(from, json.indexOf('"', from)));
    }
    return found;
  }

  @Test
  void aTableIsUnloadedByPartition() throws Exception {
    List<String> row =
        row(
            "UNLOAD (SELECT measure_value::double, line FROM plant.lines) TO 's3://exports/day/'"
                + " WITH (partitioned_by = ARRAY['line'], format = 'csv', compression = 'gzip')");

    assertEquals("300", row.get(0));
    String metadata = Files.readString(file(row.get(1)));
    assertEquals(
        List.of("measure_value::double", "line", "Amazon Timestream"), strings(metadata, "Name"));
    List<String> urls = strings(Files.readString(file(row.get(2))), "url");
    assertEquals(3, urls.size());
    TreeSet<String> rows = new TreeSet<>();
    for (String url : urls) {
      assertTrue(url.startsWith("s3://exports/day/results/line=line "), url);
      String line = url.substring(url.indexOf('=') + 1, url.lastIndexOf('/'));
      byte[] packed = Files.readAllBytes(file(url));
      String csv =
          new String(
              new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(),
              StandardCharsets.UTF_8);
      csv.lines().forEach(value -> rows.add(line + " " + value));
    }
    TreeSet<String> expected = new TreeSet<>();
    for (int i = 0; i < POINTS; i++) {
      expected.add("line " + i % 3 + " " + i + ".5");
    }
    assertEquals(expected, rows);
  }

  @Test
  void aTableIsUnloadedAsParquet() throws Exception {
    List<String> row =
        row("UNLOAD (SELECT * FROM plant.lines) TO 's3://exports/day' WITH (format = 'parquet')");

    assertEquals("300", row.get(0));
    List<String> urls = strings(Files.readString(file(row.get(2))), "url");
    assertEquals(1, urls.size());
    byte[] file = Files.readAllBytes(file(urls.getFirst()));
    assertEquals("PAR1", new String(file, file.length - 4, 4, StandardCharsets.US_ASCII));
  }

  @Test
  void whatIsWrongIsAValidationException() {
    for (String statement :
        List.of(
            "UNLOAD (SELECT 1) TO 's3://exports' WITH (format = 'ORC')",
            "UNLOAD (SELECT 1) TO 's3://exports' WITH (encryption = 'SSE_KMS')",
            "UNLOAD SELECT 1",
            "UNLOAD (SELECT TIME '10:00') TO 's3://exports'")) {
      assertThrows(
          ValidationException.class, () -> query.query(b -> b.queryString(statement)), statement);
    }
    assertFalse(Files.exists(folder.resolve("buckets")));
  }
}
