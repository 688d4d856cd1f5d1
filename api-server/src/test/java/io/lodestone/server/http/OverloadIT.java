package io.lodestone.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** More work than there is room for: what is turned away, how, and what gets in all the same. */
class OverloadIT {
  private static final int LARGE = 50_000;

  /** Large requests wait in hand until they are let go; small ones are answered. */
  private static final class Handler implements HttpHandler {
    final Semaphore arrivals = new Semaphore(0);
    final CountDownLatch letGo = new CountDownLatch(1);

    @Override
    public HttpResponse handle(HttpRequest request) {
      if (request.body().length >= LARGE) {
        arrivals.release();
        try {
          letGo.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
      return HttpResponse.text(200, "text/plain", "ok");
    }

    @Override
    public HttpResponse overloaded(HttpRequest head) {
      return HttpResponse.text(429, "text/plain", "later " + head.body().length);
    }
  }

  private static String request(int bodyBytes) {
    return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: "
        + bodyBytes
        + "\r\n\r\n"
        + "x".repeat(bodyBytes);
  }

  @Test
  void largeBodiesAboveTheBudgetAreTurnedAwayAndSmallOnesAreNot() throws Exception {
    Handler handler = new Handler();
    List<RawClient> waiting = new ArrayList<>();
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.crowded(100_000, 60), handler);
        RawClient late = server.client()) {
      for (int i = 0; i < 2; i++) {
        RawClient client = server.client().send(request(LARGE));
        waiting.add(client);
        handler.arrivals.acquire();
      }

      assertEquals(429, late.send(request(LARGE)).answer().status());
      // On the same connection: the body that had no room was read and thrown away.
      assertEquals(200, late.send(request(BodyBudget.FREE_BYTES)).answer().status());
      assertEquals("later 0", late.send(request(LARGE)).answer().body());

      handler.letGo.countDown();
      for (RawClient client : waiting) {
        assertEquals(200, client.answer().status());
      }
      assertEquals(200, late.send(request(LARGE)).answer().status());
    } finally {
      handler.letGo.countDown();
      for (RawClient client : waiting) {
        client.close();
      }
    }
  }

  @Test
  void roomOfClientsThatGiveUpIsGivenBack() throws Exception {
    Handler handler = new Handler();
    handler.letGo.countDown();
    try (ListenerFixture server =
        new ListenerFixture(ListenerFixture.crowded(60_000, 60), handler)) {
      for (int i = 0; i < 20; i++) {
        try (RawClient client = server.client()) {
          client.send(request(LARGE).substring(0, LARGE));
        }
      }
      int status = 429;
      for (int i = 0; i < 1_000 && status == 429; i++) {
        try (RawClient client = server.client()) {
          status = client.send(request(LARGE)).answer().status();
        }
      }
      assertEquals(200, status);
    }
  }

  @Test
  void connectionsOfOneAddressAboveTheLimitAreClosed() throws Exception {
    Handler handler = new Handler();
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.crowded(100_000, 2), handler);
        RawClient first = server.client();
        RawClient second = server.client()) {
      assertEquals(200, first.send(request(1)).answer().status());
      assertEquals(200, second.send(request(1)).answer().status());
      try (RawClient third = server.client()) {
        assertTrue(third.isClosedByServer());
      }
      assertTrue(server.log().contains("too many connections of one address"), server.log());
    }
  }
}
