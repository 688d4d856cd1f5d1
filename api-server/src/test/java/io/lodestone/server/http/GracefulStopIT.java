package io.lodestone.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many clients at a time, and the end of the listener under them. */
class GracefulStopIT {
  @Test
  void requestsInFlightAreAnsweredAndNothingElse() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    HttpHandler slow =
        request -> {
          arrived.countDown();
          await(release);
          return HttpResponse.text(200, "text/plain", "done");
        };
    ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), slow);
    try (RawClient idle = server.client();
        RawClient busy = server.client();
        ExecutorService stopper = Executors.newSingleThreadExecutor()) {
      busy.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
      assertTrue(arrived.await(10, TimeUnit.SECONDS));
      Future<?> stopped = stopper.submit(server::close);
      // The idle connection ends while the busy one is still being served.
      assertTrue(idle.isClosedByServer());
      assertTrue(isTurnedAway(server));
      release.countDown();
      RawClient.Answer answer = busy.answer();
      assertEquals("done", answer.body());
      assertTrue(answer.head().contains("connection: close"), answer.head());
      assertTrue(busy.isClosedByServer());
      stopped.get(10, TimeUnit.SECONDS);
    }
  }

  /** Whether they were accepted before the end, during it, or not any more. */
  @Test
  void connectionsThatArriveDuringTheEndAreClosedToo() throws Exception {
    for (int round = 0; round < 100; round++) {
      List<RawClient> clients = new ArrayList<>();
      try (ExecutorService stopper = Executors.newSingleThreadExecutor()) {
        ListenerFixture server =
            new ListenerFixture(ListenerFixture.patient(), request -> HttpResponse.empty(204));
        for (int i = 0; i < 8; i++) {
          clients.add(server.client());
        }
        Future<?> stopped = stopper.submit(server::close);
        for (RawClient client : clients) {
          assertTrue(isEnded(client));
        }
        stopped.get(10, TimeUnit.SECONDS);
      } finally {
        for (RawClient client : clients) {
          client.close();
        }
      }
    }
  }

  private static boolean isEnded(RawClient client) throws IOException {
    try {
      return client.isClosedByServer();
    } catch (SocketException e) {
      // Not accepted yet when the socket that listens was closed: the system resets it.
      return true;
    }
  }

  /** The system may still take a connection while the closed socket goes; nobody answers on it. */
  private static boolean isTurnedAway(ListenerFixture server) {
    try (RawClient late = server.client()) {
      return late.isClosedByServer();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void fiftyConnectionsAreServedAtOnce() throws Exception {
    int connections = 50;
    // No request is answered before all fifty are in their handlers.
    CyclicBarrier together = new CyclicBarrier(connections);
    HttpHandler meeting =
        request -> {
          try {
            together.await(10, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return HttpResponse.text(200, "text/plain", request.path());
        };
    List<RawClient> clients = new ArrayList<>();
    try (ListenerFixture server = new ListenerFixture(ListenerFixture.patient(), meeting)) {
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < connections; i++) {
          if (round == 0) {
            clients.add(server.client());
          }
          clients.get(i).send("GET /" + round + "/" + i + " HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        for (int i = 0; i < connections; i++) {
          assertEquals("/" + round + "/" + i, clients.get(i).answer().body());
        }
      }
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void takenPortIsReported() throws Exception {
    try (ListenerFixture server =
        new ListenerFixture(ListenerFixture.patient(), request -> HttpResponse.empty(204))) {
      assertThrows(
          IOException.class,
          () ->
              HttpListener.open(
                  server.address(),
                  Optional.empty(),
                  ListenerFixture.patient(),
                  request -> HttpResponse.empty(204),
                  Runnable::run,
                  java.time.InstantSource.system(),
                  new io.lodestone.server.log.EventLog(
                      System.err, java.time.InstantSource.system())));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
