package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.scan.RunCursor;
import java.util.Arrays;

/** {@code min} and {@code max} of a VARCHAR column, by code points. */
final class TextExtremeAccumulator implements Accumulator {
  private final int column;
  private final boolean greatest;

  /** Per group: the best so far, null where nothing was seen. */
  private byte[][] best = new byte[1][];

  private long textBytes;

  TextExtremeAccumulator(int column, boolean greatest) {
    this.column = column;
    this.greatest = greatest;
  }

  @Override
  public void room(int groups) {
    if (groups > best.length) {
      best = Arrays.copyOf(best, Math.max(groups, 2 * best.length));
    }
  }

  @Override
  public void add(int group, RunCursor run, int from, int to) {
    ColumnBuffer values = run.column(column);
    int[] offsets = values.varcharOffsets();
    for (int i = from; i < to; i++) {
      if (values.isPresent(i)) {
        take(group, values.varcharBytes(), offsets[i], offsets[i + 1]);
      }
    }
  }

  private void take(int group, byte[] text, int from, int to) {
    byte[] known = best[group];
    if (known != null) {
      int order = Arrays.compareUnsigned(text, from, to, known, 0, known.length);
      if (greatest ? order <= 0 : order >= 0) {
        return;
      }
      textBytes -= known.length;
    }
    best[group] = Arrays.copyOfRange(text, from, to);
    textBytes += to - from;
  }

  @Override
  public boolean addBlock(int group, RunCursor block) {
    return Accumulator.isEmpty(block.statistics(column));
  }

  @Override
  public void merge(int group, Accumulator other, int otherGroup) {
    byte[] text = ((TextExtremeAccumulator) other).best[otherGroup];
    if (text != null) {
      take(group, text, 0, text.length);
    }
  }

  @Override
  public void result(int group, ColumnBuffer into) {
    byte[] text = best[group];
    if (text == null) {
      into.appendAbsent();
    } else {
      into.appendVarchar(text, 0, text.length);
    }
  }

  @Override
  public long memoryBytes() {
    return 24L * best.length + textBytes;
  }
}
