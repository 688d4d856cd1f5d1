package io.lodestone.server.timestream.query;

import static io.lodestone.server.timestream.query.QueryClient.numbers;
import static io.lodestone.server.timestream.query.QueryClient.queryId;
import static io.lodestone.server.timestream.query.QueryClient.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.protocol.PageTokens;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultPagingTest {
  private static final QueryLimits SMALL =
      new QueryLimits(2, 1 << 20, Duration.ofMinutes(5), 1_000, 2);

  private Instant now = Instant.ofEpochSecond(1_767_225_600);
  private final List<CountingResult> started = new ArrayList<>();
  private Supplier<QueryResult> statement = () -> counting(25, 10);
  private QueryClient client = client(QueryLimits.DEFAULT);

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
    assertEquals(1, answers.stream().map(QueryClient::queryId).distinct().count());
    assertTrue(started.getFirst().isClosed());
  }

  @Test
  void bytesOfAPageAreLimited() {
    client = client(SMALL);
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
    client = client(new QueryLimits(2, 1 << 20, Duration.ofMinutes(5), 10, 2));

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
    client = client(SMALL);
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
        client.as("ANOTHER").failure("{'QueryString':'q','NextToken':'" + token + "'}");

    assertTrue(failure.contains("Invalid pagination token"), failure);
  }

  @Test
  void tokenDoesNotOutliveTheProcess() {
    String token = token(success("{'QueryString':'q','MaxRows':10}"));
    client = client(QueryLimits.DEFAULT);

    assertInvalidToken("{'QueryString':'q','MaxRows':10,'NextToken':'" + token + "'}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AAAA", "%%%"})
  void inventedTokenIsInvalid(String token) {
    assertInvalidToken("{'QueryString':'q','NextToken':'" + token + "'}");
  }

  @Test
  void resultThatWaitsTooLongIsClosed() {
    client = client(SMALL);
    String token = token(success("{'QueryString':'q','MaxRows':10}"));
    now = now.plus(Duration.ofMinutes(5)).plusMillis(1);

    assertInvalidToken("{'QueryString':'q','MaxRows':10,'NextToken':'" + token + "'}");
  }

  @Test
  void resultReadLeastRecentlyMakesRoom() {
    client = client(SMALL);
    String first = token(success("{'QueryString':'q','MaxRows':1}"));
    String second = token(success("{'QueryString':'q','MaxRows':1}"));
    first = token(success("{'QueryString':'q','MaxRows':1,'NextToken':'" + first + "'}"));
    success("{'QueryString':'q','MaxRows':1}");

    assertInvalidToken("{'QueryString':'q','MaxRows':1,'NextToken':'" + second + "'}");
    success("{'QueryString':'q','MaxRows':1,'NextToken':'" + first + "'}");
  }

  @Test
  void cancelledQueryHasNoMorePages() {
    String page = success("{'QueryString':'q','MaxRows':10}");
    String cancel = "{'QueryId':'" + queryId(page) + "'}";

    assertTrue(client.cancel(cancel).contains("CancellationMessage"));
    assertTrue(client.cancel(cancel).contains("already"));
    String failure = failure("{'QueryString':'q','NextToken':'" + token(page) + "'}");
    assertTrue(failure.startsWith("409 {'__type':'ConflictException'"), failure);
    assertTrue(failure.contains("cancelled query"), failure);
  }

  @Test
  void finishedOrForeignQueryIsNotCancelled() {
    String finished = queryId(success("{'QueryString':'q'}"));
    String running = queryId(success("{'QueryString':'q','MaxRows':1}"));

    assertTrue(
        client
            .cancelFailure("{'QueryId':'" + finished + "'}")
            .startsWith("400 {'__type':'ValidationException'"));
    assertTrue(
        client
            .as("ANOTHER")
            .cancelFailure("{'QueryId':'" + running + "'}")
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

  private QueryClient client(QueryLimits limits) {
    return QueryClient.of(
        new QueryService(
            new GivenStatements(() -> statement.get()),
            new PageTokens(new byte[32]),
            limits,
            RunLimits.DEFAULT,
            QuerySurroundings.inOneThread(() -> now)));
  }

  private List<String> readAll(String members) {
    return client.readAll(members);
  }

  private String success(String body) {
    return client.success(body);
  }

  private String failure(String body) {
    return client.failure(body);
  }

  private void assertInvalidToken(String body) {
    String failure = failure(body);
    assertTrue(failure.startsWith("400 {'__type':'ValidationException'"), failure);
    assertTrue(failure.contains("Invalid pagination token"), failure);
  }
}
