package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PresenceBits;
import io.lodestone.model.SeriesKeyReader;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.PointChunk;
import java.util.Arrays;

/**
 * One requested column of a scan: gathers the values of a batch. Arrays grow and are used again.
 */
sealed interface OutputColumn {
  /**
   * First room for rows: most answers are small, and a full batch is not worth clearing for them.
   */
  int FIRST_ROWS = 1_024;

  /** Forgets the values of the last batch. */
  void clear();

  /** Adds {@code count} points of a chunk, from {@code start} on. */
  void append(PointChunk chunk, int start, int count);

  /** What was gathered since {@link #clear()}; shares the arrays. */
  ColumnVector vector();

  /** The time of each point. */
  final class Times implements OutputColumn {
    private long[] values = new long[FIRST_ROWS];
    private int size;

    @Override
    public void clear() {
      size = 0;
    }

    @Override
    public void append(PointChunk chunk, int start, int count) {
      if (size + count > values.length) {
        values = Arrays.copyOf(values, Math.max(size + count, 2 * values.length));
      }
      System.arraycopy(chunk.times(), start, values, size, count);
      size += count;
    }

    @Override
    public ColumnVector vector() {
      return new ColumnVector.Longs(values, null);
    }
  }

  /** A measure, as the column at some place of the chunks. */
  final class Measures implements OutputColumn {
    private final int place;
    private final ColumnBuffer values;
    private double[] doubles = {};
    private boolean[] booleans = {};

    Measures(Column column, int place) {
      this.place = place;
      this.values = new ColumnBuffer(column.name(), column.type(), FIRST_ROWS);
    }

    @Override
    public void clear() {
      values.clear();
    }

    @Override
    public void append(PointChunk chunk, int start, int count) {
      values.appendRange(chunk.columns().get(place), start, count);
    }

    @Override
    public ColumnVector vector() {
      return switch (values.type()) {
        case BIGINT, TIMESTAMP -> new ColumnVector.Longs(values.words(), values.presence());
        case DOUBLE -> new ColumnVector.Doubles(toDoubles(), values.presence());
        case BOOLEAN -> new ColumnVector.Booleans(toBooleans(), values.presence());
        case VARCHAR ->
            new ColumnVector.Varchars(
                values.varcharBytes(), values.varcharOffsets(), values.presence());
      };
    }

    private double[] toDoubles() {
      long[] words = values.words();
      if (doubles.length < words.length) {
        doubles = new double[words.length];
      }
      double[] to = doubles;
      for (int i = 0; i < values.size(); i++) {
        to[i] = Double.longBitsToDouble(words[i]);
      }
      return to;
    }

    private boolean[] toBooleans() {
      long[] words = values.words();
      if (booleans.length < words.length) {
        booleans = new boolean[words.length];
      }
      for (int i = 0; i < values.size(); i++) {
        booleans[i] = words[i] != 0;
      }
      return booleans;
    }
  }

  /** A dimension or the measure name: one code for all points of a series. */
  final class Texts implements OutputColumn {
    private static final int ABSENT = -1;

    private final TextDictionary dictionary = new TextDictionary();
    private byte[] text = new byte[64];
    private int[] codes = new int[FIRST_ROWS];
    private long[] presence = new long[PresenceBits.words(FIRST_ROWS)];
    private int size;
    private boolean anyAbsent;
    private int code = ABSENT;

    /** The series whose points come next does not have the dimension. */
    void setAbsent() {
      code = ABSENT;
    }

    /** The series whose points come next has the value that the reader stands at. */
    void setValue(SeriesKeyReader reader) {
      int room = reader.valueEnd() - reader.valueStart();
      if (room > text.length) {
        text = new byte[2 * room];
      }
      code = dictionary.code(text, reader.copyValue(text, 0));
    }

    @Override
    public void clear() {
      size = 0;
      anyAbsent = false;
      Arrays.fill(presence, 0L);
    }

    @Override
    public void append(PointChunk chunk, int start, int count) {
      int end = size + count;
      if (end > codes.length) {
        codes = Arrays.copyOf(codes, Math.max(end, 2 * codes.length));
        presence = Arrays.copyOf(presence, PresenceBits.words(codes.length));
      }
      if (code == ABSENT) {
        anyAbsent = true;
        // A code that the dictionary may not have would mislead those who look before they test.
        Arrays.fill(codes, size, end, 0);
      } else {
        Arrays.fill(codes, size, end, code);
        PresenceBits.set(presence, size, end);
      }
      size = end;
    }

    @Override
    public ColumnVector vector() {
      return new ColumnVector.Dictionary(codes, dictionary.texts(), anyAbsent ? presence : null);
    }
  }
}
