package io.lodestone.scan;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PresenceBits;
import io.lodestone.model.ValueType;
import io.lodestone.scan.ValuePredicate.Operator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A {@link ValuePredicate} made ready to be held against columns and their statistics: values
 * between two bounds, or those outside them, or presence alone. Immutable, safe for several
 * threads.
 */
public final class ValueCondition {
  private static final byte[] NO_TEXT = {};

  private enum Wants {
    PRESENT,
    ABSENT,
    INSIDE,
    OUTSIDE
  }

  private final Column column;
  private final Wants wants;

  /** Bounds as {@link OrderedWords}, both inside; low above high is nothing. */
  private final long low;

  private final long high;

  /** Bounds of text, both inside unless the flags say otherwise; no upper one when null. */
  private final byte[] lowText;

  private final byte[] highText;
  private final boolean lowIncluded;
  private final boolean highIncluded;

  private ValueCondition(Column column, Wants wants, long low, long high) {
    this(column, wants, low, high, NO_TEXT, true, null, true);
  }

  private ValueCondition(
      Column column,
      Wants wants,
      long low,
      long high,
      byte[] lowText,
      boolean lowIncluded,
      byte[] highText,
      boolean highIncluded) {
    this.column = column;
    this.wants = wants;
    this.low = low;
    this.high = high;
    this.lowText = lowText;
    this.lowIncluded = lowIncluded;
    this.highText = highText;
    this.highIncluded = highIncluded;
  }

  /**
   * @param column the measure column of the predicate's name
   * @throws IllegalArgumentException when it is not a measure, or a literal is of another type
   */
  public static ValueCondition of(ValuePredicate predicate, Column column) {
    if (column.kind() != Column.Kind.MEASURE) {
      throw new IllegalArgumentException(column.name() + " is not a measure column");
    }
    return switch (predicate) {
      case ValuePredicate.IsNull _ -> new ValueCondition(column, Wants.ABSENT, 0, 0);
      case ValuePredicate.IsNotNull _ -> new ValueCondition(column, Wants.PRESENT, 0, 0);
      case ValuePredicate.Compare(String _, Operator operator, Literal literal) ->
          compare(column, operator, literal);
      case ValuePredicate.Between(String _, Literal from, Literal to) -> between(column, from, to);
    };
  }

  private static ValueCondition compare(Column column, Operator operator, Literal literal) {
    requireType(column, literal);
    if (literal instanceof Literal.Text(String text)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      return switch (operator) {
        case EQUAL -> texts(column, Wants.INSIDE, utf8, true, utf8, true);
        case NOT_EQUAL -> texts(column, Wants.OUTSIDE, utf8, true, utf8, true);
        case LESS -> texts(column, Wants.INSIDE, NO_TEXT, true, utf8, false);
        case LESS_OR_EQUAL -> texts(column, Wants.INSIDE, NO_TEXT, true, utf8, true);
        case GREATER -> texts(column, Wants.INSIDE, utf8, false, null, true);
        case GREATER_OR_EQUAL -> texts(column, Wants.INSIDE, utf8, true, null, true);
      };
    }
    long first = first(literal);
    long last = last(literal);
    long least = least(column.type());
    long most = most(column.type());
    if (first > last) {
      // NaN: unequal to everything, and in no order with anything.
      Wants wants = operator == Operator.NOT_EQUAL ? Wants.OUTSIDE : Wants.INSIDE;
      return new ValueCondition(column, wants, first, last);
    }
    return switch (operator) {
      case EQUAL -> new ValueCondition(column, Wants.INSIDE, first, last);
      case NOT_EQUAL -> new ValueCondition(column, Wants.OUTSIDE, first, last);
      case LESS ->
          first == Long.MIN_VALUE
              ? nothing(column)
              : new ValueCondition(column, Wants.INSIDE, least, first - 1);
      case LESS_OR_EQUAL -> new ValueCondition(column, Wants.INSIDE, least, last);
      case GREATER ->
          last == Long.MAX_VALUE
              ? nothing(column)
              : new ValueCondition(column, Wants.INSIDE, last + 1, most);
      case GREATER_OR_EQUAL -> new ValueCondition(column, Wants.INSIDE, first, most);
    };
  }

  private static ValueCondition between(Column column, Literal from, Literal to) {
    requireType(column, from);
    if (from instanceof Literal.Text(String one) && to instanceof Literal.Text(String two)) {
      return texts(
          column,
          Wants.INSIDE,
          one.getBytes(StandardCharsets.UTF_8),
          true,
          two.getBytes(StandardCharsets.UTF_8),
          true);
    }
    boolean ordered = first(from) <= last(from) && first(to) <= last(to);
    return ordered
        ? new ValueCondition(column, Wants.INSIDE, first(from), last(to))
        : nothing(column);
  }

  private static void requireType(Column column, Literal literal) {
    if (literal.type() != column.type()) {
      throw new IllegalArgumentException(
          column.name() + " is " + column.type() + " and is compared with a " + literal.type());
    }
  }

  private static ValueCondition texts(
      Column column,
      Wants wants,
      byte[] from,
      boolean fromIncluded,
      byte[] to,
      boolean toIncluded) {
    return new ValueCondition(column, wants, 0, 0, from, fromIncluded, to, toIncluded);
  }

  private static ValueCondition nothing(Column column) {
    return new ValueCondition(column, Wants.INSIDE, 1, 0);
  }

