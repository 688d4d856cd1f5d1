package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of metrics, of a running server. */
class MetricsIT {
  private static final Path DOCUMENT = Path.of("..", "docs", "operating", "metrics.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(lodestone_[a-z_]+)` \\| ([a-z]+) \\|");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (lodestone_[a-z_]+) ([a-z]+)$");

  @TempDir private Path folder;

  private final ProcessFixture fixture = new ProcessFixture();
  private final HttpClient client = HttpClient.newHttpClient();
  private RunningServer server;

  private void start(Map<String, String> more) throws Exception {
    Map<String, String> flags =
        new HashMap<>(Map.of("data.dir", folder.toString(), "port", "0", "auth", "off"));
    flags.putAll(more);
    server =
        new Wiring(fixture.process(), fixture::openEngine)
            .start(ServerOptions.of(Configuration.resolve(flags, Map.of())));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpResponse<String> page(String accept) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
            .header("Accept", accept)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String page() throws Exception {
    return page("*/*").body();
  }

  private int call(String target, String body) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(server.url()))
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private int timestream(String operation, String body) throws Exception {
    return call("Timestream_20181101." + operation, body);
  }

  private void writeAndStream() throws Exception {
    assertEquals(200, timestream("CreateDatabase", "{'DatabaseName':'plant'}"));
    assertEquals(
        200,
        timestream(
            "CreateTable",
            "{'DatabaseName':'plant','TableName':'sensors','Tags':[{'Key':'lodestone:stream',"
                + "'Value':'NEW_IMAGE'}]}"));
    String record = "{'MeasureName':'m','MeasureValue':'1','Time':'%d'}";
    String now = String.format(record, fixture.process().clock().millis());
    String old = String.format(record, 1);
    String records =
        "{'DatabaseName':'plant','TableName':'sensors','CommonAttributes':"
            + "{'Dimensions':[{'Name':'host','Value':'a'}]},'Records':[%s]}";
    assertEquals(200, timestream("WriteRecords", String.format(records, now)));
    assertEquals(419, timestream("WriteRecords", String.format(records, old)));
  }

  /** What the page says of a name with its labels. */
  private double value(String page, String series) {
    Matcher line = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$").matcher(page);
    assertTrue(line.find(), () -> series + " is not in\n" + page);
    return Double.parseDouble(line.group(1));
  }

  @Test
  void itTellsWhatWasAskedAndWhatBecameOfIt() throws Exception {
    start(Map.of());
    writeAndStream();
    assertEquals(200, timestream("Query", "{'QueryString':'SELECT 1'}"));

    String page = page();

    assertEquals(
        1, value(page, "lodestone_requests_total{operation=\"WriteRecords\",outcome=\"ok\"}"));
    assertEquals(
        1,
        value(
            page,
            "lodestone_requests_total{operation=\"WriteRecords\","
                + "outcome=\"RejectedRecordsException\"}"));
    assertEquals(
        2, value(page, "lodestone_request_duration_seconds_count{operation=\"WriteRecords\"}"));
    assertTrue(
        value(page, "lodestone_request_duration_seconds_sum{operation=\"WriteRecords\"}") > 0);
    assertEquals(1, value(page, "lodestone_points_accepted_total{store=\"memory\"}"));
    assertEquals(0, value(page, "lodestone_points_accepted_total{store=\"magnetic\"}"));
    assertEquals(1, value(page, "lodestone_points_rejected_total"));
    assertTrue(value(page, "lodestone_memory_bytes") > 0);
    assertTrue(value(page, "lodestone_disk_free_bytes") > 0);
    assertEquals(
        1, value(page, "lodestone_stream_open{database=\"plant\",stream=\"1\",table=\"sensors\"}"));
    assertEquals(0, value(page, "lodestone_streams_full"));
    assertTrue(page.contains("\njvm_memory_used_bytes"), page);
  }

  @Test
  void theDocumentListsEveryNameWithItsType() throws Exception {
    start(Map.of());
    writeAndStream();

    Map<String, String> shown = pairs(TYPE.matcher(page()));

    assertEquals(pairs(ROW.matcher(Files.readString(DOCUMENT))), shown);
  }

  private static Map<String, String> pairs(Matcher found) {
    return found
        .results()
        .collect(
            Collectors.toMap(
                (MatchResult row) -> row.group(1), row -> row.group(2), (a, _) -> a, TreeMap::new));
  }

  @Test
  void itSpeaksTheFormatThatItsReaderAsksFor() throws Exception {
    start(Map.of());

    HttpResponse<String> plain = page("text/plain;version=0.0.4");
    HttpResponse<String> open = page("application/openmetrics-text; version=1.0.0");

    assertTrue(plain.headers().firstValue("Content-Type").orElseThrow().startsWith("text/plain"));
    assertTrue(
        open.headers()
            .firstValue("Content-Type")
            .orElseThrow()
            .startsWith("application/openmetrics-text"));
    assertTrue(open.body().endsWith("# EOF\n"));
  }

  @Test
  void whoeverDoesNotWantItHasNoSuchPage() throws Exception {
    start(Map.of("metrics", "off"));

    assertEquals(404, page("*/*").statusCode());
  }
}
