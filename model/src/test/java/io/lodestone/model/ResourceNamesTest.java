package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceNamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"abc", "A-Z_0.9", "...", "---"})
  void acceptsLegalNames(String name) {
    assertEquals(name, new DatabaseName(name).value());
    assertEquals(name, new TableName(name).value());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "ab", "a b", "a/b", "äbc", "abc\u0000", "abc\n"})
  void refusesOthers(String name) {
    assertThrows(InvalidRequestException.class, () -> new DatabaseName(name));
    assertThrows(InvalidRequestException.class, () -> new TableName(name));
  }

  @Test
  void mayBe256BytesLong() {
    assertEquals(256, new TableName("t".repeat(256)).value().length());
    assertThrows(InvalidRequestException.class, () -> new TableName("t".repeat(257)));
  }

  @Test
  void tablesAreOrderedByDatabaseFirst() {
    assertTrue(TableRef.of("aaa", "zzz").compareTo(TableRef.of("bbb", "aaa")) < 0);
    assertTrue(TableRef.of("aaa", "bbb").compareTo(TableRef.of("aaa", "ccc")) < 0);
    assertEquals("aaa.bbb", TableRef.of("aaa", "bbb").toString());
  }
}
