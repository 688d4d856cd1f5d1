package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueTypeTest {

  @Test
  void codesOnDiskAreFrozen() {
    assertEquals(
        List.of("DOUBLE=1", "BIGINT=2", "VARCHAR=3", "BOOLEAN=4", "TIMESTAMP=5"),
        Arrays.stream(ValueType.values()).map(type -> type + "=" + type.code()).toList());
  }

  @Test
  void aCodeLeadsBackToItsType() {
    for (ValueType type : ValueType.values()) {
      assertSame(type, ValueType.ofCode(type.code()));
    }
    assertThrows(IllegalArgumentException.class, () -> ValueType.ofCode(0));
    assertThrows(IllegalArgumentException.class, () -> ValueType.ofCode(6));
  }
}
