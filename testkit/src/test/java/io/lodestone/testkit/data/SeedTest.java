package io.lodestone.testkit.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SeedExtension.class)
class SeedTest {

  @Test
  void isHandedToTests(Seed seed) {
    assertEquals(seed.random().nextLong(), seed.random().nextLong());
  }

  @Test
  void derivesOthersThatDependOnItAlone(Seed seed) {
    assertEquals(seed.derive(1), seed.derive(1));
    assertNotEquals(seed.derive(1), seed.derive(2));
  }
}
