package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.UnverifiedAccess;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.protocol.AwsJsonProtocol;
import io.lodestone.server.protocol.OperationTable;
import io.lodestone.server.protocol.RequestIds;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Asks a query service as a client does, without a network. Requests and answers are JSON with
 * single quotes in the place of double ones. Safe for several threads.
 */
record QueryClient(AwsJsonProtocol protocol, String accessKeyId) {
  private static final Pattern NUMBER = Pattern.compile("'ScalarValue':'(\\d+)'");

  static QueryClient of(QueryService service) {
    return new QueryClient(
        new AwsJsonProtocol(
            OperationTable.builder()
                .add(OperationTable.Service.TIMESTREAM, service.operations())
                .build(),
            new UnverifiedAccess(),
            new RequestIds(1),
            new EventLog(new PrintStream(PrintStream.nullOutputStream()), InstantSource.system()),
            1 << 20),
        "AKID");
  }

  /** Somebody else. */
  QueryClient as(String otherAccessKeyId) {
    return new QueryClient(protocol, otherAccessKeyId);
  }

  String success(String body) {
    return success("Query", body);
  }

  String success(String operation, String body) {
    return text(call(request(operation, body)));
  }

  /** Status and body. */
  String failure(String body) {
    return failure("Query", body);
  }

  String failure(String operation, String body) {
    return failureOf(call(request(operation, body)));
  }

  String cancel(String body) {
    return success("CancelQuery", body);
  }

  String cancelFailure(String body) {
    return failure("CancelQuery", body);
  }

  /** All pages of the statement q. */
  List<String> readAll(String members) {
    List<String> answers = new ArrayList<>();
    answers.add(success("{'QueryString':'q'," + members + "}"));
    while (answers.getLast().contains("NextToken")) {
      answers.add(
          success(
              "{'QueryString':'q',"
                  + members
                  + ",'NextToken':'"
                  + token(answers.getLast())
                  + "'}"));
    }
    return answers;
  }

  HttpResponse call(HttpRequest request) {
    return protocol.handle(request);
  }

  HttpRequest request(String operation, String body) {
    String authorization =
        "AWS4-HMAC-SHA256 Credential="
            + accessKeyId
            + "/20260101/eu-west-1/timestream/aws4_request, SignedHeaders=host, Signature=0";
    return new HttpRequest(
        "POST",
        "/",
        new HttpHeaders(
            List.of(
                new HttpHeaders.Line("X-Amz-Target", "Timestream_20181101." + operation),
                new HttpHeaders.Line("Authorization", authorization))),
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  static String text(HttpResponse response) {
    assertEquals(200, response.status(), response.text());
    return response.text().replace('"', '\'');
  }

  static String failureOf(HttpResponse response) {
    assertTrue(response.status() >= 400, response.text());
    return response.status()
        + " "
        + response.text().replace('"', '\'').replace("com.amazonaws.timestream.v20181101#", "");
  }

  static String token(String answer) {
    return member("NextToken", answer);
  }

  static String queryId(String answer) {
    return member("QueryId", answer);
  }

  private static String member(String name, String answer) {
    Matcher matcher = Pattern.compile("'" + name + "':'([^']+)'").matcher(answer);
    assertTrue(matcher.find(), answer);
    return matcher.group(1);
  }

  /** The numbers that an answer holds, in order. */
  static List<Integer> numbers(String answer) {
    return NUMBER.matcher(answer).results().map(m -> Integer.parseInt(m.group(1))).toList();
  }

  static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
