package io.lodestone.engine.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.commit.VersionRule.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionRuleTest {
  @ParameterizedTest
  @CsvSource({
    "6, true, REPLACE",
    "6, false, REPLACE",
    "5, true, UNCHANGED",
    "5, false, REJECT_EQUAL",
    "4, true, UNCHANGED",
    "4, false, REJECT_LOWER",
  })
  void againstAKeyAtVersionFive(long version, boolean sameValues, Outcome outcome) {
    assertEquals(outcome, VersionRule.decide(version, 5, sameValues));
  }
}
