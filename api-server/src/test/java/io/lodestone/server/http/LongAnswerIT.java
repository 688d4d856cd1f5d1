package io.lodestone.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers of many ranges and chunks, much larger than what a socket takes at once. */
@ExtendWith(SeedExtension.class)
class LongAnswerIT {
  private final Map<String, HttpResponse> answers = new ConcurrentHashMap<>();

  @Test
  void answersArriveWholeAndInOrder(Seed seed) throws IOException {
    SplittableRandom random = seed.random();
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.patient(), r -> answers.get(r.path()));
        RawClient client = server.client()) {
      for (int round = 0; round < 5; round++) {
        // All are asked for before one is read: each waits for a reader that comes late.
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 4; i++) {
          answers.put("/" + i, answer(random));
          requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        client.send(requests.toString());
        for (int i = 0; i < 4; i++) {
          assertSame(answers.get("/" + i), client.answer());
        }
      }
    }
  }

  @Test
  void connectionEndsBehindTheLastByte(Seed seed) throws IOException {
    answers.put("/", answer(seed.random()));
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.patient(), r -> answers.get(r.path()));
        RawClient client = server.client()) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

      assertSame(answers.get("/"), client.answer());
      assertTrue(client.isClosedByServer());
    }
  }

  @Test
  void headHasTheLengthAndNoBody(Seed seed) throws IOException {
    answers.put("/", answer(seed.random()));
    try (ListenerFixture server =
            new ListenerFixture(ListenerFixture.patient(), r -> answers.get(r.path()));
        RawClient client = server.client()) {
      client.send("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

      String head = client.rest();

      assertTrue(head.contains("content-length: " + answers.get("/").length() + "\r\n"), head);
      assertTrue(head.endsWith("\r\n\r\n"), head);
    }
  }

  @Test
  void clientThatLeavesInTheMiddleTakesNothingWithIt(Seed seed) throws IOException {
    answers.put("/", answer(seed.random()));
    try (ListenerFixture server =
        new ListenerFixture(ListenerFixture.patient(), r -> answers.get(r.path()))) {
      try (RawClient leaving = server.client()) {
        leaving.send("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n");
      }
      try (RawClient next = server.client()) {
        assertSame(answers.get("/"), next.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").answer());
      }
      assertEquals("", server.log());
    }
  }

  private static void assertSame(HttpResponse expected, RawClient.Answer found) {
    assertEquals(200, found.status());
    assertEquals(expected.length(), found.body().length());
    assertTrue(expected.text().equals(found.body()), "another body of the same length");
  }

  /** Some megabytes in ranges of all sizes, empty ones among them. */
  private static HttpResponse answer(SplittableRandom random) {
    List<ByteRange> body = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      byte[] bytes =
          Integer.toString(random.nextInt(1_000_000))
              .repeat(1 + random.nextInt(1 << (1 + random.nextInt(16))))
              .getBytes(StandardCharsets.US_ASCII);
      int from = random.nextInt(bytes.length + 1);
      body.add(new ByteRange(bytes, from, bytes.length - from));
    }
    byte[] large = "0123456789".repeat(600_000).getBytes(StandardCharsets.US_ASCII);
    body.add(random.nextInt(body.size()), new ByteRange(large, 3, large.length - 5));
    return new HttpResponse(200, HttpHeaders.EMPTY, body);
  }
}
