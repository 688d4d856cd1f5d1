package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A running server against Amazon's service models: requests with every member are accepted, and
 * each constraint of each member is broken once and named in the answer.
 */
class ModelConformanceIT {
  private static final String STREAMS = "dynamodbstreams";

  @TempDir private static Path folder;
  private static ServedProcess server;
  private static HttpClient http;

  /**
   * @param operation what is asked for
   * @param body the tree of its JSON
   * @param accepted false when the server has to refuse it
   */
  private record Example(String operation, Object body, boolean accepted) {
    static List<Example> all() throws IOException {
      String now = Long.toString(System.currentTimeMillis());
      List<Example> examples = new ArrayList<>();
      for (String line : ModelMember.resource("requests").split("\n")) {
        if (!line.startsWith("#")) {
          boolean accepted = !line.startsWith("!");
          int space = line.indexOf(' ');
          examples.add(
              new Example(
                  line.substring(accepted ? 0 : 1, space),
                  JsonTree.parse(line.substring(space).replace("NOW", now)),
                  accepted));
        }
      }
      return examples;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    ServedProcess.makeEncryptionKey(folder, "alias/k");
    ServedProcess.makeEncryptionKey(folder, "alias/other");
    server = ServedProcess.start(folder);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  @Test
  void requestsWithEveryMemberAreAccepted() throws Exception {
    for (Example example : Example.all()) {
      HttpResponse<String> answer = post(example.operation(), JsonTree.print(example.body()));
      assertEquals(
          example.accepted() ? 200 : 400,
          answer.statusCode(),
          example.operation() + ": " + answer.body());
    }
  }

  static Stream<Arguments> violations() throws IOException {
    List<Example> examples = Example.all();
    List<Arguments> all = new ArrayList<>();
    for (String service : List.of("timestream-write", "timestream-query", STREAMS)) {
      for (Map.Entry<String, List<ModelMember>> operation : ModelMember.table(service).entrySet()) {
        List<Object> requests =
            examples.stream()
                .filter(example -> example.operation().equals(operation.getKey()))
                .map(Example::body)
                .toList();
        for (ModelMember member : operation.getValue()) {
          for (Violation violation : Violation.of(member, requests)) {
            all.add(Arguments.of(operation.getKey(), violation));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("violations")
  void eachConstraintIsEnforced(String operation, Violation violation) throws Exception {
    HttpResponse<String> answer = post(operation, JsonTree.print(violation.request()));

    assertEquals(400, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("#" + violation.error() + "\""), answer.body());
    assertTrue(answer.body().contains(violation.place()), answer.body());
  }

  private static String target(String operation) throws IOException {
    boolean isOfStreams = ModelMember.table(STREAMS).containsKey(operation);
    return (isOfStreams ? "DynamoDBStreams_20120810." : "Timestream_20181101.") + operation;
  }

  private static HttpResponse<String> post(String operation, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.url()))
            .header("X-Amz-Target", target(operation))
            .header("Content-Type", "application/x-amz-json-1.0")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
