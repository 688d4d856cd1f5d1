package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamquery.model.ConflictException;
import software.amazon.awssdk.services.timestreamquery.model.QueryExecutionException;
import software.amazon.awssdk.services.timestreamquery.model.QueryResponse;
import software.amazon.awssdk.services.timestreamquery.model.ThrottlingException;
import software.amazon.awssdk.services.timestreamquery.model.ValidationException;

/** Queries that run for long or want much, against the real process and with a real client. */
class RunningQueryIT {
  /** Would take days. */
  private static final String ENDLESS =
      "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(x)"
          + " CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y)"
          + " CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z) WHERE x * y * z = -1";

  /** A hundred thousand rows, some 7 MiB of JSON. */
  private static final String LONG =
      "SELECT x, y, 'a text of some length' AS t FROM UNNEST(sequence(1, 1000)) AS a(x)"
          + " CROSS JOIN UNNEST(sequence(1, 100)) AS b(y)";

  private static final String SMALL = "SELECT 1";

  @TempDir private static Path folder;

  @Test
  void aQueryIsCancelledWhileItRuns() throws Exception {
    try (ServedProcess server = start("cancel", "--query-answer-time-max", "10ms");
        TimestreamQueryClient client = server.queryClient()) {
      QueryResponse page = client.query(q -> q.queryString(ENDLESS));
      assertTrue(page.rows().isEmpty());
      assertEquals(0.0, page.queryStatus().progressPercentage());
      assertFalse(page.nextToken().isEmpty());

      String first = client.cancelQuery(c -> c.queryId(page.queryId())).cancellationMessage();
      String second = client.cancelQuery(c -> c.queryId(page.queryId())).cancellationMessage();

      assertEquals("The query has been cancelled.", first);
      assertEquals("The query has already been cancelled.", second);
      ConflictException failure =
          assertThrows(
              ConflictException.class,
              () -> client.query(q -> q.queryString(ENDLESS).nextToken(page.nextToken())));
      assertTrue(failure.getMessage().contains("cancelled query"), failure.getMessage());
    }
  }

  @Test
  void oneQueryTooManyIsThrottledAndACancelMakesRoom() throws Exception {
    try (ServedProcess server =
            start(
                "slots",
                "--query-concurrent-max",
                "1",
                "--query-queue-time-max",
                "1ms",
                "--query-answer-time-max",
                "10ms");
        TimestreamQueryClient client = server.queryClient()) {
      String queryId = client.query(q -> q.queryString(ENDLESS)).queryId();

      assertThrows(ThrottlingException.class, () -> client.query(q -> q.queryString(SMALL)));

      client.cancelQuery(c -> c.queryId(queryId));
      assertEventuallyAnswered(client);
    }
  }

  @Test
  void aClientThatHangsUpEndsItsQuery() throws Exception {
    try (ServedProcess server =
            start(
                "hang-up",
                "--query-concurrent-max",
                "1",
                // It must not be the one that is refused while a small one runs.
                "--query-queue-time-max",
                "1s",
                "--query-answer-time-max",
                "1h");
        TimestreamQueryClient client = server.queryClient()) {
      try (Socket socket = new Socket()) {
        URI uri = URI.create(server.url());
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        byte[] body = ("{\"QueryString\":\"" + ENDLESS + "\"}").getBytes(StandardCharsets.UTF_8);
        String head =
            "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: Timestream_20181101.Query\r\n"
                + "Content-Length: "
                + body.length
                + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        assertEventuallyThrottled(client);
      }

      assertEventuallyAnswered(client);
    }
  }

  @Test
  void aQueryThatWantsTooMuchMemoryFailsAlone() throws Exception {
    try (ServedProcess server = start("memory", "--query-memory-bytes-max", "1MiB");
        TimestreamQueryClient client = server.queryClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Long> modest =
          CompletableFuture.supplyAsync(
              () ->
                  client.queryPaginator(q -> q.queryString(LONG)).stream()
                      .mapToLong(page -> page.rows().size())
                      .sum(),
              threads);

      QueryExecutionException failure =
          assertThrows(
              QueryExecutionException.class,
              () -> client.query(q -> q.queryString(LONG + " ORDER BY y, x")));

      assertTrue(failure.getMessage().contains("more memory than"), failure.getMessage());
      assertEquals(100_000, modest.get());
      assertEquals("1", Rows.of(client, SMALL).getFirst().getFirst());
    }
  }

  @Test
  void aQueryThatRunsForTooLongFails() throws Exception {
    try (ServedProcess server = start("time", "--query-run-time-max", "1s");
        TimestreamQueryClient client = server.queryClient()) {
      QueryExecutionException failure =
          assertThrows(
              QueryExecutionException.class, () -> client.query(q -> q.queryString(ENDLESS)));

      assertTrue(
          failure.getMessage().contains("ran for more than 1 seconds"), failure.getMessage());
      assertEquals("1", Rows.of(client, SMALL).getFirst().getFirst());
    }
  }

  @Test
  void aResultThatNobodyFetchesIsSpooledAndEndsWithTheProcess() throws Exception {
    Path place = folder.resolve("spool");
    Path spool = place.resolve("data").resolve("spool");
    QueryResponse page;
    ServedProcess server = start("spool", "--query-reader-time-max", "1ms");
    try (TimestreamQueryClient client = server.queryClient()) {
      page = client.query(q -> q.queryString(LONG));
      awaitFile(spool);
      String token = page.nextToken();
      QueryResponse next = client.query(q -> q.queryString(LONG).nextToken(token));
      QueryResponse again = client.query(q -> q.queryString(LONG).nextToken(token));
      assertEquals(next.rows(), again.rows());
      assertFalse(next.rows().isEmpty());
      server.kill();
    }

    assertEquals(1, files(spool).size());
    try (ServedProcess restarted = start("spool");
        TimestreamQueryClient client = restarted.queryClient()) {
      assertEquals(List.of(), files(spool));
      String token = page.nextToken();
      ValidationException failure =
          assertThrows(
              ValidationException.class,
              () -> client.query(q -> q.queryString(LONG).nextToken(token)));
      assertTrue(failure.getMessage().contains("Invalid pagination token"), failure.getMessage());
    }
  }

  private static ServedProcess start(String name, String... flags) throws IOException {
    return ServedProcess.start(folder.resolve(name), flags);
  }

  private static void awaitFile(Path spool) throws IOException {
    Instant giveUp = Instant.now().plus(Duration.ofSeconds(60));
    while (files(spool).isEmpty()) {
      assertTrue(Instant.now().isBefore(giveUp), "nothing was spooled");
      Thread.onSpinWait();
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  private static void assertEventuallyThrottled(TimestreamQueryClient client) {
    Instant giveUp = Instant.now().plus(Duration.ofSeconds(60));
    while (true) {
      try {
        client.query(q -> q.queryString(SMALL));
        assertTrue(Instant.now().isBefore(giveUp), "the query never began");
      } catch (ThrottlingException throttled) {
        return;
      }
    }
  }

  private static void assertEventuallyAnswered(TimestreamQueryClient client) {
    Instant giveUp = Instant.now().plus(Duration.ofSeconds(60));
    while (true) {
      try {
        client.query(q -> q.queryString(SMALL));
        return;
      } catch (ThrottlingException throttled) {
        assertTrue(Instant.now().isBefore(giveUp), "the query still runs");
      }
    }
  }
}
