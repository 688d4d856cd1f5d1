package io.lodestone.segments.block;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.scan.OrderedWords;

/**
 * What is known of a column of a block without reading it.
 *
 * @param points values of the block, absent ones included
 * @param absent how many are absent
 * @param kind what {@code min}, {@code max} and {@code sum} mean
 * @param min the smallest value, by {@code kind}
 * @param max the greatest value, by {@code kind}
 * @param sum the exact sum, or 0 when {@code kind} has none
 */
public record BlockStatistics(int points, int absent, Kind kind, long min, long max, long sum) {
  /** Integers up to this size are exact as doubles, each of them. */
  private static final double EXACT_MAX = 1L << 53;

  /** Integers up to this size can be added, all of a block's, without leaving 64 bits. */
  private static final long SUMMAND_MAX = Long.MAX_VALUE >> 16;

  /** What the numbers of a block's statistics mean. The codes are on disk and frozen. */
  public enum Kind {
    /** Nothing is known: text, or no value at all. */
    NONE(0),
    /** Bounds as words of the column's type; for DOUBLE in the order of {@link #orderedBits}. */
    BOUNDS(1),
    /** Bounds and exact sum as integers; a DOUBLE column holds integers only. */
    INTEGERS(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }

    /**
     * @throws IllegalArgumentException when no kind has this code
     */
    public static Kind ofCode(long code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException("unknown kind of statistics " + code);
    }
  }

  /** The statistics of a whole column. */
  public static BlockStatistics of(ColumnBuffer column) {
    int points = column.size();
    int absent = column.absentCount();
    if (absent == points || column.type() == ValueType.VARCHAR) {
      return new BlockStatistics(points, absent, Kind.NONE, 0, 0, 0);
    }
    return switch (column.type()) {
      case DOUBLE -> ofDoubles(column, points, absent);
      case BIGINT, BOOLEAN, TIMESTAMP, VARCHAR -> ofIntegers(column, points, absent);
    };
  }

  private static BlockStatistics ofIntegers(ColumnBuffer column, int points, int absent) {
    if (absent == 0 && column.type() != ValueType.TIMESTAMP) {
      return ofAllIntegers(column.words(), points);
    }
    long[] words = column.words();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    long sum = 0;
    boolean exact = column.type() != ValueType.TIMESTAMP;
    for (int i = 0; i < points; i++) {
      if (absent > 0 && !column.isPresent(i)) {
        continue;
      }
      long value = words[i];
      min = Math.min(min, value);
      max = Math.max(max, value);
      long next = sum + value;
      // Both addends have the sign that the result lacks: it left 64 bits.
      exact &= ((sum ^ next) & (value ^ next)) >= 0;
      sum = next;
    }
    return new BlockStatistics(
        points, absent, exact ? Kind.INTEGERS : Kind.BOUNDS, min, max, exact ? sum : 0);
  }

  /** Integers that all points have: loops that processors run several values at a time. */
  private static BlockStatistics ofAllIntegers(long[] words, int points) {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    long sum = 0;
    for (int i = 0; i < points; i++) {
      min = Math.min(min, words[i]);
      max = Math.max(max, words[i]);
      sum += words[i];
    }
    boolean exact = true;
    if (min < -SUMMAND_MAX || max > SUMMAND_MAX) {
      // What was added may have left 64 bits.
      sum = 0;
      for (int i = 0; i < points; i++) {
        long next = sum + words[i];
        // Both addends have the sign that the result lacks: it left 64 bits.
        exact &= ((sum ^ next) & (words[i] ^ next)) >= 0;
        sum = next;
      }
    }
    return new BlockStatistics(
        points, 0, exact ? Kind.INTEGERS : Kind.BOUNDS, min, max, exact ? sum : 0);
  }

  private static BlockStatistics ofDoubles(ColumnBuffer column, int points, int absent) {
    long[] words = column.words();
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    long minOrdered = Long.MAX_VALUE;
    long maxOrdered = Long.MIN_VALUE;
    long sum = 0;
    boolean integers = true;
    for (int i = 0; i < points; i++) {
      if (absent > 0 && !column.isPresent(i)) {
        continue;
      }
      long bits = words[i];
      long ordered = orderedBits(bits);
      minOrdered = Math.min(minOrdered, ordered);
      maxOrdered = Math.max(maxOrdered, ordered);
      double value = Double.longBitsToDouble(bits);
      long integer = (long) value;
      integers &=
          Math.abs(value) <= EXACT_MAX && Double.doubleToRawLongBits((double) integer) == bits;
      min = Math.min(min, integer);
      max = Math.max(max, integer);
      long next = sum + integer;
      integers &= ((sum ^ next) & (integer ^ next)) >= 0;
      sum = next;
    }
    return integers
        ? new BlockStatistics(points, absent, Kind.INTEGERS, min, max, sum)
        : new BlockStatistics(points, absent, Kind.BOUNDS, minOrdered, maxOrdered, 0);
  }

  /** Turns raw bits of a double into an integer with the same order (-0.0 below 0.0), and back. */
  public static long orderedBits(long bits) {
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  /** The same as scans read it. */
  public ColumnStatistics ofColumn(ValueType type) {
    return switch (kind) {
      case NONE -> ColumnStatistics.unknown(points, absent);
      case BOUNDS -> new ColumnStatistics(points, absent, true, min, max, false, 0);
      case INTEGERS ->
          type == ValueType.DOUBLE
              ? new ColumnStatistics(
                  points,
                  absent,
                  true,
                  OrderedWords.ofDouble((double) min),
                  OrderedWords.ofDouble((double) max),
                  true,
                  sum)
              : new ColumnStatistics(points, absent, true, min, max, true, sum);
    };
  }

  /** The smallest value of a DOUBLE column. Only when something is known. */
  public double minDouble() {
    return asDouble(min);
  }

  /** The greatest value of a DOUBLE column. Only when something is known. */
  public double maxDouble() {
    return asDouble(max);
  }

  private double asDouble(long bound) {
    return kind == Kind.INTEGERS ? (double) bound : Double.longBitsToDouble(orderedBits(bound));
  }
}
