package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.UnverifiedAccess;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import io.lodestone.server.log.EventLog;
import io.lodestone.server.protocol.AwsJsonProtocol;
import io.lodestone.server.protocol.OperationTable;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.RequestIds;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultPagingTest {
  private static final Pattern NUMBER = Pattern.compile("'ScalarValue':'(\\d+)'");
  private static final QueryLimits SMALL =
      new QueryLimits(2, 1 << 20, Duration.ofMinutes(5), 1_000, 2);

  private Instant now = Instant.ofEpochSecond(1_767_225_600);
  private final List<CountingResult> started = new ArrayList<>();
  private Supplier<QueryResult> statement = () -> counting(25, 10);
  private AwsJsonProtocol protocol = protocol(QueryLimits.DEFAULT);

  @Test
  void resultThatFitsComesAsOnePage() {
    String answer = success("{'QueryString':'q'}");

    assertEquals(numbers(0, 25), numbers(answer));
    assertFalse(answer.contains("NextToken"), answer);
    assertTrue(
        answer.endsWith(
            "'ColumnInfo':[{'Name':'n','Type':{'ScalarType':'BIGINT'}}],"
                + "'QueryStatus':{'ProgressPercentage':100.0,'CumulativeBytesScanned':200,"
                + "'CumulativeBytesMetered':10000000}}"),
        answer);
    assertTrue(answer.matches("\\{'QueryId':'[A-Z0-9]+','Rows':\\[\\{'Data':\\[.*"), answer);
    assertTrue(started.getFirst().isClosed());
  }

  @Test
  void emptyResultHasNoRows() {
    statement = () -> counting(0, 10);

    assertTrue(success("{'QueryString':'q'}").contains("'Rows':[]"));
  }

  @ParameterizedTest
  @CsvSource({"1, 25", "4, 7", "10, 3", "24, 2", "25, 1", "1000, 1"})
  void rowsOfAPageAreLimited(int maxRows, int pages) {
    List<String> answers = readAll("'MaxRows':" + maxRows);

    assertEquals(pages, answers.size());
    List<Integer> all = new ArrayList<>();
    answers.forEach(answer -> all.addAll(numbers(answer)));
    assertEquals(numbers(0, 25), all);
    answers.forEach(answer -> assertTrue(answer.contains("'ColumnInfo':[{"), answer));
    assertEquals(1, answers.stream().map(ResultPagingTest::queryId).distinct().count());
    assertTrue(started.getFirst().isClosed());
  }

  @Test
  void bytesOfAPageAreLimited() {
    protocol = protocol(SMALL);
    statement = () -> counting(200, 64);

    List<String> answers = readAll("'MaxRows':1000");

    List<Integer> all = new ArrayList<>();
    answers.forEach(answer -> all.addAll(numbers(answer)));
    assertEquals(numbers(0, 200), all);
    assertTrue(answers.size() > 5, "pages: " + answers.size());
    for (String answer : answers) {
      int rows =
          answer.indexOf("],'ColumnInfo'") - answer.indexOf("'Rows':[") - "'Rows':[".length();
      assertTrue(rows <= 1_000, "bytes of rows: " + rows);
    }
  }

  @Test
  void rowThatFitsNoPageFailsTheQuery() {
    protocol = protocol(new QueryLimits(2, 1 << 20, Duration.ofMinutes(5), 10, 2));

    String failure = failure("{'QueryString':'q'}");

    assertTrue(failure.startsWith("400 {'__type':'QueryExecutionException'"), failure);
    assertTrue(failure.contains("max page response size"), failure);
    assertTrue(started.getFirst().isClosed());
  }

  @Test
  void tokenGivesTheSamePageAgain() {
    String token = token(success("{'QueryString':'q','MaxRows':10}"));
    String again = "{'QueryString':'q','MaxRows':10,'NextToken':'" + token + "'}";

    String page = success(again);

    assertEquals(page, success(again));
    assertEquals(numbers(10, 20), numbers(page));
  }

  @Test
  void tokenIsUsedUp() {
    protocol = protocol(SMALL);
    String token = token(success("{'QueryString':'q','MaxRows':10}"));
    String again = "{'QueryString':'q','MaxRows':10,'NextToken':'" + token + "'}";
    success(again);
    success(again);

    assertInvalidToken(again);
  }

  @Test
  void newerTokenEndsTheOlderOne() {
    String first = token(success("{'QueryString':'q','MaxRows':10}"));
    String ofFirst = "{'QueryString':'q','MaxRows':10,'NextToken':'" + first + "'}";
    String second = token(success(ofFirst));
    success("{'QueryString':'q','MaxRows':10,'NextToken':'" + second + "'}");

    assertInvalidToken(ofFirst);
  }

  @Test
  void tokenIsBoundToTheStatement() {
    String token = token(success("{'QueryString':'q','MaxRows':10}"));

    assertInvalidToken("{'QueryString':'Q','MaxRows':10,'NextToken':'" + token + "'}");
  }

  @Test
  void tokenIsBoundToTheCaller() {
    String token = token(success("{'QueryString':'q','MaxRows':10}"));

    String failure =
        failureOf(call("Query", "{'QueryString':'q','NextToken':'" + token + "'}", "ANOTHER"));

    assertTrue(failure.contains("Invalid pagination token"), failure);
  }

  @Test
  void tokenDoesNotOutliveTheProcess() {
    String token = token(success("{'QueryString':'q','MaxRows':10}"));
    protocol = protocol(QueryLimits.DEFAULT);

    assertInvalidToken("{'QueryString':'q','MaxRows':10,'NextToken':'" + token + "'}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AAAA", "%%%"})
  void inventedTokenIsInvalid(String token) {
    assertInvalidToken("{'QueryString':'q','NextToken':'" + token + "'}");
  }

  @Test
  void resultThatWaitsTooLongIsClosed() {
    protocol = protocol(SMALL);
    String token = token(success("{'QueryString':'q','MaxRows':10}"));
    now = now.plus(Duration.ofMinutes(5)).plusMillis(1);

    assertInvalidToken("{'QueryString':'q','MaxRows':10,'NextToken':'" + token + "'}");
    assertTrue(started.getFirst().isClosed());
  }

  @Test
  void resultReadLeastRecentlyMakesRoom() {
    protocol = protocol(SMALL);
    String first = token(success("{'QueryString':'q','MaxRows':1}"));
    String second = token(success("{'QueryString':'q','MaxRows':1}"));
    first = token(success("{'QueryString':'q','MaxRows':1,'NextToken':'" + first + "'}"));
    success("{'QueryString':'q','MaxRows':1}");

    assertFalse(started.get(0).isClosed());
    assertTrue(started.get(1).isClosed());
    assertInvalidToken("{'QueryString':'q','MaxRows':1,'NextToken':'" + second + "'}");
    success("{'QueryString':'q','MaxRows':1,'NextToken':'" + first + "'}");
  }

  @Test
  void cancelledQueryHasNoMorePages() {
    String page = success("{'QueryString':'q','MaxRows':10}");
    String cancel = "{'QueryId':'" + queryId(page) + "'}";

    assertTrue(text(call("CancelQuery", cancel, "AKID")).contains("CancellationMessage"));
    assertTrue(text(call("CancelQuery", cancel, "AKID")).contains("already"));
    assertTrue(started.getFirst().isClosed());
    assertTrue(
        failure("{'QueryString':'q','NextToken':'" + token(page) + "'}")
            .contains("has been cancelled"));
  }

  @Test
  void finishedOrForeignQueryIsNotCancelled() {
    String finished = queryId(success("{'QueryString':'q'}"));
    String running = queryId(success("{'QueryString':'q','MaxRows':1}"));

    assertTrue(
        failureOf(call("CancelQuery", "{'QueryId':'" + finished + "'}", "AKID"))
            .startsWith("400 {'__type':'ValidationException'"));
    assertTrue(
        failureOf(call("CancelQuery", "{'QueryId':'" + running + "'}", "ANOTHER"))
            .startsWith("400 {'__type':'ValidationException'"));
  }

  @ParameterizedTest
  @CsvSource({
    "SYNTAX, ValidationException",
    "SEMANTIC, ValidationException",
    "EXECUTION, QueryExecutionException",
    "LIMIT, QueryExecutionException"
  })
  void errorOfTheLanguageIsTold(SqlException.Kind kind, String name) {
    statement =
        () -> {
          throw new SqlException(kind, "line 1:8: Column 'x' does not exist", 1, 8, null);
        };

    assertEquals(
        "400 {'__type':'" + name + "','Message':'line 1:8: Column 'x' does not exist'}",
        failure("{'QueryString':'q'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'QueryString':''}",
        "{'QueryString':'q','MaxRows':0}",
        "{'QueryString':'q','MaxRows':1001}",
        "{'QueryString':'q','ClientToken':'short'}",
        "{'QueryString':'q','NextToken':''}",
        "{'QueryString':'q','QueryInsights':{}}",
        "{'QueryString':'q','QueryInsights':{'Mode':'ON'}}"
      })
  void memberThatBreaksTheModelIsInvalid(String body) {
    assertTrue(failure(body).startsWith("400 {'__type':'ValidationException'"), body);
    assertTrue(started.isEmpty());
  }

  private CountingResult counting(int rows, int batchRows) {
    CountingResult result = new CountingResult(rows, batchRows);
    started.add(result);
    return result;
  }

  private AwsJsonProtocol protocol(QueryLimits limits) {
    QueryService service =
        new QueryService(
            (text, access) -> statement.get(), new PageTokens(new byte[32]), limits, () -> now);
    return new AwsJsonProtocol(
        OperationTable.builder()
            .add(OperationTable.Service.TIMESTREAM, service.operations())
            .build(),
        new UnverifiedAccess(),
        new RequestIds(1),
        new EventLog(new PrintStream(PrintStream.nullOutputStream()), InstantSource.system()),
        1 << 20);
  }

  private HttpResponse call(String operation, String body, String accessKeyId) {
    String authorization =
        "AWS4-HMAC-SHA256 Credential="
            + accessKeyId
            + "/20260101/eu-west-1/timestream/aws4_request, SignedHeaders=host, Signature=0";
    return protocol.handle(
        new HttpRequest(
            "POST",
            "/",
            new HttpHeaders(
                List.of(
                    new HttpHeaders.Line("X-Amz-Target", "Timestream_20181101." + operation),
                    new HttpHeaders.Line("Authorization", authorization))),
            body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
  }

  private List<String> readAll(String members) {
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

  private String success(String body) {
    return text(call("Query", body, "AKID"));
  }

  private String failure(String body) {
    return failureOf(call("Query", body, "AKID"));
  }

  private void assertInvalidToken(String body) {
    String failure = failure(body);
    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertTrue(failure.contains("Invalid pagination token"), failure);
  }

  private static String text(HttpResponse response) {
    assertEquals(200, response.status(), response.text());
    return response.text().replace('"', '\'');
  }

  private static String failureOf(HttpResponse response) {
    assertTrue(response.status() >= 400, response.text());
    return response.status()
        + " "
        + response.text().replace('"', '\'').replace("com.amazonaws.timestream.v20181101#", "");
  }

  private static String token(String answer) {
    return member("NextToken", answer);
  }

  private static String queryId(String answer) {
    return member("QueryId", answer);
  }

  private static String member(String name, String answer) {
    Matcher matcher = Pattern.compile("'" + name + "':'([^']+)'").matcher(answer);
    assertTrue(matcher.find(), answer);
    return matcher.group(1);
  }

  private static List<Integer> numbers(String answer) {
    return NUMBER.matcher(answer).results().map(m -> Integer.parseInt(m.group(1))).toList();
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
