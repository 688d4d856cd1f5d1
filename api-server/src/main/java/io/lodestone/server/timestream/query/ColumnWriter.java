package io.lodestone.server.timestream.query;

import io.lodestone.sql.type.DoubleText;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextBuffer;
import io.lodestone.sql.type.Vector;

/**
 * Writes the values of one column of a batch as JSON, row after row: a class for each way in which
 * values lie, so that nothing is decided twice for the values of one column. Nothing is allocated
 * for a value, but for a double of more than fifteen digits. Used by one thread.
 */
abstract sealed class ColumnWriter
    permits ColumnWriter.Numbers,
        ColumnWriter.Doubles,
        ColumnWriter.Booleans,
        ColumnWriter.Words,
        ColumnWriter.Same,
        ColumnWriter.Others,
        TimestampWriter {
  final TextBuffer out;

  ColumnWriter(TextBuffer out) {
    this.out = out;
  }

  /**
   * The writer for a column.
   *
   * @param out what it writes to, the caller's
   */
  static ColumnWriter of(SqlType type, Vector vector, TextBuffer out) {
    return switch (vector) {
      case Vector.Constant constant -> new Same(type, constant, out);
      case Vector.Longs longs when type == Scalar.BIGINT || type == Scalar.INTEGER ->
          new Numbers(longs, out);
      case Vector.Longs longs when type == Scalar.TIMESTAMP -> new TimestampWriter(longs, out);
      case Vector.Doubles doubles -> new Doubles(doubles, out);
      case Vector.Booleans truths -> new Booleans(truths, out);
      case Vector.Dictionary words when type == Scalar.VARCHAR -> new Words(words, out);
      default -> new Others(type, vector, out);
    };
  }

  /** Appends the Datum of a row. Rows may come in any order; it is fastest in theirs. */
  abstract void write(int row);

  static final class Numbers extends ColumnWriter {
    private final Vector.Longs numbers;

    Numbers(Vector.Longs numbers, TextBuffer out) {
      super(out);
      this.numbers = numbers;
    }

    @Override
    void write(int row) {
      if (numbers.isPresent(row)) {
        DatumText.startScalar(out);
        out.appendLong(numbers.values()[row]);
        DatumText.endScalar(out);
      } else {
        DatumText.appendNull(out);
      }
    }
  }

  static final class Doubles extends ColumnWriter {
    private final Vector.Doubles numbers;

    Doubles(Vector.Doubles numbers, TextBuffer out) {
      super(out);
      this.numbers = numbers;
    }

    @Override
    void write(int row) {
      if (numbers.isPresent(row)) {
        DatumText.startScalar(out);
        DoubleText.append(numbers.values()[row], out);
        DatumText.endScalar(out);
      } else {
        DatumText.appendNull(out);
      }
    }
  }

  static final class Booleans extends ColumnWriter {
    private final Vector.Booleans truths;

    Booleans(Vector.Booleans truths, TextBuffer out) {
      super(out);
      this.truths = truths;
    }

    @Override
    void write(int row) {
      if (truths.isPresent(row)) {
        DatumText.append(truths.values()[row], out);
      } else {
        DatumText.appendNull(out);
      }
    }
  }

  /** Rows of one series stand together: the word before is often the same, and escaped already. */
  static final class Words extends ColumnWriter {
    private static final int NONE = -1;

    private final Vector.Dictionary words;
    private final TextBuffer last = new TextBuffer(64);
    private final DatumEncoder datums = new DatumEncoder(last);
    private int lastCode = NONE;

    Words(Vector.Dictionary words, TextBuffer out) {
      super(out);
      this.words = words;
    }

    @Override
    void write(int row) {
      if (!words.isPresent(row)) {
        DatumText.appendNull(out);
        return;
      }
      if (words.codes()[row] != lastCode) {
        last.clear();
        datums.write(Scalar.VARCHAR, words, row);
        lastCode = words.codes()[row];
      }
      out.append(last.bytes(), 0, last.length());
    }
  }

  static final class Same extends ColumnWriter {
    private final TextBuffer datum = new TextBuffer(64);

    Same(SqlType type, Vector.Constant value, TextBuffer out) {
      super(out);
      new DatumEncoder(datum).write(type, value, 0);
    }

    @Override
    void write(int row) {
      out.append(datum.bytes(), 0, datum.length());
    }
  }

  static final class Others extends ColumnWriter {
    private final SqlType type;
    private final Vector vector;
    private final DatumEncoder datums;

    Others(SqlType type, Vector vector, TextBuffer out) {
      super(out);
      this.type = type;
      this.vector = vector;
      this.datums = new DatumEncoder(out);
    }

    @Override
    void write(int row) {
      datums.write(type, vector, row);
    }
  }
}
