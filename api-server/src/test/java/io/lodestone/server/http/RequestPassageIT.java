package io.lodestone.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What arrives at the handler, and what goes back. */
class RequestPassageIT {
  private final BlockingQueue<HttpRequest> seen = new LinkedBlockingQueue<>();

  private HttpResponse record(HttpRequest request) {
    seen.add(request);
    return HttpResponse.text(200, "text/plain", "got " + request.body().length);
  }

  @Test
  void requestArrivesAsSent() throws Exception {
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), this::record);
        RawClient client = server.client()) {
      RawClient.Answer answer =
          client
              .send(
                  "POST /a%2Fb//../c?x=%20+&y HTTP/1.1\r\nHost: h:1\r\nX-A: 1\r\nx-a:   2 \r\n"
                      + "Content-Length: 3\r\n\r\nabc")
              .answer();
      assertEquals(200, answer.status());
      assertEquals("got 3", answer.body());
      assertTrue(answer.head().contains("date: Fri, 02 Jan 2026 03:04:05 GMT"), answer.head());
      HttpRequest request = seen.take();
      assertEquals("/a%2Fb//../c?x=%20+&y", request.target());
      assertEquals("/a%2Fb//../c", request.path());
      assertEquals("x=%20+&y", request.query());
      assertEquals(List.of("1", "2"), request.headers().all("X-a"));
      assertEquals("x-a", request.headers().lines().get(2).name());
      assertEquals("abc", new String(request.body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void bytesAbove127ArriveOneCharEach() throws Exception {
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), this::record);
        RawClient client = server.client()) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\nX-Text: \u00c3\u00a9\r\n\r\n").answer();
      assertEquals("\u00c3\u00a9", seen.take().headers().first("x-text").orElseThrow());
    }
  }

  @Test
  void connectionServesManyRequests() throws Exception {
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), this::record);
        RawClient client = server.client()) {
      for (int i = 0; i < 20; i++) {
        String body = "x".repeat(i);
        client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + i + "\r\n\r\n" + body);
        assertEquals("got " + i, client.answer().body());
      }
    }
  }

  @Test
  void requestsSentWithoutWaitingAreAnsweredInOrder() throws Exception {
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), this::record);
        RawClient client = server.client()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        all.append("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ").append(i).append("\r\n\r\n");
        all.append("x".repeat(i));
      }
      client.send(all.toString());
      for (int i = 0; i < 20; i++) {
        assertEquals("got " + i, client.answer().body());
      }
    }
  }

  @Test
  void chunkedBodyIsPutTogether() throws Exception {
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), this::record);
        RawClient client = server.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
      assertEquals("got 5", client.answer().body());
      assertEquals("abcde", new String(seen.take().body(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void largeBodyIsPutTogether() throws Exception {
    try (ListenerFixture server = new ListenerFixture(HttpOptions.DEFAULT, this::record);
        RawClient client = server.client()) {
      byte[] body = new byte[3_000_001];
      for (int i = 0; i < body.length; i++) {
        body[i] = (byte) (i * 31);
      }
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length + "\r\n\r\n");
      client.send(body);
      assertEquals("got " + body.length, client.answer().body());
      org.junit.jupiter.api.Assertions.assertArrayEquals(body, seen.take().body());
    }
  }

  @Test
  void compressedBodyIsKeptAsSentAndInflatesOnDemand() throws Exception {
    byte[] compressed = gzip("hello hello hello");
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), this::record);
        RawClient client = server.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: "
              + compressed.length
              + "\r\n\r\n");
      client.send(compressed).answer();
      HttpRequest request = seen.take();
      assertEquals(compressed.length, request.body().length);
      assertEquals("hello hello hello", new String(request.content(17), StandardCharsets.UTF_8));
    }
  }

  @Test
  void expectationIsMet() throws Exception {
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), this::record);
        RawClient client = server.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertEquals(100, client.answer().status());
      assertEquals("got 2", client.send("ab").answer().body());
    }
  }

  @Test
  void headAnswerHasNoBody() throws Exception {
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), this::record);
        RawClient client = server.client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      // Reads the announced five bytes and finds the end of the connection instead.
      RawClient.Answer answer = client.answer();
      assertTrue(answer.head().contains("content-length: 5"), answer.head());
      assertEquals("", answer.body());
    }
  }

  @Test
  void failingHandlerIsAnsweredAndLogged() throws Exception {
    HttpHandler failing =
        request -> {
          throw new IllegalStateException("planted");
        };
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), failing);
        RawClient client = server.client()) {
      RawClient.Answer answer = client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n").answer();
      assertEquals(500, answer.status());
      assertTrue(answer.body().contains("InternalServerException"), answer.body());
      assertFalse(answer.body().contains("planted"), answer.body());
      assertTrue(server.log().contains("planted"), server.log());
      assertEquals(500, client.send("GET /x HTTP/1.1\r\nHost: h\r\n\r\n").answer().status());
    }
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
