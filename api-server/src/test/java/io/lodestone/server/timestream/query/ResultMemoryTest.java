package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.timestream.query.spool.SpoolOptions;
import io.lodestone.testkit.files.CrashableDirectory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a query has held while it ran does not wait with its result. */
class ResultMemoryTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_767_225_600);

  /** Queries do not wait for their reader at all. */
  private static final RunLimits AT_ONCE =
      new RunLimits(8, Duration.ZERO, Duration.ofMinutes(1), 2_000, 100, Duration.ZERO);

  private WeakReference<CountingResult> started;

  private final QueryService service =
      new QueryService(
          new GivenStatements(this::result),
          new PageTokens(new byte[32]),
          QueryLimits.DEFAULT,
          AT_ONCE,
          QuerySurroundings.of(
              new CrashableDirectory(), SpoolOptions.DEFAULT, Runnable::run, () -> NOW));
  private final QueryClient client = QueryClient.of(service);

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void queryIsLetGoWhileItsResultWaits() {
    String page = client.success("{'QueryString':'q','MaxRows':10}");

    assertTrue(page.contains("NextToken"), page);
    assertLetGo();
  }

  @Test
  void queryIsLetGoWhenItsLastPageIsKept() {
    String page = client.success("{'QueryString':'q','MaxRows':999}");
    client.success(
        "{'QueryString':'q','MaxRows':999,'NextToken':'" + QueryClient.token(page) + "'}");

    assertLetGo();
  }

  private void assertLetGo() {
    assertNotNull(started);
    System.gc();
    assertNull(started.get(), "still held");
  }

  private CountingResult result() {
    CountingResult result = new CountingResult(1_000, 64);
    started = new WeakReference<>(result);
    return result;
  }
}
