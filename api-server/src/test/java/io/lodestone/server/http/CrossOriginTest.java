package io.lodestone.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrossOriginTest {
  private static final String PAGE = "https://app.example:8443";

  private final List<String> handled = new ArrayList<>();

  private HttpResponse call(List<String> origins, String method, String... headers) {
    List<HttpHeaders.Line> lines = new ArrayList<>();
    for (int i = 0; i < headers.length; i += 2) {
      lines.add(new HttpHeaders.Line(headers[i], headers[i + 1]));
    }
    CrossOrigin door =
        new CrossOrigin(
            origins,
            request -> {
              handled.add(request.method());
              return HttpResponse.text(200, "text/plain", "answer");
            });
    return door.handle(new HttpRequest(method, "/", new HttpHeaders(lines), new byte[0]));
  }

  private static Optional<String> allowed(HttpResponse response) {
    return response.headers().first("Access-Control-Allow-Origin");
  }

  @Test
  void theQuestionOfAListedPageIsAnsweredForTheHandler() {
    HttpResponse answer =
        call(
            List.of("https://other.example", PAGE),
            "OPTIONS",
            "Origin",
            PAGE,
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization,x-amz-target");

    assertEquals(204, answer.status());
    assertEquals(Optional.of(PAGE), allowed(answer));
    assertEquals(Optional.of("Origin"), answer.headers().first("Vary"));
    assertEquals(
        Optional.of("authorization,x-amz-target"),
        answer.headers().first("Access-Control-Allow-Headers"));
    assertTrue(answer.headers().first("Access-Control-Allow-Methods").orElse("").contains("POST"));
    assertTrue(handled.isEmpty());
  }

  @Test
  void aListedPageMayReadTheAnswer() {
    HttpResponse answer = call(List.of(PAGE), "POST", "Origin", PAGE);

    assertEquals("answer", answer.text());
    assertEquals(Optional.of(PAGE), allowed(answer));
    assertTrue(
        answer
            .headers()
            .first("Access-Control-Expose-Headers")
            .orElse("")
            .contains("x-amzn-RequestId"));
  }

  @Test
  void anyPageMayReadWhenAnyIsListed() {
    assertEquals(Optional.of("*"), allowed(call(List.of("*"), "POST", "Origin", PAGE)));
  }

  @Test
  void nobodyElseMay() {
    for (String page : List.of("http://app.example:8443", PAGE + "/", PAGE + ".evil.example")) {
      HttpResponse answer = call(List.of(PAGE), "POST", "Origin", page);
      assertEquals(Optional.empty(), allowed(answer), page);
    }
    assertEquals(Optional.empty(), allowed(call(List.of(), "POST", "Origin", PAGE)));
    assertEquals(
        Optional.empty(),
        allowed(
            call(List.of(), "OPTIONS", "Origin", PAGE, "Access-Control-Request-Method", "POST")));
    assertEquals(5, handled.size());
  }

  @Test
  void clientsThatAreNoBrowserNoticeNothing() {
    HttpResponse answer = call(List.of(PAGE), "POST");

    assertEquals(1, answer.headers().lines().size());
  }
}
