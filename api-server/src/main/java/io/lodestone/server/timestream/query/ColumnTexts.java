package io.lodestone.server.timestream.query;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Vector;
import java.nio.charset.StandardCharsets;

/**
 * The values of one column of a result as JSON, one after the other. A loop for each type of
 * column, so that nothing is decided twice for the values of one; nothing is allocated for a value,
 * but for a double of more than fifteen digits. Used by one thread.
 */
final class ColumnTexts {
  private static final byte[] SCALAR = "{\"ScalarValue\":\"".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SCALAR_END = "\"}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE =
      "{\"ScalarValue\":\"true\"}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE =
      "{\"ScalarValue\":\"false\"}".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "{\"NullValue\":true}".getBytes(StandardCharsets.US_ASCII);

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;

  private final SqlType type;
  private final TextBuffer json = new TextBuffer();
  private final DatumEncoder datums = new DatumEncoder(json);
  private final int[] ends = new int[RowEncoder.ROWS_MAX];

  /**
   * What values of one day begin with, and which day that is; at first none that a time can be of.
   */
  private final byte[] dayStart = new byte[SCALAR.length + "2026-01-01 ".length()];

  private long day = Long.MAX_VALUE;

  /** Whether the one text there is stands for every row. */
  private boolean same;

  ColumnTexts(SqlType type) {
    this.type = type;
  }

  /**
   * Encodes values in the place of those before.
   *
   * @param from the first index
   * @param count how many, {@link RowEncoder#ROWS_MAX} at most
   * @param bytesMax after the value that goes beyond this no more are encoded
   * @return how many have been encoded, at least one
   */
  int encode(Vector vector, int from, int count, int bytesMax) {
    json.clear();
    same = vector instanceof Vector.Constant;
    if (same) {
      datums.write(type, vector, from);
      ends[0] = json.length();
      return count;
    }
    return switch (vector) {
      case Vector.Longs longs when type == Scalar.BIGINT || type == Scalar.INTEGER ->
          encodeNumbers(longs, from, count, bytesMax);
      case Vector.Longs longs when type == Scalar.TIMESTAMP ->
          encodeTimestamps(longs, from, count, bytesMax);
      case Vector.Doubles doubles -> encodeDoubles(doubles, from, count, bytesMax);
      case Vector.Booleans truths -> encodeBooleans(truths, from, count, bytesMax);
      case Vector.Dictionary words when type == Scalar.VARCHAR ->
          encodeWords(words, from, count, bytesMax);
      default -> encodeAny(vector, from, count, bytesMax);
    };
  }

  private int encodeNumbers(Vector.Longs numbers, int from, int count, int bytesMax) {
    int row = 0;
    while (row < count && json.length() <= bytesMax) {
      if (numbers.isPresent(from + row)) {
        append(SCALAR);
        json.appendLong(numbers.values()[from + row]);
        append(SCALAR_END);
      } else {
        append(NULL);
      }
      ends[row++] = json.length();
    }
    return row;
  }

  private int encodeTimestamps(Vector.Longs times, int from, int count, int bytesMax) {
    int row = 0;
    while (row < count && json.length() <= bytesMax) {
      int index = from + row;
      if (!times.isPresent(index)) {
        append(NULL);
      } else if (row > 0
          && times.isPresent(index - 1)
          && times.values()[index - 1] == times.values()[index]) {
        appendPrevious(row);
      } else {
        appendTimestamp(times, index);
      }
      ends[row++] = json.length();
    }
    return row;
  }

  /** Times of one day begin alike: what the calendar says is kept until the next day comes. */
  private void appendTimestamp(Vector.Longs times, int index) {
    long nanos = times.values()[index];
    long epochDay = Math.floorDiv(nanos, NANOS_PER_DAY);
    if (epochDay != day) {
      int start = json.length();
      append(SCALAR);
      TextForm.append(Scalar.TIMESTAMP, times, index, json);
      System.arraycopy(json.bytes(), start, dayStart, 0, dayStart.length);
      day = epochDay;
    } else {
      append(dayStart);
      long rest = nanos - epochDay * NANOS_PER_DAY;
      long seconds = rest / NANOS_PER_SECOND;
      json.appendDigits(seconds / 3_600, 2);
      json.append(':');
      json.appendDigits(seconds / 60 % 60, 2);
      json.append(':');
      json.appendDigits(seconds % 60, 2);
      json.append('.');
      json.appendDigits(rest % NANOS_PER_SECOND, 9);
    }
    append(SCALAR_END);
  }

  private int encodeDoubles(Vector.Doubles numbers, int from, int count, int bytesMax) {
    int row = 0;
    while (row < count && json.length() <= bytesMax) {
      if (numbers.isPresent(from + row)) {
        append(SCALAR);
        DoubleText.append(numbers.values()[from + row], json);
        append(SCALAR_END);
      } else {
        append(NULL);
      }
      ends[row++] = json.length();
    }
    return row;
  }

  private int encodeBooleans(Vector.Booleans truths, int from, int count, int bytesMax) {
    int row = 0;
    while (row < count && json.length() <= bytesMax) {
      if (truths.isPresent(from + row)) {
        append(truths.values()[from + row] ? TRUE : FALSE);
      } else {
        append(NULL);
      }
      ends[row++] = json.length();
    }
    return row;
  }

  /** Rows of one series stand together: the text before is often the same. */
  private int encodeWords(Vector.Dictionary words, int from, int count, int bytesMax) {
    int row = 0;
    while (row < count && json.length() <= bytesMax) {
      int index = from + row;
      if (row > 0
          && words.isPresent(index)
          && words.isPresent(index - 1)
          && words.codes()[index] == words.codes()[index - 1]) {
        appendPrevious(row);
      } else {
        datums.write(type, words, index);
      }
      ends[row++] = json.length();
    }
    return row;
  }

  private int encodeAny(Vector vector, int from, int count, int bytesMax) {
    int row = 0;
    while (row < count && json.length() <= bytesMax) {
      datums.write(type, vector, from + row);
      ends[row++] = json.length();
    }
    return row;
  }

  private void appendPrevious(int row) {
    int start = row == 1 ? 0 : ends[row - 2];
    int length = ends[row - 1] - start;
    // The buffer may grow, and be another array then: the bytes are taken from where they were.
    json.append(json.bytes(), start, length);
  }

  /** Bytes of the values of these first rows. */
  int length(int rows) {
    return same ? rows * ends[0] : ends[rows - 1];
  }

  /** Bytes of one value. */
  int lengthAt(int row) {
    return same ? ends[0] : ends[row] - start(row);
  }

  /**
   * Copies one value.
   *
   * @return where it ends in the target
   */
  int copy(int row, byte[] target, int at) {
    int length = lengthAt(row);
    System.arraycopy(json.bytes(), start(row), target, at, length);
    return at + length;
  }

  private int start(int row) {
    return same || row == 0 ? 0 : ends[row - 1];
  }

  private void append(byte[] utf8) {
    json.append(utf8, 0, utf8.length);
  }
}
