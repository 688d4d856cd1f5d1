package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.policy.Policy;
import io.lodestone.server.seal.MasterKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Access keys, and the text in which they lie on disk. */
class AccessKeysTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Policy POLICY =
      Policy.parse("{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}");

  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final MasterKey master = MasterKey.generate(random);

  private static AccessKey key(String id, String secret) {
    return AccessKey.permanent(new Credentials(id, secret), "user-" + id, NOW);
  }

  private AccessKeys readBack(AccessKeys keys) {
    return AccessKeyText.read("f", AccessKeyText.write(keys, master, random), master);
  }

  @Test
  void madeKeysHaveTheUsualForm() {
    Credentials made = AccessKey.draw(random);
    assertTrue(made.accessKeyId().matches("LDSN[A-Z2-7]{16}"), made.accessKeyId());
    assertTrue(made.secret().matches("[A-Za-z0-9+/]{40}"));
  }

  @Test
  void textIsReadBackInItsOrder() {
    AccessKeys keys =
        new AccessKeys(
            List.of(
                key("B2", "s2").with(Optional.of(POLICY)),
                key("A1", "s1"),
                key("T3", "s3").temporary(Duration.ofHours(1), random)));
    assertEquals(keys.all(), readBack(keys).all());
    assertEquals(Optional.of(NOW.plusSeconds(3600)), keys.find("T3").orElseThrow().expiry());
  }

  @Test
  void textShowsNoSecretAndOpensWithItsMasterKeyOnly() {
    AccessKeys keys = AccessKeys.of(key("A1", "hush").temporary(Duration.ofHours(1), random));
    String text = AccessKeyText.write(keys, master, random);
    assertFalse(text.contains("hush"));
    assertFalse(text.contains(keys.first().sessionToken().orElseThrow()));
    MasterKey other = MasterKey.generate(random);
    assertRefused("key 1: its secret was sealed with another master key", text, other);
  }

  @Test
  void secretOfOneKeyDoesNotServeAnother() {
    String text = AccessKeyText.write(AccessKeys.of(key("A1", "hush")), master, random);
    assertRefused("its secret was sealed", text.replace("A1", "B2"), master);
  }

  @Test
  void wrongTextsAreNamed() {
    String good = AccessKeyText.write(AccessKeys.of(key("A1", "hush")), master, random);
    assertRefused("f: found null", "", master);
    assertRefused("f is not valid JSON", good.substring(0, good.length() / 2), master);
    assertRefused("newer format", good.replace("\"format\" : 1", "\"format\" : 2"), master);
    assertRefused("there is no member users", good.replace("user\"", "users\""), master);
    assertRefused("key 1: it needs", "{\"format\":1,\"keys\":[{}]}", master);
    assertRefused("there is no access key", "{\"format\":1,\"keys\":[]}", master);
    assertRefused(
        "is not sealed", good.replaceFirst("secret\" : \"[^\"]+", "secret\" : \"hush"), master);
  }

  private static void assertRefused(String expected, String text, MasterKey with) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> AccessKeyText.read("f", text, with), text);
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertFalse(e.getMessage().contains("hush"), e.getMessage());
  }

  @Test
  void theFirstThatStaysIsTheOneToGiveAway() {
    AccessKey leaving = key("A1", "s1").until(NOW.plusSeconds(1));
    assertEquals("B2", AccessKeys.of(leaving).with(key("B2", "s2")).first().id());
    assertEquals("A1", AccessKeys.of(leaving).first().id());
  }

  @Test
  void keysAreReplacedInTheirPlace() {
    AccessKeys keys = new AccessKeys(List.of(key("A1", "s"), key("B2", "s"), key("C3", "s")));
    assertEquals(
        "[A1, D4, B2, C3]", keys.replacing("B2", key("D4", "s"), key("B2", "s")).toString());
    assertEquals("[A1, C3]", keys.replacing("B2").toString());
    assertThrows(IllegalArgumentException.class, () -> keys.replacing("Z9"));
    assertThrows(IllegalArgumentException.class, () -> keys.with(key("A1", "other")));
    assertThrows(
        IllegalArgumentException.class, () -> AccessKeys.of(key("A1", "s")).replacing("A1"));
  }

  @Test
  void secretsAreNeverEmptyAndNeverPrinted() {
    assertThrows(IllegalArgumentException.class, () -> new Credentials("A1", ""));
    assertFalse(new Credentials("A1", "hush").toString().contains("hush"));
    assertFalse(key("A1", "hush").toString().contains("hush"));
    assertFalse(AccessKeys.of(key("A1", "hush")).toString().contains("hush"));
    assertFalse(master.toString().contains(master.text().substring(0, 8)));
  }
}
