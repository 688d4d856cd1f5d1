package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.auth.AuthenticationException.Kind;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Each refusal by its kind, for requests whose signature would be right. */
class RefusalTest {
  private static final Credentials KNOWN =
      new Credentials("LDSNKNOWN", "a secret-of-ours".replace(' ', '-'));
  private static final String EMPTY_OBJECT_HASH =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final SigV4Verifier verifier =
      new SigV4Verifier(
          new KeyRing(AccessKeys.of(AccessKey.permanent(KNOWN, "tester", Instant.EPOCH))),
          () -> now,
          Duration.ofMinutes(15));

  private static SignedRequest request() {
    return new SignedRequest(KNOWN);
  }

  private void assertRefused(Kind kind, HttpRequest request) {
    AuthenticationException e =
        assertThrows(
            AuthenticationException.class, () -> verifier.authenticate(request, "timestream"));
    assertEquals(kind, e.kind(), e.getMessage());
    assertFalse(e.getMessage().contains(KNOWN.secret()));
  }

  @Test
  void rightRequestYieldsItsSender() {
    Principal principal = verifier.authenticate(request().build(), "timestream");
    assertEquals("LDSNKNOWN", principal.accessKeyId());
    assertEquals("eu-west-1", principal.region());
    assertEquals("000000000000", principal.account().digits());
  }

  @Test
  void temporaryKeyNeedsItsTokenAndEnds() {
    AccessKey temporary =
        AccessKey.permanent(KNOWN, "guest", now)
            .temporary(Duration.ofMinutes(5), RandomGenerator.of("L64X128MixRandom"));
    String token = temporary.sessionToken().orElseThrow();
    SigV4Verifier guests =
        new SigV4Verifier(new KeyRing(AccessKeys.of(temporary)), () -> now, Duration.ofMinutes(15));
    HttpRequest good = request().header("X-Amz-Security-Token", token).build();

    assertEquals("guest", guests.authenticate(good, "timestream").user());
    for (HttpRequest bad :
        List.of(
            request().build(),
            request().header("X-Amz-Security-Token", token.substring(1)).build())) {
      assertEquals(
          Kind.UNRECOGNIZED_CLIENT,
          assertThrows(AuthenticationException.class, () -> guests.authenticate(bad, "timestream"))
              .kind());
    }
    now = now.plus(Duration.ofMinutes(5));
    assertEquals(
        Kind.EXPIRED_TOKEN,
        assertThrows(AuthenticationException.class, () -> guests.authenticate(good, "timestream"))
            .kind());
  }

  @Test
  void tokenThatWasLeftOverBesideAPermanentKeyDoesNoHarmIfItIsSigned() {
    HttpRequest request = request().header("X-Amz-Security-Token", "left over").build();
    assertEquals("tester", verifier.authenticate(request, "timestream").user());
  }

  @Test
  void keyPastItsEndIsAsUnknownAsADeletedOne() {
    AccessKey ended = AccessKey.permanent(KNOWN, "tester", now).until(now);
    KeyRing ring = new KeyRing(AccessKeys.of(ended));
    SigV4Verifier late = new SigV4Verifier(ring, () -> now, Duration.ofMinutes(15));
    AuthenticationException e =
        assertThrows(
            AuthenticationException.class,
            () -> late.authenticate(request().build(), "timestream"));
    assertEquals(Kind.UNRECOGNIZED_CLIENT, e.kind());
    assertEquals("LDSNKNOWN", e.claimedKey().orElseThrow());
  }

  @Test
  void exchangedKeysHoldFromTheNextRequestOn() {
    KeyRing ring = new KeyRing(AccessKeys.of(AccessKey.permanent(KNOWN, "tester", now)));
    SigV4Verifier exchanged = new SigV4Verifier(ring, () -> now, Duration.ofMinutes(15));
    exchanged.authenticate(request().build(), "timestream");

    // The same id with another secret: what was derived from the old one is of no use any more.
    Credentials other = new Credentials("LDSNKNOWN", "another-secret");
    ring.exchange(AccessKeys.of(AccessKey.permanent(other, "tester", now)));
    assertThrows(
        AuthenticationException.class,
        () -> exchanged.authenticate(request().build(), "timestream"));
    exchanged.authenticate(new SignedRequest(other).build(), "timestream");
  }

