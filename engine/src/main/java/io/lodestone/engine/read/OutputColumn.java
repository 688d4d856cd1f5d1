package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PresenceBits;
import io.lodestone.model.SeriesKeyReader;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.RunCursor;
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

  /**
   * The room that full arrays get: in two steps to that of a whole batch, so that a third of it is
   * copied and thrown away on the way, not as much again; doubled from there.
   *
   * @param room what there is
   * @param needed at least
   */
  static int grown(int room, int needed) {
    int larger = room < ColumnBatch.ROWS_MAX ? Math.min(4 * room, ColumnBatch.ROWS_MAX) : 2 * room;
    return Math.max(needed, larger);
  }

  /** Adds the points of the cursor's run at some places. */
  void append(RunCursor run, PlaceRanges kept);

  /** Adds picked values of another output of the same column: {@code picked[from .. to)}. */
  void appendPicked(OutputColumn other, int[] picked, int from, int to);

  /** Bytes of heap that the arrays take. */
  long memoryBytes();

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
    public void append(RunCursor run, PlaceRanges kept) {
      reserve(kept.places());
      size = ColumnBuffer.copyRanges(run.times(), kept.bounds(), kept.count(), values, size);
    }

    @Override
    public void appendPicked(OutputColumn other, int[] picked, int from, int to) {
      reserve(to - from);
      long[] source = ((Times) other).values;
      for (int i = from; i < to; i++) {
        values[size++] = source[picked[i]];
      }
    }

    private void reserve(int more) {
      if (size + more > values.length) {
        values = Arrays.copyOf(values, grown(values.length, size + more));
      }
    }

    /** The times gathered, valid as many as there are rows. */
    long[] values() {
      return values;
    }

    @Override
    public long memoryBytes() {
      return 8L * values.length;
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
    private int room = FIRST_ROWS;
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

    /** The values gathered; its owner may add to them. */
    ColumnBuffer values() {
      return values;
    }

    @Override
    public void append(RunCursor run, PlaceRanges kept) {
      if (values.size() + kept.places() > room) {
        room = grown(room, values.size() + kept.places());
        values.makeRoom(room);
      }
      values.appendRanges(run.column(place), kept.bounds(), kept.count());
    }

    @Override
    public void appendPicked(OutputColumn other, int[] picked, int from, int to) {
      ColumnBuffer source = ((Measures) other).values;
      if (source.absentCount() == 0 && values.type() != ValueType.VARCHAR) {
        values.appendPicked(source.words(), picked, from, to - from);
        return;
      }
      for (int i = from; i < to; i++) {
        values.appendFrom(source, picked[i]);
      }
    }

    @Override
    public long memoryBytes() {
      return values.memoryBytes() + 8L * doubles.length + booleans.length;
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

    private TextDictionary dictionary = new TextDictionary();
    private byte[] text = new byte[64];
    private int[] codes = new int[FIRST_ROWS];
    private long[] presence = new long[PresenceBits.words(FIRST_ROWS)];
    private int size;
    private boolean anyAbsent;
    private int code = ABSENT;

    /** Starts a new dictionary: codes handed out so far mean nothing any more. */
    void forget() {
      dictionary = new TextDictionary();
      code = ABSENT;
    }

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
      code = dictionary.code(text, 0, reader.copyValue(text, 0));
    }

    @Override
    public void clear() {
      size = 0;
      anyAbsent = false;
      Arrays.fill(presence, 0L);
    }

    @Override
    public void append(RunCursor run, PlaceRanges kept) {
      append(kept.places());
    }

    /** Adds the value set last, {@code count} times. */
    void append(int count) {
      int end = size + count;
      reserve(end);
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
    public void appendPicked(OutputColumn other, int[] picked, int from, int to) {
      Texts source = (Texts) other;
      ColumnVector.Varchars texts = source.dictionary.texts();
      reserve(size + to - from);
      int known = ABSENT;
      for (int i = from; i < to; i++) {
        int row = picked[i];
        if (!PresenceBits.isSet(source.presence, row)) {
          anyAbsent = true;
          codes[size++] = 0;
          continue;
        }
        if (source.codes[row] != known) {
          known = source.codes[row];
          code = dictionary.code(texts.bytes(), texts.offsets()[known], texts.offsets()[known + 1]);
        }
        codes[size] = code;
        PresenceBits.set(presence, size++);
      }
    }

    /** Adds all values of another output of the same column. */
    void appendAll(Texts source) {
      ColumnVector.Varchars texts = source.dictionary.texts();
      int row = 0;
      while (row < source.size) {
        boolean present = PresenceBits.isSet(source.presence, row);
        int from = row++;
        while (row < source.size
            && source.codes[row] == source.codes[from]
            && PresenceBits.isSet(source.presence, row) == present) {
          row++;
        }
        int text = source.codes[from];
        code =
            present
                ? dictionary.code(texts.bytes(), texts.offsets()[text], texts.offsets()[text + 1])
                : ABSENT;
        append(row - from);
      }
    }

    private void reserve(int end) {
      if (end > codes.length) {
        codes = Arrays.copyOf(codes, grown(codes.length, end));
        presence = Arrays.copyOf(presence, PresenceBits.words(codes.length));
      }
    }

    @Override
    public long memoryBytes() {
      return 4L * codes.length + 8L * presence.length + dictionary.memoryBytes();
    }

    @Override
    public ColumnVector vector() {
      return new ColumnVector.Dictionary(codes, dictionary.texts(), anyAbsent ? presence : null);
    }
  }
}
