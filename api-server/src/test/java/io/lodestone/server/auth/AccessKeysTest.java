package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AccessKeysTest {
  @Test
  void madeKeysHaveTheUsualForm() {
    Credentials made = AccessKeys.generate(RandomGenerator.of("L64X128MixRandom")).first();
    assertTrue(made.accessKeyId().matches("LDSN[A-Z2-7]{16}"), made.accessKeyId());
    assertTrue(made.secret().matches("[A-Za-z0-9+/]{40}"));
  }

  @Test
  void textIsReadBack() {
    AccessKeys keys = AccessKeys.parse("f", "# two\n\nA1  s1 \nB2\ts2");
    AccessKeys again = AccessKeys.parse("f", keys.text());
    assertEquals("A1", again.first().accessKeyId());
    assertEquals("s2", again.find("B2").orElseThrow().secret());
    assertTrue(again.find("C3").isEmpty());
  }

  @Test
  void wrongLinesAreNamedAndSecretsAreNot() {
    for (String text :
        new String[] {"A1 hush-hush x", "A1", "A1 s1\nA1 hush-hush", "A-1 hush-hush", "", "#\n"}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> AccessKeys.parse("file", text), text);
      assertTrue(e.getMessage().startsWith("file"), e.getMessage());
      assertFalse(e.getMessage().contains("hush"), e.getMessage());
    }
  }

  @Test
  void secretsAreNeverEmptyAndNeverPrinted() {
    assertThrows(IllegalArgumentException.class, () -> new Credentials("A1", ""));
    assertFalse(new Credentials("A1", "hush").toString().contains("hush"));
    assertFalse(AccessKeys.of(new Credentials("A1", "hush")).toString().contains("hush"));
  }
}
