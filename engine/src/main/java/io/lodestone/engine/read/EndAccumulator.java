package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.scan.RunCursor;
import java.util.Arrays;

/**
 * {@code first} and {@code last}: the value of a column, or the time, at a group's oldest or
 * youngest point. Of points of one time the one that is seen first stays, and points are seen in
 * the order of their series.
 */
final class EndAccumulator implements Accumulator {
  /** Stands for the time in the place of a column's number. */
  static final int TIME = -1;

  private final int column;
  private final boolean last;

  /** Per group: the time of the point kept; nothing is older or younger where none was seen. */
  private long[] times = new long[0];

  private boolean[] any = new boolean[0];

  /** Per group: the value at that point, absent or not. */
  private boolean[] present = new boolean[0];

  private long[] words = new long[0];

  /** Used in the place of {@link #words} for VARCHAR. */
  private byte[][] texts = new byte[0][];

  private long textBytes;
  private final boolean text;

  /**
   * @param column the column's number in the query, or {@link #TIME}
   */
  EndAccumulator(int column, ValueType type, boolean last) {
    this.column = column;
    this.last = last;
    this.text = type == ValueType.VARCHAR;
    room(1);
  }

  @Override
  public void room(int groups) {
    if (groups > times.length) {
      int length = Math.max(groups, 2 * times.length);
      times = Arrays.copyOf(times, length);
      any = Arrays.copyOf(any, length);
      present = Arrays.copyOf(present, length);
      if (text) {
        texts = Arrays.copyOf(texts, length);
      } else {
        words = Arrays.copyOf(words, length);
      }
    }
  }

  @Override
  public void add(int group, RunCursor run, int from, int to) {
    int place = last ? to - 1 : from;
    long time = run.times()[place];
    if (!isBetter(group, time)) {
      return;
    }
    times[group] = time;
    any[group] = true;
    if (column == TIME) {
      present[group] = true;
      words[group] = time;
      return;
    }
    ColumnBuffer values = run.column(column);
    present[group] = values.isPresent(place);
    if (!text) {
      words[group] = values.word(place);
    } else {
      int[] offsets = values.varcharOffsets();
      setText(group, Arrays.copyOfRange(values.varcharBytes(), offsets[place], offsets[place + 1]));
    }
  }

  private boolean isBetter(int group, long time) {
    return !any[group] || (last ? time > times[group] : time < times[group]);
  }

  private void setText(int group, byte[] value) {
    textBytes += value.length - (texts[group] == null ? 0 : texts[group].length);
    texts[group] = value;
  }

  @Override
  public boolean addBlock(int group, RunCursor block) {
    return false;
  }

  @Override
  public void merge(int group, Accumulator other, int otherGroup) {
    EndAccumulator more = (EndAccumulator) other;
    if (more.any[otherGroup] && isBetter(group, more.times[otherGroup])) {
      times[group] = more.times[otherGroup];
      any[group] = true;
      present[group] = more.present[otherGroup];
      if (text) {
        setText(group, more.texts[otherGroup]);
      } else {
        words[group] = more.words[otherGroup];
      }
    }
  }

  @Override
  public void result(int group, ColumnBuffer into) {
    if (!present[group]) {
      into.appendAbsent();
    } else if (text) {
      into.appendVarchar(texts[group], 0, texts[group].length);
    } else {
      into.appendWord(words[group]);
    }
  }

  @Override
  public long memoryBytes() {
    return 18L * times.length + (text ? 24L * texts.length + textBytes : 0);
  }
}
