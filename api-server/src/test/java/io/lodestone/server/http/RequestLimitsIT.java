package io.lodestone.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each limit of the listener, one step beyond it. */
class RequestLimitsIT {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = ListenerFixture.LONG;

  private static HttpResponse ok(HttpRequest request) {
    return HttpResponse.text(200, "text/plain", "ok");
  }

  private static void assertRefused(int status, String request) throws Exception {
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.patient(), RequestLimitsIT::ok);
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send(request).answer();
      assertEquals(status, answer.status(), answer.head());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void announcedBodyAboveTheLimitIsRefusedUnread() throws Exception {
    assertRefused(413, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100001\r\n\r\n");
  }

  @Test
  void chunkedBodyAboveTheLimitIsRefused() throws Exception {
    String chunk = "c350\r\n" + "x".repeat(50_000) + "\r\n";
    assertRefused(
        413,
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunk
            + chunk
            + "1\r\nx");
  }

  @Test
  void clientThatIsStillSendingSeesTheRefusal() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\n";
    assertRefused(413, head + "x".repeat(9_000_000));
  }

  @Test
  void headerBytesAboveTheLimitAreRefused() throws Exception {
    assertRefused(431, "GET / HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(2_000) + "\r\n\r\n");
  }

  @Test
  void headerLinesAboveTheLimitAreRefused() throws Exception {
    assertRefused(431, "GET / HTTP/1.1\r\nHost: h\r\n" + "X: y\r\n".repeat(20) + "\r\n");
  }

  @Test
  void requestLineAboveTheLimitIsRefused() throws Exception {
    assertRefused(414, "GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: h\r\n\r\n");
  }

  @Test
  void lengthTogetherWithChunksIsRefused() throws Exception {
    assertRefused(
        400,
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  }

  @Test
  void brokenRequestsAreRefused() throws Exception {
    assertRefused(400, "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n");
    assertRefused(400, "GET / HTTP/1.1\r\nHost: h\r\nno colon here\r\n\r\n");
    assertRefused(400, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
  }

  @Test
  void slowHeaderIsRefused() throws Exception {
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.options(SHORT, LONG, LONG), RequestLimitsIT::ok);
        RawClient client = server.client()) {
      assertEquals(408, client.send("GET / HTTP/1.1\r\nHost:").answer().status());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void slowBodyIsRefused() throws Exception {
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.options(LONG, SHORT, LONG), RequestLimitsIT::ok);
        RawClient client = server.client()) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
      assertEquals(408, client.answer().status());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void idleConnectionIsClosed() throws Exception {
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.options(LONG, LONG, SHORT), RequestLimitsIT::ok);
        RawClient client = server.client()) {
      assertEquals(200, client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer().status());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void connectionThatNeverSpeaksIsClosed() throws Exception {
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.options(LONG, LONG, SHORT), RequestLimitsIT::ok);
        RawClient client = server.client()) {
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void connectionsAboveTheLimitAreClosed() throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (ListenerFixture server =
        new ListenerFixture(ListenerFixture.patient(), RequestLimitsIT::ok)) {
      for (int i = 0; i < 60; i++) {
        RawClient client = server.client();
        clients.add(client);
        assertEquals(200, client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer().status());
      }
      try (RawClient tooMany = server.client()) {
        assertTrue(tooMany.isClosedByServer());
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }
}
