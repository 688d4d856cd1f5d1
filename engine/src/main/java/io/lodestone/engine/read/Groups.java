package io.lodestone.engine.read;

import io.lodestone.model.SeriesKeyReader;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.RunCursor;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The groups of an aggregation, numbered from 0 in the order of their appearance. A group is a
 * share of the series and, with bins, a bin of time. Shares are known by a key in the form of
 * series keys that holds what the grouping looks at and nothing else. One owner.
 */
final class Groups {
  private static final int NO_GROUP = -1;

  private final boolean wholeKeys;
  private final boolean single;
  private final boolean withMeasureName;

  /** The dimensions grouped by, as keys hold their names, ascending. */
  private final byte[][] dimensions;

  private final boolean binned;
  private final SeriesKeyReader reader = new SeriesKeyReader();
  private final TextDictionary keys = new TextDictionary();
  private byte[] key = new byte[256];

  private int count;

  /** Per group: its share and its bin. */
  private int[] shares = new int[16];

  private long[] bins = new long[16];

  /** Group + 1 by share and bin, 0 where the slot is empty; at most half full. */
  private int[] slots = new int[64];

  Groups(Grouping grouping) {
    this.wholeKeys = grouping.bySeries();
    this.single = grouping.isOfTimeOnly();
    this.binned = grouping.binNanos() > 0;
    this.withMeasureName = grouping.columns().contains(Column.MEASURE_NAME);
    List<String> names = List.copyOf(new TreeSet<>(grouping.columns()));
    this.dimensions =
        names.stream()
            .filter(name -> !name.equals(Column.MEASURE_NAME))
            .map(SeriesKeyReader::escaped)
            .sorted(Arrays::compareUnsigned)
            .toArray(byte[][]::new);
  }

  int count() {
    return count;
  }

  /** The share to which the series of a cursor's run belongs. */
  int shareOf(RunCursor run) {
    if (single) {
      return 0;
    }
    byte[] bytes = run.keyBytes();
    int start = run.keyOffset();
    int end = start + run.keyLength();
    if (wholeKeys) {
      return keys.code(bytes, start, end);
    }
    reader.open(bytes, start, end - start);
    int length = 0;
    if (withMeasureName) {
      length = appendPiece(bytes, reader.valueStart(), reader.valueEnd(), length);
    } else {
      length = appendPiece(bytes, 0, 0, length);
    }
    int next = 0;
    while (next < dimensions.length && reader.nextDimension()) {
      // Both sides ascend: what is wanted and lies before this dimension is not in the key.
      while (next < dimensions.length && reader.compareName(dimensions[next]) > 0) {
        next++;
      }
      if (next < dimensions.length && reader.nameIs(dimensions[next])) {
        length = appendPiece(dimensions[next], 0, dimensions[next].length, length);
        length = appendPiece(bytes, reader.valueStart(), reader.valueEnd(), length);
        next++;
      }
    }
    return keys.code(key, 0, length);
  }

  private int appendPiece(byte[] from, int start, int end, int at) {
    int length = end - start;
    if (at + length + 1 > key.length) {
      key = Arrays.copyOf(key, Math.max(at + length + 1, 2 * key.length));
    }
    System.arraycopy(from, start, key, at, length);
    key[at + length] = 0;
    return at + length + 1;
  }

  /** The group of a share and a bin, entered if it is new. */
  int group(int share, long bin) {
    int found = find(share, bin);
    return found == NO_GROUP ? enter(share, bin) : found;
  }

  private int find(int share, long bin) {
    if (!binned) {
      return share < slots.length ? slots[share] - 1 : NO_GROUP;
    }
    int slot = slot(share, bin);
    while (slots[slot] != 0) {
      int group = slots[slot] - 1;
      if (shares[group] == share && bins[group] == bin) {
        return group;
      }
      slot = slot + 1 & slots.length - 1;
    }
    return NO_GROUP;
  }

  private int slot(int share, long bin) {
    long hash = (bin ^ (long) share * 0x9E3779B97F4A7C15L) * 0xC2B2AE3D27D4EB4FL;
    return (int) (hash >>> 32) & slots.length - 1;
  }

  private int enter(int share, long bin) {
    if (count == shares.length) {
      shares = Arrays.copyOf(shares, 2 * count);
      bins = Arrays.copyOf(bins, 2 * count);
    }
    shares[count] = share;
    bins[count] = bin;
    count++;
    if (!binned) {
      if (share >= slots.length) {
        slots = Arrays.copyOf(slots, Math.max(share + 1, 2 * slots.length));
      }
      slots[share] = count;
    } else if (2 * count > slots.length) {
      slots = new int[2 * slots.length];
      for (int group = 0; group < count; group++) {
        place(group);
      }
    } else {
      place(count - 1);
    }
    return count - 1;
  }

  private void place(int group) {
    int slot = slot(shares[group], bins[group]);
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    slots[slot] = group + 1;
  }

  /** The groups here to which those of others belong, entered where they are new. */
  int[] take(Groups others) {
    ColumnVector.Varchars texts = others.keys.texts();
    int[] taken = new int[others.count];
    for (int group = 0; group < taken.length; group++) {
      int share = others.shares[group];
      int own =
          single ? 0 : keys.code(texts.bytes(), texts.offsets()[share], texts.offsets()[share + 1]);
      taken[group] = group(own, others.bins[group]);
    }
    return taken;
  }

  /** The start of a group's bin. */
  long bin(int group) {
    return bins[group];
  }

  /** Sets the columns' values to those of a group's share. */
  void open(int group, SeriesColumns columns) {
    if (!single) {
      ColumnVector.Varchars texts = keys.texts();
      int start = texts.offsets()[shares[group]];
      columns.open(texts.bytes(), start, texts.offsets()[shares[group] + 1] - start);
    }
  }

  long memoryBytes() {
    return keys.memoryBytes() + 12L * shares.length + 4L * slots.length;
  }
}
