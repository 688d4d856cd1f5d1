package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;

/**
 * Requests that no SDK would send, each with its exact error; afterwards nothing of them is there.
 */
class BadInputIT {
  private static final String NOW = Long.toString(Instant.now().toEpochMilli());

  @TempDir private static Path folder;
  private static ServedProcess server;
  private static HttpClient http;
  private static TimestreamQueryClient reader;

  @BeforeAll
  static void start() throws Exception {
    server = ServedProcess.start(folder);
    http = HttpClient.newHttpClient();
    reader = server.queryClient();
    try (TimestreamWriteClient writer = server.writeClient()) {
      writer.createDatabase(b -> b.databaseName("metrics"));
      writer.createTable(b -> b.databaseName("metrics").tableName("cpu"));
    }
  }

  @AfterAll
  static void stop() {
    http.close();
    reader.close();
    server.close();
  }

  @AfterEach
  void nothingWasStored() {
    assertEquals("0", Rows.single(reader, "SELECT count(*) FROM metrics.cpu"));
  }

  static Stream<Arguments> requests() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      many.add(record("'MeasureName':'m" + i + "'"));
    }
    return Stream.of(
        refused(400, "SerializationException", "{'DatabaseName':"),
        refused(400, "SerializationException", "[]"),
        refused(400, "SerializationException", "not json"),
        refused(400, "SerializationException", write("{'Time':1}")),
        refused(400, "SerializationException", write(record("'Version':'1'"))),
        refused(400, "SerializationException", write(record("'Dimensions':{}"))),
        refused(400, "ValidationException", "{}"),
        refused(400, "ValidationException", write()),
        refused(400, "ValidationException", write(many.toArray(String[]::new))),
        refused(400, "ValidationException", write(record(""), record("'MeasureName':''"))),
        refused(400, "ValidationException", write(record(""), record("'MeasureValue':''"))),
        refused(400, "ValidationException", write(record(""), record("'Time':''"))),
        refused(400, "ValidationException", write(record(""), record("'Time':'soon'"))),
        refused(400, "ValidationException", write(record(""), record("'Version':0"))),
        refused(400, "ValidationException", write(record(""), record("'MeasureValue':'x'"))),
        refused(400, "ValidationException", write(record(""), record("'Dimensions':[]"))),
        refused(
            400,
            "ValidationException",
            write(
                record(""),
                record("'Dimensions':[{'Name':'a','Value':'1'},{'Name':'a','Value':'2'}]"))),
        refused(
            400,
            "ValidationException",
            write(record(""), record("'Dimensions':[{'Name':'','Value':'1'}]"))),
        refused(404, "ResourceNotFoundException", write(record("")).replace("cpu", "gone")),
        refused(404, "ResourceNotFoundException", write(record("")).replace("metrics", "gone")),
        refused(404, "ResourceNotFoundException", write(record("")).replace("cpu", "no/name")),
        refused(419, "RejectedRecordsException", write(record("'Time':'1'"))),
        refused(419, "RejectedRecordsException", write(record("'Time':'" + NOW + "000'"))),
        refused(
            419,
            "RejectedRecordsException",
            write(record("'Dimensions':[{'Name':'" + "n".repeat(61) + "','Value':'1'}]"))));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void badWriteIsRefused(int status, String error, String body) throws Exception {
    assertRefused(status, error, post("Timestream_20181101.WriteRecords", body));
  }

  @Test
  void unknownTargetsAreRefused() throws Exception {
    assertRefused(400, "UnknownOperationException", post("Timestream_20181101.Nothing", "{}"));
    assertRefused(400, "UnknownOperationException", post("Nowhere_20181101.WriteRecords", "{}"));
    assertRefused(400, "UnknownOperationException", post("", "{}"));
    assertRefused(
        400, "UnknownOperationException", post("Timestream_20181101.ResumeBatchLoadTask", "{}"));
  }

  @Test
  void illegalNamesAreRefused() throws Exception {
    for (String name : List.of("a b", "ab", "", "ä", "x/y", "n".repeat(257))) {
      assertRefused(
          400,
          "ValidationException",
          post("Timestream_20181101.CreateDatabase", "{'DatabaseName':'" + name + "'}"));
      assertRefused(
          400,
          "ValidationException",
          post(
              "Timestream_20181101.CreateTable",
              "{'DatabaseName':'metrics','TableName':'" + name + "'}"));
    }
  }

  @Test
  void wrongStatementsAreRefused() throws Exception {
    assertRefused(
        400, "ValidationException", post("Timestream_20181101.Query", "{'QueryString':'SELEKT'}"));
    assertRefused(
        400,
        "ValidationException",
        post("Timestream_20181101.Query", "{'QueryString':'SELECT * FROM metrics.gone'}"));
    assertRefused(
        400,
        "ValidationException",
        post("Timestream_20181101.Query", "{'QueryString':'SELECT 1','NextToken':'x'}"));
  }

  private static Arguments refused(int status, String error, String body) {
    return Arguments.of(status, error, body);
  }

  private static String write(String... records) {
    return "{'DatabaseName':'metrics','TableName':'cpu','Records':["
        + String.join(",", records)
        + "]}";
  }

  private static String record(String members) {
    return "{'Dimensions':[{'Name':'host','Value':'a'}],'MeasureName':'m','MeasureValue':'1','Time':'"
        + NOW
        + "'"
        + (members.isEmpty() ? "" : "," + members)
        + "}";
  }

  private static HttpResponse<String> post(String target, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.url()))
            .header("X-Amz-Target", target)
            .header("Content-Type", "application/x-amz-json-1.0")
            .POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"')))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static void assertRefused(int status, String error, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    assertTrue(response.body().contains("#" + error + "\""), response.body());
  }
}
