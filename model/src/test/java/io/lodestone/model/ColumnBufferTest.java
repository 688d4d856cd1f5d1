package io.lodestone.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnBufferTest {

  @Test
  void keepsNoBitsWhileNothingIsAbsent() {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.BIGINT, 8);
    for (int i = 0; i < 1_000; i++) {
      column.appendWord(i);
    }
    assertNull(column.presence());
    assertEquals(0, column.absentCount());
    assertEquals(999, column.word(999));
    assertTrue(column.isPresent(999));
  }

  @ParameterizedTest
  @EnumSource
  void rangesAreThoseThatAreAppendedOneByOne(ValueType type) {
    Random random = new Random(4);
    for (int round = 0; round < 100; round++) {
      ColumnBuffer source = new ColumnBuffer("c", type, 8);
      for (int i = 0; i < 300; i++) {
        if (round % 2 == 1 && random.nextInt(5) == 0) {
          source.appendAbsent();
        } else if (type == ValueType.VARCHAR) {
          source.appendVarchar("v" + i);
        } else {
          source.appendWord(i);
        }
      }
      ColumnBuffer expected = new ColumnBuffer("c", type, 8);
      ColumnBuffer column = new ColumnBuffer("c", type, 8);
      int[] bounds = new int[300];
      for (int part = 0; part < 3; part++) {
        int ranges = 0;
        int at = random.nextInt(10);
        while (at < 250) {
          int end = at + 1 + random.nextInt(20);
          bounds[2 * ranges] = at;
          bounds[2 * ranges++ + 1] = end;
          expected.appendRange(source, at, end - at);
          at = end + random.nextInt(40);
        }
        column.appendRanges(source, bounds, ranges);
      }
      assertEquals(values(expected), values(column), "round " + round);
    }
  }

  @Test
  void sparseValuesAreThoseThatAreAppendedOneByOne() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      ColumnBuffer expected = new ColumnBuffer("c", ValueType.BIGINT, 8);
      ColumnBuffer column = new ColumnBuffer("c", ValueType.BIGINT, 8);
      for (int part = 0; part < 3; part++) {
        int from = random.nextInt(70);
        int count = 1 + random.nextInt(200);
        int oneIn = 1 + random.nextInt(4);
        long[] bits = new long[PresenceBits.words(from + count)];
        long[] present = new long[count + 1];
        int next = 0;
        for (int i = from; i < from + count; i++) {
          if (random.nextInt(oneIn) == 0) {
            PresenceBits.set(bits, i);
            present[next] = random.nextLong();
            expected.appendWord(present[next++]);
          } else {
            expected.appendAbsent();
          }
        }
        column.appendSparse(present, bits, from, from + count);
      }
      assertEquals(expected.size(), column.size());
      assertEquals(expected.absentCount(), column.absentCount());
      for (int i = 0; i < column.size(); i++) {
        assertEquals(expected.isPresent(i), column.isPresent(i));
        assertEquals(expected.word(i), column.word(i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 256})
  void remembersTheFirstAbsentValueWhereverItStands(int before) {
    for (ValueType type : List.of(ValueType.BIGINT, ValueType.VARCHAR)) {
      ColumnBuffer column = new ColumnBuffer("c", type, 8);
      for (int i = 0; i < before; i++) {
        append(column, i);
      }
      column.appendAbsent();
      append(column, 77);
      assertEquals(1, column.absentCount());
      for (int i = 0; i < before + 2; i++) {
        assertEquals(i != before, column.isPresent(i), type + " value " + i);
      }
      assertEquals("77", read(column, before + 1));
    }
  }

  @Test
  void reusedAfterClearKnowsOnlyTheNewValues() {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.BIGINT, 8);
    column.padTo(200);
    column.clear();
    for (int i = 0; i < 100; i++) {
      column.appendWord(i);
      assertTrue(column.isPresent(i));
    }
    assertNull(column.presence());
    column.appendAbsent();
    column.appendWord(5);
    assertTrue(column.isPresent(99));
    assertFalse(column.isPresent(100));
    assertTrue(column.isPresent(101));
  }

  @Test
  void absentValuesReadAsZeroWords() {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.DOUBLE, 8);
    column.appendDouble(4.5);
    column.clear();
    column.appendAbsent();
    assertEquals(0, column.word(0));
  }

  @Test
  void padsToASizeAndNoFurther() {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.VARCHAR, 8);
    column.appendVarchar("ä\u0000z");
    column.padTo(70);
    column.padTo(3);
    column.appendVarchar("");
    assertEquals(71, column.size());
    assertEquals(69, column.absentCount());
    assertEquals("ä\u0000z", column.varcharAt(0));
    assertTrue(column.isPresent(70));
    assertEquals("", column.varcharAt(70));
  }

  @Test
  void picksWordsByIndex() {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.BIGINT, 8);
    column.appendAbsent();
    column.appendPicked(new long[] {10, 11, 12, 13}, new int[] {9, 3, 1, 0}, 1, 3);
    assertEquals(4, column.size());
    assertEquals(List.of("-", "13", "11", "10"), values(column));
  }

  @ParameterizedTest
  @EnumSource(ValueType.class)
  void anyMixOfStepsGivesWhatAPlainListGives(ValueType type) {
    for (long seed = 1; seed <= 40; seed++) {
      Random random = new Random(seed);
      ColumnBuffer column = new ColumnBuffer("c", type, 8);
      ColumnBuffer other = new ColumnBuffer("c", type, 8);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 150; i++) {
        if (random.nextInt(8) == 0 && seed % 2 == 0) {
          other.appendAbsent();
        } else {
          append(other, i);
        }
      }
      for (int step = 0; step < 60; step++) {
        switch (random.nextInt(seed % 3 == 0 ? 4 : 5)) {
          case 0 -> {
            append(column, step);
            expected.add(read(column, column.size() - 1));
          }
          case 1 -> {
            int from = random.nextInt(other.size());
            int count = random.nextInt(other.size() - from);
            column.appendRange(other, from, count);
            expected.addAll(values(other).subList(from, from + count));
          }
          case 2 -> {
            int index = random.nextInt(other.size());
            column.appendFrom(other, index);
            expected.add(values(other).get(index));
          }
          case 3 -> {
            if (random.nextInt(10) == 0) {
              column.clear();
              expected.clear();
            }
          }
          default -> {
            int count = random.nextInt(90);
            column.padTo(column.size() + count);
            for (int i = 0; i < count; i++) {
              expected.add("-");
            }
          }
        }
        assertEquals(expected, values(column), "seed " + seed + ", step " + step);
      }
    }
  }

  @Test
  void zeroesOfBothSignsAreTheSameValue() {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.DOUBLE, 8);
    column.appendDouble(0.0);
    column.appendDouble(-0.0);
    column.appendDouble(Double.MIN_VALUE);
    assertTrue(column.sameValue(0, column, 1));
    assertFalse(column.sameValue(0, column, 2));
  }

  @Test
  void integersThatLookLikeNegativeZeroAreNotZero() {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.BIGINT, 8);
    column.appendWord(0);
    column.appendWord(Long.MIN_VALUE);
    assertFalse(column.sameValue(0, column, 1));
  }

  @Test
  void comparesTextsAndAbsence() {
    ColumnBuffer column = new ColumnBuffer("c", ValueType.VARCHAR, 8);
    column.appendVarchar("");
    column.appendAbsent();
    column.appendVarchar("a");
    column.appendVarchar("ab");
    column.appendVarchar("a");
    column.appendAbsent();
    assertFalse(column.sameValue(0, column, 1), "empty is not absent");
    assertFalse(column.sameValue(2, column, 3));
    assertTrue(column.sameValue(2, column, 4));
    assertTrue(column.sameValue(1, column, 5));
  }

  @Test
  void valuesOfDifferentTypesAreNeverTheSame() {
    ColumnBuffer integers = new ColumnBuffer("c", ValueType.BIGINT, 8);
    integers.appendWord(1);
    integers.appendAbsent();
    ColumnBuffer booleans = new ColumnBuffer("c", ValueType.BOOLEAN, 8);
    booleans.appendWord(1);
    booleans.appendAbsent();
    assertFalse(integers.sameValue(0, booleans, 0));
    assertTrue(integers.sameValue(1, booleans, 1));
  }

  private static void append(ColumnBuffer column, int value) {
    if (column.type() == ValueType.VARCHAR) {
      column.appendVarchar(Integer.toString(value));
    } else {
      column.appendWord(value);
    }
  }

  private static String read(ColumnBuffer column, int index) {
    return column.type() == ValueType.VARCHAR
        ? column.varcharAt(index)
        : Long.toString(column.word(index));
  }

  private static List<String> values(ColumnBuffer column) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < column.size(); i++) {
      boolean present = column.isPresent(i);
      boolean bit = column.presence() == null || PresenceBits.isSet(column.presence(), i);
      assertEquals(present, bit, "presence of value " + i);
      values.add(present ? read(column, i) : "-");
    }
    return values;
  }
}
