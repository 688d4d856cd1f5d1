package io.lodestone.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds the canonical bytes of series keys without an object per key.
 *
 * <p>The canonical form is the measure name followed by each dimension's name and value in
 * ascending order of the name, each piece being its UTF-8 bytes with every {@code 00} written as
 * {@code 00 FF}, ended by a single {@code 00}:
 *
 * <pre>
 *   measure name 00 | dimension name 00 dimension value 00 | dimension name 00 dimension value 00 | …
 * </pre>
 *
 * UTF-8 never holds the byte {@code FF}, so the form is unambiguous, and comparing two of them as
 * unsigned bytes compares (measure name, first dimension name, first value, …). In which order
 * series stand is told by {@link KeyOrder}. (The escape is that of the FoundationDB tuple layer.)
 *
 * <p>Use: {@link #begin}, {@link #dimension} any number of times in any order, {@link #finish},
 * read {@link #bytes()} up to {@link #length()}. One owner, not safe for several threads.
 */
public final class SeriesKeyEncoder {
  private byte[] out = new byte[512];
  private int length;

  /**
   * Escaped pieces in arrival order: names and values of dimensions, concatenated, each with its
   * terminator.
   */
  private byte[] staged = new byte[512];

  private int stagedLength;
  private int[] nameStart = new int[16];
  private int[] valueStart = new int[16];
  private int[] pieceEnd = new int[16];
  private int dimensions;

  /** Starts a new key with this measure name in UTF-8. Earlier bytes become invalid. */
  public void begin(byte[] utf8, int offset, int size) {
    length = 0;
    stagedLength = 0;
    dimensions = 0;
    out = ensure(out, 0, 2 * size + 1);
    length = escape(utf8, offset, size, out, 0);
  }

  /** Starts a new key with this measure name. */
  public void begin(String measureName) {
    byte[] utf8 = measureName.getBytes(StandardCharsets.UTF_8);
    begin(utf8, 0, utf8.length);
  }

  /** Adds one dimension, both parts in UTF-8. */
  public void dimension(
      byte[] name, int nameOffset, int nameSize, byte[] value, int valueOffset, int valueSize) {
    if (dimensions == nameStart.length) {
      nameStart = Arrays.copyOf(nameStart, 2 * dimensions);
      valueStart = Arrays.copyOf(valueStart, 2 * dimensions);
      pieceEnd = Arrays.copyOf(pieceEnd, 2 * dimensions);
    }
    staged = ensure(staged, stagedLength, 2 * (nameSize + valueSize) + 2);
    nameStart[dimensions] = stagedLength;
    stagedLength = escape(name, nameOffset, nameSize, staged, stagedLength);
    valueStart[dimensions] = stagedLength;
    stagedLength = escape(value, valueOffset, valueSize, staged, stagedLength);
    pieceEnd[dimensions] = stagedLength;
    dimensions++;
  }

  /** Adds one dimension. */
  public void dimension(String name, String value) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    byte[] valueBytes = value.getBytes(StandardCharsets.UTF_8);
    dimension(nameBytes, 0, nameBytes.length, valueBytes, 0, valueBytes.length);
  }

  /**
   * Sorts the dimensions and completes the key.
   *
   * @return false when two dimensions share a name; the bytes are then not a key
   */
  public boolean finish() {
    out = ensure(out, length, stagedLength);
    // Insertion sort: a handful of dimensions, nearly always sent in the same order.
    for (int i = 1; i < dimensions; i++) {
      int name = nameStart[i];
      int value = valueStart[i];
      int end = pieceEnd[i];
      int j = i - 1;
      while (j >= 0 && compareNames(j, name, value) > 0) {
        nameStart[j + 1] = nameStart[j];
        valueStart[j + 1] = valueStart[j];
        pieceEnd[j + 1] = pieceEnd[j];
        j--;
      }
      nameStart[j + 1] = name;
      valueStart[j + 1] = value;
      pieceEnd[j + 1] = end;
    }
    boolean unique = true;
    for (int i = 0; i < dimensions; i++) {
      if (i > 0 && compareNames(i - 1, nameStart[i], valueStart[i]) == 0) {
        unique = false;
      }
      int size = pieceEnd[i] - nameStart[i];
      System.arraycopy(staged, nameStart[i], out, length, size);
      length += size;
    }
    return unique;
  }

  /**
   * The key's bytes, valid up to {@link #length()} and until the next {@link #begin}. Owned by this
   * encoder.
   */
  public byte[] bytes() {
    return out;
  }

  /** Bytes of the key after {@link #finish}. */
  public int length() {
    return length;
  }

  private int compareNames(int dimension, int otherStart, int otherEnd) {
    return Arrays.compareUnsigned(
        staged, nameStart[dimension], valueStart[dimension], staged, otherStart, otherEnd);
  }

  /** Writes one piece with its terminator; returns the place after it. */
  static int escape(byte[] from, int offset, int size, byte[] to, int at) {
    for (int i = offset; i < offset + size; i++) {
      byte b = from[i];
      to[at++] = b;
      if (b == 0) {
        to[at++] = (byte) 0xFF;
      }
    }
    to[at++] = 0;
    return at;
  }

  private static byte[] ensure(byte[] buffer, int used, int extra) {
    return used + extra <= buffer.length
        ? buffer
        : Arrays.copyOf(buffer, Math.max(used + extra, 2 * buffer.length));
  }
}
