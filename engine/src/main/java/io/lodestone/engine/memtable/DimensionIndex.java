package io.lodestone.engine.memtable;

import io.lodestone.model.SeriesKey;
import io.lodestone.model.SeriesKeyReader;
import io.lodestone.scan.Column;
import java.util.Arrays;

/**
 * The series of a memtable by their values of one dimension, or of the measure name: what a query
 * with {@code =} or {@code IN} looks into in the place of all keys. Made by readers that ask for
 * it, and made longer by those that come when there are more series; the committer knows nothing of
 * it.
 *
 * <p>The series of one value are a chain from the youngest to the oldest, so that a view finds
 * those it knows behind those that came after it:
 *
 * <pre>
 *   slots (by hash of the value) ─▶ value ─▶ its youngest series ─▶ the one before ─▶ … ─▶ none
 * </pre>
 *
 * <p>Safe for several threads; what looks into the chains holds the lock, and whoever comes first
 * after new series enters them meanwhile.
 */
final class DimensionIndex {
  private static final int NONE = -1;
  private static final int FIRST_VALUES = 16;

  private final String column;

  /** The dimension's name as keys hold it. */
  private final byte[] name;

  private volatile long memoryBytes;

  // All below is guarded by this.
  private final SeriesKeyReader reader = new SeriesKeyReader();

  /** How many series have been entered: those with the handles below. */
  private int covered;

  /** Per series: the series before it with the same value, or {@link #NONE}. */
  private int[] before = {};

  private int valueCount;

  /** Per value: its bytes in the key of its oldest series, see {@link TextArena}. */
  private long[] places = new long[FIRST_VALUES];

  private int[] hashes = new int[FIRST_VALUES];
  private int[] oldest = new int[FIRST_VALUES];
  private int[] youngest = new int[FIRST_VALUES];
  private int[] counts = new int[FIRST_VALUES];

  /** Value + 1, or 0 where the slot is empty. Length a power of two, at most half full. */
  private int[] slots = new int[2 * FIRST_VALUES];

  /**
   * @param column the name of a dimension, or {@link Column#MEASURE_NAME}
   */
  DimensionIndex(String column) {
    this.column = column;
    this.name = SeriesKeyReader.escaped(column);
    account();
  }

  boolean isOf(String otherColumn) {
    return column.equals(otherColumn);
  }

  /**
   * How many series have one of these values, those among them that came after the view was made.
   */
  synchronized long count(byte[][] values, DictionaryView dictionary) {
    cover(dictionary);
    long count = 0;
    for (byte[] value : values) {
      int number = find(value, dictionary);
      count += number == NONE ? 0 : counts[number];
    }
    return count;
  }

  /** The series of a view that have one of these different values, each once, in no order. */
  synchronized int[] series(byte[][] values, DictionaryView dictionary) {
    int[] found = new int[Math.toIntExact(count(values, dictionary))];
    int size = 0;
    for (byte[] value : values) {
      int number = find(value, dictionary);
      int handle = number == NONE ? NONE : youngest[number];
      while (handle != NONE) {
        // The index may know series that came after the view was made.
        if (handle < dictionary.count()) {
          found[size++] = handle;
        }
        handle = before[handle];
      }
    }
    return Arrays.copyOf(found, size);
  }

  /** Bytes of its arrays, as of the last time that somebody asked for series. Never waits. */
  long memoryBytes() {
    return memoryBytes;
  }

  private void account() {
    memoryBytes =
        ArrayBytes.of(name)
            + ArrayBytes.of(before)
            + ArrayBytes.of(places)
            + ArrayBytes.of(hashes)
            + ArrayBytes.of(oldest)
            + ArrayBytes.of(youngest)
            + ArrayBytes.of(counts)
            + ArrayBytes.of(slots);
  }

  /** Enters the series that are new. */
  private void cover(DictionaryView dictionary) {
    int count = dictionary.count();
    if (covered >= count) {
      return;
    }
    if (before.length < count) {
      // In steps of an eighth, since new series come as long as the memtable lives.
      before = Arrays.copyOf(before, count + (count >>> 3));
    }
    for (; covered < count; covered++) {
      enter(covered, dictionary);
    }
    account();
  }

  private void enter(int handle, DictionaryView dictionary) {
    before[handle] = NONE;
    int keyOffset = dictionary.keyOffset(handle);
    reader.open(dictionary.keyBytes(handle), keyOffset, dictionary.keyLength(handle));
    if (!moveToValue()) {
      return;
    }
    int start = reader.valueStart();
    int length = reader.valueEnd() - start;
    int hash = SeriesKey.hash(reader.bytes(), start, length);
    int number = find(reader.bytes(), start, length, hash, dictionary);
    if (number == NONE) {
      number = valueCount;
      addValue(TextArena.within(dictionary.place(handle), start - keyOffset, length), hash, handle);
    }
    before[handle] = youngest[number];
    youngest[number] = handle;
    counts[number]++;
  }

  private boolean moveToValue() {
    if (column.equals(Column.MEASURE_NAME)) {
      return true;
    }
    while (reader.nextDimension()) {
      int order = reader.compareName(name);
      if (order >= 0) {
        return order == 0;
      }
    }
    return false;
  }

  private void addValue(long place, int hash, int handle) {
    if (valueCount == places.length) {
      places = Arrays.copyOf(places, 2 * valueCount);
      hashes = Arrays.copyOf(hashes, 2 * valueCount);
      oldest = Arrays.copyOf(oldest, 2 * valueCount);
      youngest = Arrays.copyOf(youngest, 2 * valueCount);
      counts = Arrays.copyOf(counts, 2 * valueCount);
      slots = new int[2 * slots.length];
      for (int number = 0; number < valueCount; number++) {
        slots[freeSlot(hashes[number])] = number + 1;
      }
    }
    places[valueCount] = place;
    hashes[valueCount] = hash;
    oldest[valueCount] = handle;
    youngest[valueCount] = NONE;
    counts[valueCount] = 0;
    valueCount++;
    slots[freeSlot(hash)] = valueCount;
  }

  private int freeSlot(int hash) {
    int slot = hash & slots.length - 1;
    while (slots[slot] != 0) {
      slot = slot + 1 & slots.length - 1;
    }
    return slot;
  }

  private int find(byte[] value, DictionaryView dictionary) {
    return find(value, 0, value.length, SeriesKey.hash(value, 0, value.length), dictionary);
  }

  private int find(byte[] bytes, int start, int length, int hash, DictionaryView dictionary) {
    for (int slot = hash & slots.length - 1; slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      int number = slots[slot] - 1;
      // A value that no series of the view has may lie where the view does not reach.
      if (hashes[number] == hash
          && oldest[number] < dictionary.count()
          && dictionary.holds(places[number], bytes, start, length)) {
        return number;
      }
    }
    return NONE;
  }
}
