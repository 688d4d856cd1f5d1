package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.server.policy.AccessRequest;
import io.lodestone.server.policy.Decision;
import io.lodestone.server.policy.Policy;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What somebody may do later in whose name work is done: never more than then, never more than now.
 */
class MandateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Mandate MANDATE = new Mandate("K1", "ann", "eu-west-1");

  @Test
  void theKeyItselfCountsAsLongAsItIsAccepted() {
    Mandates mandates =
        mandates(key("K1", "ann", "read"), key("K2", "ann", "write"), key("K3", "bob", ""));

    assertEquals(List.of("read"), allowed(mandates));
    assertEquals("K1", mandates.principal(MANDATE).orElseThrow().accessKeyId());
    assertEquals("eu-west-1", mandates.principal(MANDATE).orElseThrow().region());
  }

  @Test
  void afterItAllKeysOfItsUserHaveToAllow() {
    assertEquals(List.of("read"), allowed(mandates(key("K2", "ann", "read"))));
    assertEquals(
        List.of("read"), allowed(mandates(key("K2", "ann", "read"), key("K3", "ann", ""))));
    assertEquals(List.of(), allowed(mandates(key("K2", "ann", "read"), key("K3", "ann", "write"))));
    assertEquals(List.of("read", "write"), allowed(mandates(key("K2", "ann", ""))));
  }

  @Test
  void aKeyThatHasExpiredIsNone() {
    AccessKey expired = key("K1", "ann", "").until(NOW);

    assertEquals(List.of("write"), allowed(mandates(expired, key("K2", "ann", "write"))));
    assertEquals(Optional.empty(), mandates(expired, key("K3", "bob", "")).principal(MANDATE));
  }

  @Test
  void theKeyOfAnotherUserIsNotAsked() {
    // A key of this id was deleted, and somebody else got one of the same id.
    assertEquals(Optional.empty(), mandates(key("K1", "bob", "")).principal(MANDATE));
  }

  private static Mandates mandates(AccessKey... keys) {
    return new SigV4Verifier(
        new KeyRing(new AccessKeys(List.of(keys))),
        InstantSource.fixed(NOW),
        Duration.ofMinutes(15));
  }

  private static AccessKey key(String id, String user, String action) {
    AccessKey key = AccessKey.permanent(new Credentials(id, "secret"), user, Instant.EPOCH);
    return action.isEmpty()
        ? key
        : key.with(
            Optional.of(
                Policy.parse(
                    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"timestream:"
                        + action
                        + "\",\"Resource\":\"*\"}}")));
  }

  private static List<String> allowed(Mandates mandates) {
    Principal principal = mandates.principal(MANDATE).orElseThrow();
    return List.of("read", "write").stream()
        .filter(
            action ->
                principal.decide(
                        new AccessRequest(
                            "timestream:" + action,
                            "arn:aws:timestream:eu-west-1:000000000000:database/d",
                            new AccessRequest.Circumstances(
                                InetAddress.getLoopbackAddress(), false, "eu-west-1")))
                    == Decision.ALLOWED)
        .toList();
  }
}
