package io.lodestone.server.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lodestone.server.log.EventLog;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notifications at a web server that takes them, does not, or sends them on to somebody else. */
class WebhookIT {
  private static final Notification FIRST =
      new Notification("arn:aws:sns:eu-west-1:0:t", "{\"type\":\"a\"}", Map.of("k", "v"));

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final StepAgentHost agents = new StepAgentHost(1);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /** What was posted, and where. */
  private final Queue<String> posted = new ConcurrentLinkedQueue<>();

  /** What to answer with; 200 when nothing is left. */
  private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

  private HttpServer server;
  private Webhook webhook;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    webhook =
        new Webhook(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook"),
            clock,
            new SplittableRandom(1),
            new EventLog(new PrintStream(log, true, StandardCharsets.UTF_8), clock));
    webhook.start(agents);
  }

  @AfterEach
  void stop() {
    webhook.close();
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    posted.add(
        exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("x-amz-sns-topic-arn")
            + " "
            + body);
    Integer status = statuses.poll();
    exchange
        .getResponseHeaders()
        .add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/elsewhere");
    exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    exchange.close();
  }

  private void send(Notification notification) {
    webhook.send(notification);
    agents.settle();
  }

  @Test
  void aNotificationComesInTheFormOfSns() {
    send(FIRST);

    String found = posted.remove().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID");
    assertEquals(
        "/hook arn:aws:sns:eu-west-1:0:t {\"Type\":\"Notification\",\"MessageId\":\"ID\","
            + "\"TopicArn\":\"arn:aws:sns:eu-west-1:0:t\",\"Message\":\"{\\\"type\\\":\\\"a\\\"}\","
            + "\"Timestamp\":\"2026-01-01T00:00:00.000Z\","
            + "\"MessageAttributes\":{\"k\":{\"Type\":\"String\",\"Value\":\"v\"}}}",
        found);
    assertTrue(posted.isEmpty());
  }

  @Test
  void whatIsNotTakenIsSentAgainInItsTurn() {
    statuses.addAll(List.of(503, 429));
    send(FIRST);
    send(new Notification("arn:second", "{}", Map.of()));
    assertEquals(1, posted.size());

    clock.advance(Duration.ofSeconds(1));
    webhook.send(new Notification("arn:third", "{}", Map.of()));
    agents.settle();
    assertEquals(2, posted.size());
    clock.advance(Duration.ofSeconds(4));
    agents.step();
    agents.settle();
    assertEquals(
        List.of(
            "arn:aws:sns:eu-west-1:0:t",
            "arn:aws:sns:eu-west-1:0:t",
            "arn:aws:sns:eu-west-1:0:t",
            "arn:second",
            "arn:third"),
        posted.stream().map(line -> line.split(" ")[1]).toList());
    assertEquals("", log.toString(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsNeverTakenIsGivenUpWithALine() {
    statuses.addAll(List.of(500, 500, 500, 500));
    send(FIRST);
    for (int pause : new int[] {1, 4, 16}) {
      clock.advance(Duration.ofSeconds(pause));
      agents.step();
      agents.settle();
    }
    assertEquals(4, posted.size());
    String line = log.toString(StandardCharsets.UTF_8);
    assertTrue(
        line.contains("event=\"notification not delivered\"") && line.contains("status 500"), line);
    send(new Notification("arn:second", "{}", Map.of()));
    assertEquals(5, posted.size());
  }

  @Test
  void aRedirectionIsNotFollowed() {
    statuses.add(307);
    send(FIRST);

    assertEquals(1, posted.size());
    assertTrue(log.toString(StandardCharsets.UTF_8).contains("refused: status 307"));
  }

  @Test
  void aHeaderHoldsNothingThatAClientSmuggles() {
    send(new Notification("arn:a\r\nX-Evil: 1", "{}", Map.of()));

    assertTrue(posted.remove().startsWith("/hook arn:a??X-Evil:?1 "));
  }
}