  @Test
  void requestWithoutCredentials() {
    assertRefused(Kind.MISSING_TOKEN, new HttpRequest("POST", "/", HttpHeaders.EMPTY, new byte[0]));
  }

  @Test
  void unknownKey() {
    assertRefused(
        Kind.UNRECOGNIZED_CLIENT,
        new SignedRequest(new Credentials("LDSNSTRANGER", KNOWN.secret())).build());
  }

  @Test
  void wrongSecret() {
    assertRefused(
        Kind.INVALID_SIGNATURE, new SignedRequest(new Credentials("LDSNKNOWN", "another")).build());
  }

  @Test
  void clockOfTheClientMayBeOffByTheSkewAndNoMore() {
    HttpRequest request = request().build();
    Instant signed = now;
    now = signed.plus(Duration.ofMinutes(15));
    verifier.authenticate(request, "timestream");
    now = signed.minus(Duration.ofMinutes(15));
    verifier.authenticate(request, "timestream");
    now = signed.plus(Duration.ofMinutes(15)).plusMillis(1);
    assertRefused(Kind.INVALID_SIGNATURE, request);
    now = signed.minus(Duration.ofMinutes(15)).minusMillis(1);
    assertRefused(Kind.INVALID_SIGNATURE, request);
  }

  @Test
  void signatureForAnotherService() {
    assertRefused(Kind.INVALID_SIGNATURE, request().service("dynamodb").build());
  }

  @Test
  void scopeOfAnotherDay() {
    assertRefused(Kind.INVALID_SIGNATURE, request().scopeDate("20260103").build());
  }

  @Test
  void bodyHashThatIsNotThatOfTheBody() {
    verifier.authenticate(
        request().header("x-amz-content-sha256", EMPTY_OBJECT_HASH).build(), "timestream");
    for (String hash :
        List.of(
            "UNSIGNED-PAYLOAD",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "",
            EMPTY_OBJECT_HASH.replace('4', '5'))) {
      assertRefused(Kind.INVALID_SIGNATURE, request().header("x-amz-content-sha256", hash).build());
    }
  }

  @Test
  void malformedDates() {
    for (String date :
        List.of("20260102T030405", "20261302T030405Z", "20260102t030405Z", "20260230T000000Z")) {
      AuthenticationException e =
          assertThrows(AuthenticationException.class, () -> request().date(date).build(), date);
      assertEquals(Kind.INCOMPLETE_SIGNATURE, e.kind());
    }
  }

  @Test
  void signedTwice() {
    HttpRequest once = request().build();
    String authorization = once.headers().first("Authorization").orElseThrow();
    List<HttpHeaders.Line> lines = new java.util.ArrayList<>(once.headers().lines());
    lines.add(new HttpHeaders.Line("authorization", authorization));
    assertRefused(
        Kind.INCOMPLETE_SIGNATURE,
        new HttpRequest("POST", "/", new HttpHeaders(lines), once.body()));
  }

  @Test
  void onlyProvenKeysAreKept() {
    SigningKeys keys = new SigningKeys();
    for (int i = 0; i < 3 * SigningKeys.KEPT_MAX; i++) {
      CredentialScope scope =
          new CredentialScope("LDSNKNOWN", "20260102", "region-" + i, "timestream");
      byte[] key = keys.get(scope, KNOWN.secret());
      assertTrue(keys.size() <= SigningKeys.KEPT_MAX);
      keys.keep(scope, key);
    }
    assertTrue(keys.size() <= SigningKeys.KEPT_MAX, "kept " + keys.size());
  }

  @Test
  void unverifiedAccessReadsTheClaimedRegion() {
    Principal claimed = new UnverifiedAccess().authenticate(request().build(), "timestream");
    assertEquals("eu-west-1", claimed.region());
    assertEquals("LDSNKNOWN", claimed.accessKeyId());
    Principal silent =
        new UnverifiedAccess()
            .authenticate(new HttpRequest("POST", "/", HttpHeaders.EMPTY, new byte[0]), "x");
    assertEquals("us-east-1", silent.region());
  }
}
