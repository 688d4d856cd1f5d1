package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VersionResolverTest {

  @Test
  void theHigherVersionWins() {
    assertTrue(VersionResolver.youngerWins(2, 1));
    assertFalse(VersionResolver.youngerWins(1, 2));
    assertFalse(VersionResolver.youngerWins(1, Long.MAX_VALUE));
  }

  @Test
  void ofEqualVersionsTheYoungerSourceWins() {
    assertTrue(VersionResolver.youngerWins(7, 7));
  }
}