  /** The smallest ordered word that equals a literal; above {@link #last} for NaN. */
  private static long first(Literal literal) {
    return switch (literal) {
      case Literal.Bigint(long value) -> value;
      case Literal.Timestamp(long nanos) -> nanos;
      case Literal.Truth(boolean value) -> value ? 1 : 0;
      case Literal.Floating(double value) when Double.isNaN(value) -> 1;
      case Literal.Floating(double value) -> OrderedWords.ofDouble(value == 0 ? -0.0 : value);
      case Literal.Text _ -> throw new AssertionError("text has no word");
    };
  }

  /** The greatest ordered word that equals a literal. */
  private static long last(Literal literal) {
    return switch (literal) {
      case Literal.Floating(double value) when Double.isNaN(value) -> 0;
      case Literal.Floating(double value) -> OrderedWords.ofDouble(value == 0 ? 0.0 : value);
      case Literal.Bigint _, Literal.Timestamp _, Literal.Truth _, Literal.Text _ -> first(literal);
    };
  }

  private static long least(ValueType type) {
    return type == ValueType.DOUBLE
        ? OrderedWords.ofDouble(Double.NEGATIVE_INFINITY)
        : Long.MIN_VALUE;
  }

  private static long most(ValueType type) {
    return type == ValueType.DOUBLE
        ? OrderedWords.ofDouble(Double.POSITIVE_INFINITY)
        : Long.MAX_VALUE;
  }

  /** The measure column it speaks of. */
  public Column column() {
    return column;
  }

  /** Whether it may be true of some of the points that statistics speak of. */
  public boolean mayHold(ColumnStatistics known) {
    if (wants == Wants.ABSENT) {
      return known.absent() > 0;
    }
    if (known.present() == 0) {
      return false;
    }
    if (!known.bounded()) {
      return true;
    }
    return switch (wants) {
      case PRESENT, ABSENT -> true;
      case INSIDE -> known.max() >= low && known.min() <= high && low <= high;
      case OUTSIDE -> known.min() < low || known.max() > high || low > high;
    };
  }

  /** Whether it is sure to be true of all of them. */
  public boolean mustHold(ColumnStatistics known) {
    if (wants == Wants.ABSENT) {
      return known.present() == 0;
    }
    if (known.absent() > 0) {
      return false;
    }
    if (!known.bounded()) {
      return wants == Wants.PRESENT;
    }
    return switch (wants) {
      case PRESENT, ABSENT -> true;
      case INSIDE -> known.min() >= low && known.max() <= high;
      case OUTSIDE -> known.max() < low || known.min() > high || low > high;
    };
  }

  /**
   * Clears the bits of points of which it is not true.
   *
   * @param values the column
   * @param from the first point
   * @param count how many
   * @param kept bit i stands for point {@code from + i}
   */
  public void keep(ColumnBuffer values, int from, int count, long[] kept) {
    for (int first = 0; first < count; first += Long.SIZE) {
      int many = Math.min(Long.SIZE, count - first);
      int word = first >>> 6;
      if (kept[word] != 0) {
        kept[word] &= holding(values, from + first, many);
      }
    }
  }

  private long holding(ColumnBuffer values, int from, int count) {
    long present = presence(values, from, count);
    return switch (wants) {
      case PRESENT -> present;
      case ABSENT -> ~present;
      case INSIDE -> present & inside(values, from, count);
      case OUTSIDE -> present & ~inside(values, from, count);
    };
  }

  private static long presence(ColumnBuffer values, int from, int count) {
    if (values.absentCount() == 0) {
      return -1L;
    }
    long bits = 0;
    long[] presence = values.presence();
    for (int i = 0; i < count; i++) {
      bits |= PresenceBits.isSet(presence, from + i) ? 1L << i : 0;
    }
    return bits;
  }

  private long inside(ColumnBuffer values, int from, int count) {
    if (low > high) {
      return 0;
    }
    return switch (column.type()) {
      case VARCHAR -> insideTexts(values, from, count);
      case DOUBLE -> insideDoubles(values.words(), from, count);
      case BIGINT, TIMESTAMP, BOOLEAN -> insideWords(values.words(), from, count);
    };
  }

  private long insideWords(long[] words, int from, int count) {
    long bits = 0;
    for (int i = 0; i < count; i++) {
      long word = words[from + i];
      bits |= (word >= low & word <= high ? 1L : 0L) << i;
    }
    return bits;
  }

  private long insideDoubles(long[] words, int from, int count) {
    long bits = 0;
    for (int i = 0; i < count; i++) {
      long ordered = OrderedWords.ofBits(words[from + i]);
      bits |= (ordered >= low & ordered <= high ? 1L : 0L) << i;
    }
    return bits;
  }

  private long insideTexts(ColumnBuffer values, int from, int count) {
    byte[] bytes = values.varcharBytes();
    int[] offsets = values.varcharOffsets();
    long bits = 0;
    for (int i = 0; i < count; i++) {
      int start = offsets[from + i];
      int end = offsets[from + i + 1];
      int above = Arrays.compareUnsigned(bytes, start, end, lowText, 0, lowText.length);
      boolean holds = lowIncluded ? above >= 0 : above > 0;
      if (holds && highText != null) {
        int below = Arrays.compareUnsigned(bytes, start, end, highText, 0, highText.length);
        holds = highIncluded ? below <= 0 : below < 0;
      }
      bits |= holds ? 1L << i : 0;
    }
    return bits;
  }
}
