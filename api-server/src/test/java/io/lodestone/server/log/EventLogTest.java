package io.lodestone.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final EventLog log =
      new EventLog(
          new PrintStream(out, true, StandardCharsets.UTF_8),
          () -> Instant.parse("2026-01-02T03:04:05.678901Z"));

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eventsAreLinesOfFields() {
    log.info("started", "url", "http://127.0.0.1:8090", "count", 3);
    assertEquals(
        "time=2026-01-02T03:04:05.678Z level=info event=started url=http://127.0.0.1:8090 count=3\n",
        text());
  }

  @Test
  void nobodyCanWriteALineOfTheirOwn() {
    log.warn("odd", "path", "a\nlevel=error \"x\" \\ \u2028\u0007", "empty", "");
    assertEquals(1, text().lines().count());
    assertTrue(
        text().contains("path=\"a\\nlevel=error \\\"x\\\" \\\\ \\u2028\\u0007\" empty=\"\""),
        text());
  }

  @Test
  void failuresCarryTheirStackInOneLine() {
    log.error("broken", new IllegalStateException("why"), "part", "x");
    assertEquals(1, text().lines().count());
    assertTrue(text().contains("IllegalStateException: why\\n\\tat "), text());
  }
}
