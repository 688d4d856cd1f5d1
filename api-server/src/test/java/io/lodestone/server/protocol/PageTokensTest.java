package io.lodestone.server.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A token opens where it belongs and nowhere else. */
class PageTokensTest {
  private static final byte[] PLACE = "after table 20".getBytes(StandardCharsets.UTF_8);
  private static final PageTokens.Binding BINDING =
      new PageTokens.Binding("ListTables", "LDSN1", "db");

  private final PageTokens tokens = new PageTokens(new byte[32]);

  private void assertInvalid(PageTokens.Binding binding, String token) {
    ServiceException e = assertThrows(ServiceException.class, () -> tokens.open(binding, token));
    assertEquals(ErrorType.VALIDATION, e.type());
  }

  @Test
  void tokenOpensForItsBinding() {
    assertArrayEquals(PLACE, tokens.open(BINDING, tokens.issue(BINDING, PLACE)));
    assertArrayEquals(new byte[0], tokens.open(BINDING, tokens.issue(BINDING, new byte[0])));
  }

  @Test
  void tokenOpensAfterARestartWithTheSameSecretOnly() {
    String token = tokens.issue(BINDING, PLACE);
    assertArrayEquals(PLACE, new PageTokens(new byte[32]).open(BINDING, token));
    byte[] other = new byte[32];
    other[31] = 1;
    assertInvalid(BINDING, new PageTokens(other).issue(BINDING, PLACE));
  }

  @Test
  void tokenOfAnotherOperationCallerOrRequestIsRefused() {
    String token = tokens.issue(BINDING, PLACE);
    assertInvalid(new PageTokens.Binding("ListDatabases", "LDSN1", "db"), token);
    assertInvalid(new PageTokens.Binding("ListTables", "LDSN2", "db"), token);
    assertInvalid(new PageTokens.Binding("ListTables", "LDSN1", "db2"), token);
    // The same text, divided in another way.
    assertInvalid(new PageTokens.Binding("ListTable", "sLDSN1", "db"), token);
  }

  @Test
  void everyChangeOfATokenIsNoticed() {
    String token = tokens.issue(BINDING, PLACE);
    for (int i = 0; i < token.length(); i++) {
      char changed = token.charAt(i) == 'A' ? 'B' : 'A';
      assertInvalid(BINDING, token.substring(0, i) + changed + token.substring(i + 1));
      assertInvalid(BINDING, token.substring(0, i));
    }
    for (String text :
        List.of("", "%", "AQ==", token + "A", token + "=", " " + token, "A".repeat(5_000))) {
      assertInvalid(BINDING, text);
    }
  }

  @Test
  void shortSecretsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new PageTokens(new byte[31]));
  }
}
