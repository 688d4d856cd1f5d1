package io.lodestone.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing column of typed values, some of which may be absent.
 *
 * <p>DOUBLE, BIGINT, BOOLEAN and TIMESTAMP values are 64-bit words in {@link #words()}; VARCHAR
 * values are bytes {@code varcharBytes()[varcharOffsets()[i] .. varcharOffsets()[i + 1])}. An
 * absent value has the word 0 or no bytes, and a cleared bit in {@link #presence()}. Raw arrays are
 * handed out because every hot loop of the engine runs over them; they may be longer than {@link
 * #size()} and change identity when the column grows.
 *
 * <p>One owner writes; once handed on (inside a {@link PointBatch}, as part of a chunk) nobody
 * writes any more. Not safe for several threads while written.
 */
public final class ColumnBuffer {
  /** Some virtual machines refuse arrays of the last few lengths below 2^31. */
  private static final int ARRAY_LENGTH_MAX = Integer.MAX_VALUE - 16;

  /** Words that are copied one by one. */
  private static final int SHORT_COPY = 8;

  private final String name;
  private final ValueType type;
  private int size;
  private int absent;
  private long[] words;
  private long[] presence;
  private int[] offsets;
  private byte[] bytes;

  /**
   * @param name the SQL name of the column, such as {@code temperature} or {@code
   *     measure_value::double}
   * @param type what its values are
   * @param capacity values to make room for at first
   */
  public ColumnBuffer(String name, ValueType type, int capacity) {
    this.name = name;
    this.type = type;
    int room = Math.max(8, capacity);
    if (type == ValueType.VARCHAR) {
      offsets = new int[room + 1];
      bytes = new byte[16 * room];
    } else {
      words = new long[room];
    }
  }

  public String name() {
    return name;
  }

  public ValueType type() {
    return type;
  }

  /** How many values stand here, absent ones included. */
  public int size() {
    return size;
  }

  /** How many of them are absent. */
  public int absentCount() {
    return absent;
  }

  public boolean isPresent(int index) {
    return absent == 0 || PresenceBits.isSet(presence, index);
  }

  /** The 64-bit word of a value; 0 where it is absent. Not for VARCHAR. */
  public long word(int index) {
    return words[index];
  }

  /** The words, valid below {@link #size()}; null for VARCHAR. Read only for all but the owner. */
  public long[] words() {
    return words;
  }

  /** Bit i of word i / 64 tells whether value i is present; null when all are. */
  public long[] presence() {
    return absent == 0 ? null : presence;
  }

  /** The text bytes of all values; null unless VARCHAR. */
  public byte[] varcharBytes() {
    return bytes;
  }

  /** Where each text starts, with one more entry for the end of the last; null unless VARCHAR. */
  public int[] varcharOffsets() {
    return offsets;
  }

  public double doubleAt(int index) {
    return Double.longBitsToDouble(words[index]);
  }

  /** A VARCHAR value as a string. For messages, tests and edges, not for loops. */
  public String varcharAt(int index) {
    return new String(
        bytes, offsets[index], offsets[index + 1] - offsets[index], StandardCharsets.UTF_8);
  }

  /** Forgets all values and keeps the memory. */
  public void clear() {
    size = 0;
    absent = 0;
  }

  /** Adds a value of any type but VARCHAR by its word. */
  public void appendWord(long word) {
    int index = next();
    words[index] = word;
  }

  /** Adds present values of any type but VARCHAR by their words. */
  public void appendWords(long[] from, int start, int count) {
    reserve(count);
    System.arraycopy(from, start, words, size, count);
    markPresent(size, size + count);
    size += count;
  }

  /**
   * Adds present values that may be anything, for the owner to write into {@link #words()}. Not for
   * VARCHAR.
   */
  public void appendUnset(int count) {
    reserve(count);
    markPresent(size, size + count);
    size += count;
  }

  /**
   * Adds values some of which may be absent. Not for VARCHAR.
   *
   * @param present the words of those that are there, one after the other; one longer than that
   *     where any is absent
   * @param bits bit i of word i / 64 tells whether value i is there
   * @param from the first value's bit
   * @param to after the last value's bit
   */
  public void appendSparse(long[] present, long[] bits, int from, int to) {
    int count = to - from;
    reserve(count);
    if (absent == 0) {
      notePresence();
    }
    long[] target = words;
    int at = size - from;
    int next = 0;
    for (int i = from; i < to; i++) {
      // Without a branch, which would be taken wrongly for half of the values: one that is absent
      // takes the next word in vain.
      long bit = bits[i >>> 6] >>> i & 1;
      target[at + i] = present[next] & -bit;
      next += (int) bit;
    }
    PresenceBits.copy(bits, from, presence, size, count);
    absent += count - next;
    size += count;
  }

  public void appendDouble(double value) {
    appendWord(Double.doubleToRawLongBits(value));
  }

  public void appendVarchar(byte[] utf8, int offset, int length) {
    appendBytes(utf8, offset, length);
    int index = next();
    offsets[index + 1] = offsets[index] + length;
  }

  public void appendVarchar(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    appendVarchar(utf8, 0, utf8.length);
  }

  /** Adds an absent value. */
  public void appendAbsent() {
    padTo(size + 1);
  }

  /** Adds absent values until {@code newSize} stand here. */
  public void padTo(int newSize) {
    if (newSize <= size) {
      return;
    }
    reserve(newSize - size);
    if (absent == 0) {
      notePresence();
    }
    // Bits at and above size are always clear, so that the new values are absent already.
    if (type == ValueType.VARCHAR) {
      Arrays.fill(offsets, size + 1, newSize + 1, offsets[size]);
    } else {
      Arrays.fill(words, size, newSize, 0L);
    }
    absent += newSize - size;
    size = newSize;
  }

  /**
   * Adds present words picked from an array: {@code from[indexes[start]]} and the {@code count - 1}
   * that follow. Not for VARCHAR.
   */
  public void appendPicked(long[] from, int[] indexes, int start, int count) {
    reserve(count);
    long[] to = words;
    int at = size;
    for (int i = 0; i < count; i++) {
      to[at + i] = from[indexes[start + i]];
    }
    markPresent(at, at + count);
    size = at + count;
  }

  /** Adds one value of another column of the same type, absent or not. */
  public void appendFrom(ColumnBuffer from, int index) {
    if (!from.isPresent(index)) {
      appendAbsent();
    } else if (type == ValueType.VARCHAR) {
      appendVarchar(from.bytes, from.offsets[index], from.offsets[index + 1] - from.offsets[index]);
    } else {
      appendWord(from.words[index]);
    }
  }

  /** Adds {@code count} values of another column of the same type, from {@code start} on. */
  public void appendRange(ColumnBuffer from, int start, int count) {
    if (from.absent > 0) {
      for (int i = start; i < start + count; i++) {
        appendFrom(from, i);
      }
      return;
    }
    reserve(count);
    if (type == ValueType.VARCHAR) {
      int begin = from.offsets[start];
      int shift = offsets[size] - begin;
      appendBytes(from.bytes, begin, from.offsets[start + count] - begin);
      for (int i = 1; i <= count; i++) {
        offsets[size + i] = from.offsets[start + i] + shift;
      }
    } else {
      System.arraycopy(from.words, start, words, size, count);
    }
    markPresent(size, size + count);
    size += count;
  }

  /**
   * Adds ranges of values of another column of the same type.
   *
   * @param bounds the first place of each range and the place after its last
   * @param ranges how many there are
   */
  public void appendRanges(ColumnBuffer from, int[] bounds, int ranges) {
    if (from.absent > 0 || type == ValueType.VARCHAR) {
      for (int i = 0; i < ranges; i++) {
        appendRange(from, bounds[2 * i], bounds[2 * i + 1] - bounds[2 * i]);
      }
      return;
    }
    int count = 0;
    for (int i = 0; i < ranges; i++) {
      count += bounds[2 * i + 1] - bounds[2 * i];
    }
    reserve(count);
    copyRanges(from.words, bounds, ranges, words, size);
    markPresent(size, size + count);
    size += count;
  }

  /**
   * Copies ranges of words, one after the other; most are so short that a call for each would take
   * longer than its words.
   *
   * @param bounds the first place of each range and the place after its last
   * @param ranges how many there are
   * @param at the place in {@code to} of the first word
   * @return the place after the last
   */
  public static int copyRanges(long[] from, int[] bounds, int ranges, long[] to, int at) {
    int next = at;
    for (int i = 0; i < ranges; i++) {
      int start = bounds[2 * i];
      int length = bounds[2 * i + 1] - start;
      if (length > SHORT_COPY) {
        System.arraycopy(from, start, to, next, length);
      } else {
        for (int j = 0; j < length; j++) {
          to[next + j] = from[start + j];
        }
      }
      next += length;
    }
    return next;
  }

  /** Makes room for so many values in all, those that stand here included. */
  public void makeRoom(int values) {
    reserve(Math.max(0, values - size));
  }

  /**
   * Whether two values are the same for the version rule: both absent, or both present with the
   * same typed value, where -0.0 equals 0.0. Columns of different types never hold the same present
   * value.
   */
  public boolean sameValue(int index, ColumnBuffer other, int otherIndex) {
    boolean present = isPresent(index);
    if (present != other.isPresent(otherIndex)) {
      return false;
    }
    if (!present) {
      return true;
    }
    if (type != other.type) {
      return false;
    }
    return switch (type) {
      case VARCHAR ->
          Arrays.equals(
              bytes,
              offsets[index],
              offsets[index + 1],
              other.bytes,
              other.offsets[otherIndex],
              other.offsets[otherIndex + 1]);
      case DOUBLE ->
          words[index] == other.words[otherIndex]
              || (words[index] << 1) == 0 && (other.words[otherIndex] << 1) == 0;
      case BIGINT, BOOLEAN, TIMESTAMP -> words[index] == other.words[otherIndex];
    };
  }

  /** Bytes of heap that the arrays take. */
  public long memoryBytes() {
    long total = 64;
    total += words == null ? 0 : 8L * words.length;
    total += presence == null ? 0 : 8L * presence.length;
    total += offsets == null ? 0 : 4L * offsets.length;
    total += bytes == null ? 0 : bytes.length;
    return total;
  }

  /** Puts bytes after those of the last text. */
  private void appendBytes(byte[] source, int offset, int length) {
    int at = offsets[size];
    int end = Math.addExact(at, length);
    if (end > bytes.length) {
      int larger = (int) Math.max(end, Math.min(2L * bytes.length, ARRAY_LENGTH_MAX));
      bytes = Arrays.copyOf(bytes, larger);
    }
    System.arraycopy(source, offset, bytes, at, length);
  }

  private int next() {
    if (size == capacity()) {
      reserve(1);
    }
    int index = size++;
    if (absent > 0) {
      PresenceBits.set(presence, index);
    }
    return index;
  }

  /** Starts to keep presence bits: those of all values so far are set, all others are clear. */
  private void notePresence() {
    int needed = PresenceBits.words(capacity());
    if (presence == null || presence.length < needed) {
      presence = new long[needed];
    } else {
      Arrays.fill(presence, 0L);
    }
    PresenceBits.set(presence, 0, size);
  }

  private void markPresent(int from, int to) {
    if (absent > 0) {
      PresenceBits.set(presence, from, to);
    }
  }

  private int capacity() {
    return type == ValueType.VARCHAR ? offsets.length - 1 : words.length;
  }

  /** Makes room for {@code more} values. */
  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed <= capacity()) {
      return;
    }
    int capacity = (int) Math.max(needed, Math.min(2L * capacity(), ARRAY_LENGTH_MAX));
    if (type == ValueType.VARCHAR) {
      offsets = Arrays.copyOf(offsets, capacity + 1);
    } else {
      words = Arrays.copyOf(words, capacity);
    }
    if (absent > 0 && presence.length < PresenceBits.words(capacity)) {
      presence = Arrays.copyOf(presence, PresenceBits.words(capacity));
    }
  }
}
