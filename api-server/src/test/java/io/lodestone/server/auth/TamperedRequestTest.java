package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Requests that were signed rightly and changed at random afterwards, anywhere: in the request
 * line, in a header's name or value, in the body. None may pass, but where the change has no
 * meaning. The long run is {@code -Dlodestone.tampered=1000000}.
 */
class TamperedRequestTest {
  private static final int REQUESTS = Integer.getInteger("lodestone.tampered", 2_000);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Credentials KEY = new Credentials("LDSNKNOWN", "a-secret-of-ours");
  private static final String ALPHABET = "aA0 ,;=/%&?+:-_.~\"\u00e9*";

  private static final List<String> TARGETS =
      List.of("x", "?x=1", "?x", "x/../y", "%20", "?%78=%31");

  private final SigV4Verifier verifier =
      new SigV4Verifier(
          new KeyRing(AccessKeys.of(AccessKey.permanent(KEY, "tester", NOW))),
          () -> NOW,
          Duration.ofMinutes(15));

  private final long seed = new SplittableRandom().nextLong();
  private final SplittableRandom random = new SplittableRandom(seed);

  @Test
  void changedRequestsAreRefused() {
    int tried = 0;
    while (tried < REQUESTS) {
      HttpRequest signed =
          new SignedRequest(KEY)
              .header("X-Amz-Target", "Timestream_20181101.Query")
              .header("Content-Type", "application/x-amz-json-1.0")
              .header("x-amz-user-agent", "some  client")
              .build();
      assertEquals("tester", verifier.authenticate(signed, "timestream").user());
      HttpRequest tampered = tamper(signed);
      if (means(tampered).equals(means(signed))) {
        continue;
      }
      tried++;
      assertThrows(
          AuthenticationException.class,
          () -> verifier.authenticate(tampered, "timestream"),
          () -> "seed " + seed + ": " + means(tampered));
    }
  }

  private HttpRequest tamper(HttpRequest request) {
    List<HttpHeaders.Line> lines = new ArrayList<>(request.headers().lines());
    int line = random.nextInt(lines.size());
    HttpHeaders.Line chosen = lines.get(line);
    String method = request.method();
    String target = request.target();
    byte[] body = request.body().clone();
    switch (random.nextInt(8)) {
      case 0 -> method = changed(method);
      case 1 -> target = target + TARGETS.get(random.nextInt(TARGETS.size()));
      case 2, 3 -> lines.set(line, new HttpHeaders.Line(chosen.name(), changed(chosen.value())));
      case 4 -> lines.set(line, new HttpHeaders.Line(changed(chosen.name()), chosen.value()));
      case 5 -> lines.remove(line);
      case 6 -> lines.add(random.nextInt(lines.size()), chosen);
      default -> body[random.nextInt(body.length)] ^= (byte) (1 + random.nextInt(255));
    }
    return new HttpRequest(method, target, new HttpHeaders(lines), body);
  }

  /** With one character put in, taken out or exchanged. */
  private String changed(String text) {
    StringBuilder changed = new StringBuilder(text);
    char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    int at = random.nextInt(text.length());
    switch (random.nextInt(3)) {
      case 0 -> changed.insert(at, c);
      case 1 -> changed.deleteCharAt(at);
      default -> changed.setCharAt(at, c);
    }
    return changed.toString();
  }

  /**
   * What HTTP and the signature's rules make of a request: the case of names, the spaces around and
   * inside values and between the parts of the credentials say nothing.
   */
  private static String means(HttpRequest request) {
    StringBuilder meaning = new StringBuilder(request.method());
    meaning.append(' ').append(request.target());
    for (HttpHeaders.Line line : request.headers().lines()) {
      String value = line.value().strip().replaceAll(" +", " ");
      if (line.name().equalsIgnoreCase("authorization")) {
        value = value.replaceAll(" *, *", ",");
      }
      meaning.append('\n').append(line.name().toLowerCase(java.util.Locale.ROOT));
      meaning.append(':').append(value);
    }
    return meaning.append("\n\n").append(new String(request.body())).toString();
  }
}
