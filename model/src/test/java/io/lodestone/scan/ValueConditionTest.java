package io.lodestone.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.scan.ValuePredicate.Compare;
import io.lodestone.scan.ValuePredicate.Operator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValueConditionTest {
  private static final Column DOUBLE = Column.measure("d", ValueType.DOUBLE);
  private static final Column LONG = Column.measure("l", ValueType.BIGINT);
  private static final Column TEXT = Column.measure("t", ValueType.VARCHAR);

  private static final double[] DOUBLES = {
    Double.NEGATIVE_INFINITY,
    -1.5,
    -0.0,
    0.0,
    Double.MIN_VALUE,
    2,
    Double.POSITIVE_INFINITY,
    Double.NaN,
    Double.longBitsToDouble(0xFFF8_0000_0000_0001L)
  };
  private static final long[] LONGS = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE};
  private static final String[] TEXTS = {"", "a", "ab", "b", "ü", "\uFFFD", "🙂"};

  @ParameterizedTest
  @EnumSource
  void doublesCompareAsInJava(Operator operator) {
    ColumnBuffer values = new ColumnBuffer("d", ValueType.DOUBLE, 8);
    Arrays.stream(DOUBLES).forEach(values::appendDouble);
    values.appendAbsent();
    for (double literal : DOUBLES) {
      long kept = kept(new Compare("d", operator, new Literal.Floating(literal)), DOUBLE, values);
      for (int i = 0; i < DOUBLES.length; i++) {
        double value = DOUBLES[i];
        boolean expected =
            switch (operator) {
              case EQUAL -> value == literal;
              case NOT_EQUAL -> value != literal;
              case LESS -> value < literal;
              case LESS_OR_EQUAL -> value <= literal;
              case GREATER -> value > literal;
              case GREATER_OR_EQUAL -> value >= literal;
            };
        assertEquals(expected, (kept >>> i & 1) != 0, value + " " + operator + " " + literal);
      }
      assertEquals(0, kept >>> DOUBLES.length & 1, "an absent value fulfils nothing");
    }
  }

  @ParameterizedTest
  @EnumSource
  void integersAndTextsCompareInTheirOrder(Operator operator) {
    ColumnBuffer longs = new ColumnBuffer("l", ValueType.BIGINT, 8);
    Arrays.stream(LONGS).forEach(longs::appendWord);
    for (long literal : LONGS) {
      long kept = kept(new Compare("l", operator, new Literal.Bigint(literal)), LONG, longs);
      for (int i = 0; i < LONGS.length; i++) {
        boolean expected = holds(operator, Long.compare(LONGS[i], literal));
        assertEquals(expected, (kept >>> i & 1) != 0, LONGS[i] + " " + operator + " " + literal);
      }
    }
    ColumnBuffer texts = new ColumnBuffer("t", ValueType.VARCHAR, 8);
    Arrays.stream(TEXTS).forEach(texts::appendVarchar);
    for (int l = 0; l < TEXTS.length; l++) {
      long kept = kept(new Compare("t", operator, new Literal.Text(TEXTS[l])), TEXT, texts);
      for (int i = 0; i < TEXTS.length; i++) {
        assertEquals(holds(operator, Integer.compare(i, l)), (kept >>> i & 1) != 0, TEXTS[i]);
      }
    }
  }

  private static boolean holds(Operator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  @ParameterizedTest
  @EnumSource
  void statisticsNeverDenyWhatIsThere(Operator operator) {
    for (int from = 0; from < DOUBLES.length; from++) {
      for (int to = from + 1; to <= DOUBLES.length; to++) {
        ColumnBuffer values = new ColumnBuffer("d", ValueType.DOUBLE, 8);
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
          values.appendDouble(DOUBLES[i]);
          min = Math.min(min, OrderedWords.ofDouble(DOUBLES[i]));
          max = Math.max(max, OrderedWords.ofDouble(DOUBLES[i]));
        }
        ColumnStatistics known = new ColumnStatistics(to - from, 0, true, min, max, false, 0);
        for (double literal : DOUBLES) {
          Compare predicate = new Compare("d", operator, new Literal.Floating(literal));
          ValueCondition condition = ValueCondition.of(predicate, DOUBLE);
          long kept = kept(predicate, DOUBLE, values);
          long all = -1L >>> Long.SIZE - (to - from);
          assertTrue(kept == 0 || condition.mayHold(known), predicate + " from " + from);
          assertTrue(kept == all || !condition.mustHold(known), predicate + " from " + from);
        }
      }
    }
  }

  @Test
  void absenceIsKnownFromCounts() {
    ValueCondition isNull = ValueCondition.of(new ValuePredicate.IsNull("l"), LONG);
    ValueCondition notNull = ValueCondition.of(new ValuePredicate.IsNotNull("l"), LONG);
    ColumnStatistics none = ColumnStatistics.unknown(5, 5);
    ColumnStatistics all = ColumnStatistics.unknown(5, 0);
    assertTrue(isNull.mayHold(none) && isNull.mustHold(none));
    assertFalse(isNull.mayHold(all));
    assertTrue(notNull.mayHold(all) && notNull.mustHold(all));
    assertFalse(notNull.mayHold(none));
    ColumnBuffer values = new ColumnBuffer("l", ValueType.BIGINT, 8);
    values.appendAbsent();
    values.appendWord(0);
    assertEquals(1, kept(new ValuePredicate.IsNull("l"), LONG, values));
    assertEquals(2, kept(new ValuePredicate.IsNotNull("l"), LONG, values));
  }

  @Test
  void typesMustAgree() {
    Compare predicate = new Compare("l", Operator.EQUAL, new Literal.Floating(1));
    assertThrows(IllegalArgumentException.class, () -> ValueCondition.of(predicate, LONG));
    assertThrows(
        IllegalArgumentException.class,
        () -> ValueCondition.of(new ValuePredicate.IsNull("h"), Column.dimension("h")));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ValuePredicate.Between("l", new Literal.Bigint(1), new Literal.Floating(2)));
  }

  private static long kept(ValuePredicate predicate, Column column, ColumnBuffer values) {
    long[] kept = {-1L >>> Long.SIZE - values.size()};
    ValueCondition.of(predicate, column).keep(values, 0, values.size(), kept);
    return kept[0];
  }
}
