package io.lodestone.server.timestream.query;

import static io.lodestone.server.timestream.query.QueryClient.numbers;
import static io.lodestone.server.timestream.query.QueryClient.queryId;
import static io.lodestone.server.timestream.query.QueryClient.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.timestream.query.spool.SpoolOptions;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.QueryStatistics;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.SqlException;
import io.lodestone.testkit.files.CrashableDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be done about queries that run, and how many may. Queries have threads of their own. */
class RunningQueryTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);
  private static final QueryLimits LIMITS =
      new QueryLimits(16, 1 << 20, Duration.ofMinutes(5), 1_000, 5);

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private Supplier<QueryResult> statement = Gated::new;
  private QueryService service = service(2, Duration.ZERO);
  private QueryClient client = QueryClient.of(service);

  /** Counts up to 20 once its gate is open; until then it works, and can be cancelled. */
  private static final class Gated implements QueryResult {
    final CountDownLatch working = new CountDownLatch(1);
    final CountDownLatch gate = new CountDownLatch(1);
    final CountDownLatch closed = new CountDownLatch(1);
    final CountingResult numbers = new CountingResult(20, 20);

    @Override
    public List<ResultColumn> columns() {
      return numbers.columns();
    }

    @Override
    public boolean isMetadata() {
      return false;
    }

    @Override
    public boolean advance() {
      working.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return numbers.advance();
    }

    @Override
    public ResultBatch batch() {
      return numbers.batch();
    }

    @Override
    public QueryStatistics statistics() {
      return numbers.statistics();
    }

    @Override
    public void cancel() {
      numbers.cancel();
      gate.countDown();
    }

    @Override
    public void close() {
      numbers.close();
      closed.countDown();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    service.close();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  @Test
  void aQueryThatWorksForLongIsAnsweredWithAnEmptyPageAndGoesOn() {
    Gated query = one();

    String empty = client.success("{'QueryString':'q'}");
    assertEquals(List.of(), numbers(empty));
    assertTrue(empty.contains("'Rows':[],'ColumnInfo':[{'Name':'n'"), empty);
    assertTrue(empty.contains("'ProgressPercentage':0.0"), empty);
    String still = next(empty);
    assertEquals(List.of(), numbers(client.success(still)));
    assertEquals(client.success(still), client.success(still), "the same page for the same token");

    query.gate.countDown();
    String page = client.success(still);
    List<Integer> all = new ArrayList<>();
    // Its pages may be empty until the rows have come.
    while (page.contains("NextToken")) {
      page = client.success(next(page));
      all.addAll(numbers(page));
    }
    assertEquals(numbers(0, 20), all);
    assertEquals(queryId(empty), queryId(page));
  }

  @Test
  void aQueryIsCancelledWhileItRuns() throws Exception {
    Gated query = one();
    String page = client.success("{'QueryString':'q'}");
    query.working.await();

    String told = client.cancel("{'QueryId':'" + queryId(page) + "'}");

    assertTrue(told.contains("has been cancelled"), told);
    query.closed.await();
    String failure = client.failure(next(page));
    assertTrue(failure.startsWith("409 {'__type':'ConflictException'"), failure);
    String again = client.cancel("{'QueryId':'" + queryId(page) + "'}");
    assertTrue(again.contains("already"), again);
  }

  @Test
  void aQueryWhoseClientHangsUpBeforeItsFirstPageEnds() throws Exception {
    service.close();
    service = service(2, Duration.ofMinutes(5));
    client = QueryClient.of(service);
    Gated query = one();
    HttpRequest request = client.request("Query", "{'QueryString':'q'}");
    CompletableFuture<Integer> answer = inThread(() -> client.call(request).status());
    query.working.await();

    request.client().depart();

    query.closed.await();
    assertTrue(answer.get() >= 400);
  }

  @Test
  void aClientThatHangsUpLaterMayComeBack() throws Exception {
    statement = () -> new CountingResult(20, 10);
    String page = client.success("{'QueryString':'q','MaxRows':5}");
    while (numbers(page).isEmpty()) {
      page = client.success(next(page));
    }
    int read = numbers(page).size();
    HttpRequest request = client.request("Query", next(page));
    request.client().depart();
    client.call(request);

    assertEquals(read, numbers(client.success(next(page))).getFirst());
  }

  @Test
  void oneQueryTooManyIsThrottled() throws Exception {
    Gated first = one();
    client.success("{'QueryString':'q'}");
    Gated second = one();
    client.success("{'QueryString':'q'}");
    assertEquals(2, service.running());

    String failure = client.failure("{'QueryString':'q'}");
    assertTrue(failure.startsWith("429 {'__type':'ThrottlingException'"), failure);

    first.gate.countDown();
    first.closed.await();
    second.gate.countDown();
    second.closed.await();
  }

  @Test
  void aQueryWaitsForOneThatEnds() throws Exception {
    service.close();
    service = service(1, Duration.ZERO, Duration.ofMinutes(5));
    client = QueryClient.of(service);
    Gated first = one();
    client.success("{'QueryString':'q'}");
    statement = () -> new CountingResult(3, 3);

    CompletableFuture<String> waiting = inThread(() -> client.success("{'QueryString':'q'}"));
    first.gate.countDown();

    assertTrue(waiting.get().contains("QueryId"));
  }

  @Test
  void aQueryThatFailsFailsAlone() throws Exception {
    Gated good = one();
    String page = client.success("{'QueryString':'q'}");
    statement =
        () -> {
          Gated bad = new Gated();
          bad.numbers.cancel();
          bad.gate.countDown();
          return bad;
        };
    String failing = client.call(client.request("Query", "{'QueryString':'q'}")).text();
    while (failing.contains("NextToken")) {
      failing = client.call(client.request("Query", next(failing.replace('"', '\'')))).text();
    }
    assertTrue(failing.contains("QueryExecutionException"), failing);

    good.gate.countDown();
    List<Integer> all = new ArrayList<>(numbers(page));
    while (page.contains("NextToken")) {
      page = client.success(next(page));
      all.addAll(numbers(page));
    }
    assertEquals(numbers(0, 20), all);
  }

  @Test
  void aStatementThatCannotStartKeepsNoSlot() {
    statement =
        () -> {
          throw new SqlException(SqlException.Kind.SEMANTIC, "no", 1, 1, null);
        };

    for (int i = 0; i < 5; i++) {
      assertTrue(client.failure("{'QueryString':'q'}").startsWith("400 "));
    }
    assertEquals(0, service.running());
  }

  @Test
  void anErrorInARunIsTold() {
    statement =
        () -> {
          Gated broken = new Gated();
          broken.numbers.close();
          broken.gate.countDown();
          return broken;
        };

    String answer = client.call(client.request("Query", "{'QueryString':'q'}")).text();
    while (answer.contains("NextToken")) {
      answer = client.call(client.request("Query", next(answer.replace('"', '\'')))).text();
    }
    assertTrue(answer.contains("InternalServerException"), answer);
  }

  @Test
  void theEndOfTheServiceIsTheEndOfItsQueries() {
    Gated query = one();
    client.success("{'QueryString':'q'}");

    service.close();

    assertEquals(0, query.closed.getCount());
    assertFalse(client.failure("{'QueryString':'q','NextToken':'x'}").isEmpty());
  }

  private Gated one() {
    Gated query = new Gated();
    statement = () -> query;
    return query;
  }

  private static String next(String page) {
    return "{'QueryString':'q','MaxRows':5,'NextToken':'" + token(page) + "'}";
  }

  private <T> CompletableFuture<T> inThread(Supplier<T> act) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    done.complete(act.get());
                  } catch (Throwable e) {
                    done.completeExceptionally(e);
                  }
                });
    threads.add(thread);
    return done;
  }

  private QueryService service(int concurrent, Duration answerTime) {
    return service(concurrent, answerTime, Duration.ZERO);
  }

  private QueryService service(int concurrent, Duration answerTime, Duration queueTime) {
    return new QueryService(
        new GivenStatements(() -> statement.get()),
        new PageTokens(new byte[32]),
        LIMITS,
        new RunLimits(concurrent, queueTime, answerTime, 2_000, 100, Duration.ZERO),
        QuerySurroundings.of(
            new CrashableDirectory(),
            SpoolOptions.DEFAULT,
            task -> threads.add(Thread.ofVirtual().start(task)),
            () -> NOW));
  }
}
