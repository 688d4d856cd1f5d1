package io.lodestone.server.timestream.query;

import static io.lodestone.server.timestream.query.QueryClient.numbers;
import static io.lodestone.server.timestream.query.QueryClient.token;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.timestream.query.spool.SpoolOptions;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.files.LeakCheckingDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that nobody fetches go to the disk, and come back from there. */
class ResultSpoolTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);

  /** Queries do not wait for their reader at all. */
  private static final RunLimits AT_ONCE =
      new RunLimits(8, Duration.ZERO, Duration.ofMinutes(1), 2_000, 100, Duration.ZERO);

  private static final QueryLimits LIMITS =
      new QueryLimits(16, 1 << 20, Duration.ofMinutes(5), 1_000, 5);

  private final CrashableDirectory disk = new CrashableDirectory();
  private final LeakCheckingDirectory folder = new LeakCheckingDirectory(disk);
  private final List<CountingResult> started = new ArrayList<>();
  private int rows = 2_000;
  private SpoolOptions room = SpoolOptions.DEFAULT;
  private QueryService service = service(folder);
  private QueryClient client = QueryClient.of(service);

  @AfterEach
  void nothingStays() throws IOException {
    service.close();
    folder.assertNothingIsOpen();
    assertEquals(List.of(), disk.list());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10, 1000})
  void pagesAreTheSameFromMemoryAndFromDisk(int maxRows) throws IOException {
    rows = 200;
    String first = client.success("{'QueryString':'q','MaxRows':" + maxRows + "}");

    assertTrue(started.getFirst().isClosed(), "the snapshot is let go before the rest is fetched");
    assertEquals(1, disk.list().size());

    List<Integer> all = new ArrayList<>(numbers(first));
    String page = first;
    while (page.contains("NextToken")) {
      page =
          client.success(
              "{'QueryString':'q','MaxRows':" + maxRows + ",'NextToken':'" + token(page) + "'}");
      all.addAll(numbers(page));
    }
    assertEquals(numbers(0, 200), all);
    assertEquals(List.of(), disk.list(), "gone with the last page");
  }

  @Test
  void aPageFromDiskIsTheSameAgain() {
    String token = token(client.success("{'QueryString':'q','MaxRows':10}"));
    String again = "{'QueryString':'q','MaxRows':10,'NextToken':'" + token + "'}";

    String page = client.success(again);

    assertEquals(numbers(10, 20), numbers(page));
    assertEquals(page, client.success(again));
  }

  @Test
  void progressIsToldOnceItIsKnown() {
    String page = client.success("{'QueryString':'q','MaxRows':20}");

    assertTrue(page.contains("'ProgressPercentage':1.0,"), page);
  }

  @Test
  void rowsAreNotOnDiskInClear() throws IOException {
    client.success("{'QueryString':'q','MaxRows':1}");

    String bytes =
        new String(Damage.bytesOf(disk, disk.list().getFirst()), StandardCharsets.ISO_8859_1);
    assertTrue(bytes.length() > 10_000, "spooled: " + bytes.length());
    assertFalse(bytes.contains("ScalarValue"));
  }

  @Test
  void resultThatIsTooLargeFailsAfterWhatThereWasRoomFor() {
    restart(new SpoolOptions(20_000, 0));

    List<Integer> read = new ArrayList<>();
    String page = client.success("{'QueryString':'q','MaxRows':100}");
    read.addAll(numbers(page));
    String failure = "";
    while (failure.isEmpty()) {
      String next = "{'QueryString':'q','MaxRows':100,'NextToken':'" + token(page) + "'}";
      String answer = client.call(client.request("Query", next)).text().replace('"', '\'');
      if (answer.contains("__type")) {
        failure = client.failure(next);
      } else {
        page = answer;
        read.addAll(numbers(page));
      }
    }

    assertTrue(failure.startsWith("400 {'__type':'QueryExecutionException'"), failure);
    assertTrue(failure.contains("waited for its reader"), failure);
    assertTrue(read.size() >= 400, "rows: " + read.size());
    assertEquals(numbers(0, read.size()), read);
    assertTrue(started.getFirst().isClosed());
  }

  @Test
  void readerThatKeepsUpNeedsNoRoom() {
    // With a reader at its side a query waits for it, and nothing is written.
    service.close();
    room = new SpoolOptions(0, 0);
    service =
        new QueryService(
            new GivenStatements(this::result),
            new PageTokens(new byte[32]),
            LIMITS,
            new RunLimits(
                8, Duration.ZERO, Duration.ofMinutes(1), 2_000, 100, Duration.ofMinutes(1)),
            QuerySurroundings.of(folder, room, task -> Thread.ofVirtual().start(task), () -> NOW));
    client = QueryClient.of(service);

    List<Integer> all = new ArrayList<>();
    client.readAll("'MaxRows':100").forEach(page -> all.addAll(numbers(page)));

    assertEquals(numbers(0, rows), all);
  }

  @Test
  void resultReadLeastRecentlyMakesRoomOnDisk() throws IOException {
    client.success("{'QueryString':'q','MaxRows':1}");
    long one = disk.size(disk.list().getFirst());
    restart(new SpoolOptions(2 * one + one / 2, 0));
    String first = token(client.success("{'QueryString':'q','MaxRows':1}"));
    String second = token(client.success("{'QueryString':'q','MaxRows':1}"));
    first = token(client.success("{'QueryString':'q','MaxRows':1,'NextToken':'" + first + "'}"));

    client.success("{'QueryString':'q','MaxRows':1}");

    assertEquals(2, disk.list().size());
    assertTrue(
        client
            .failure("{'QueryString':'q','MaxRows':1,'NextToken':'" + second + "'}")
            .contains("Invalid pagination token"));
    client.success("{'QueryString':'q','MaxRows':1,'NextToken':'" + first + "'}");
  }

  @Test
  void cancelledResultLeavesTheDisk() throws IOException {
    String page = client.success("{'QueryString':'q','MaxRows':1}");

    client.cancel("{'QueryId':'" + QueryClient.queryId(page) + "'}");

    assertEquals(List.of(), disk.list());
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void diskThatFailsIsAnErrorAndNoRowIsLeftOut(Fault fault) throws IOException {
    rows = 400;
    Faults counting = new Faults();
    restart(new FaultyDirectory(folder, counting));
    assertEquals(numbers(0, rows), readUntilFailure());
    for (long act = 1; act <= counting.acts(); act++) {
      Faults faults = new Faults();
      restart(new FaultyDirectory(folder, faults));
      faults.failAt(faults.acts() + act, fault);

      List<Integer> read = readUntilFailure();

      assertEquals(numbers(0, read.size()), read, "act " + act);
      assertTrue(started.getLast().isClosed());
      service.close();
      folder.assertNothingIsOpen();
      assertTrue(disk.list().size() <= 1, "one that could not be deleted");
    }
    // The next start deletes what could not be deleted.
    restart(SpoolOptions.DEFAULT);
  }

  /** The rows of all pages up to the end, or up to an answer that is an error. */
  private List<Integer> readUntilFailure() {
    List<Integer> read = new ArrayList<>();
    String body = "{'QueryString':'q','MaxRows':100}";
    while (true) {
      String answer = client.call(client.request("Query", body)).text().replace('"', '\'');
      read.addAll(numbers(answer));
      if (!answer.contains("NextToken")) {
        assertTrue(answer.contains("__type") || read.size() == rows, answer);
        return read;
      }
      body = "{'QueryString':'q','MaxRows':100,'NextToken':'" + token(answer) + "'}";
    }
  }

  private void restart(SpoolOptions options) {
    room = options;
    restart(folder);
  }

  private void restart(Directory directory) {
    service.close();
    service = service(directory);
    client = QueryClient.of(service);
  }

  private QueryService service(Directory directory) {
    return new QueryService(
        new GivenStatements(this::result),
        new PageTokens(new byte[32]),
        LIMITS,
        AT_ONCE,
        QuerySurroundings.of(directory, room, Runnable::run, () -> NOW));
  }

  private CountingResult result() {
    CountingResult result = new CountingResult(rows, 64);
    started.add(result);
    return result;
  }
}
