package io.lodestone.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks through the pieces of a canonical series key (see {@link SeriesKeyEncoder}) without an
 * object per piece: first the measure name, then each dimension in ascending order of the names.
 *
 * <p>Pieces are told in their escaped form, as places in the key's own bytes. To compare one with a
 * known text, bring the text into the same form with {@link #escaped}; to read one, use {@link
 * #copyValue}. One owner, not safe for several threads.
 *
 * <pre>{@code
 * reader.open(key, offset, length);       // valueStart..valueEnd: the measure name
 * while (reader.nextDimension()) {
 *   if (reader.nameIs(escaped)) { … }     // valueStart..valueEnd: the dimension's value
 * }
 * }</pre>
 */
public final class SeriesKeyReader {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101_0101_0101_0101L;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

  private byte[] key = {};
  private int end;
  private int nameStart;
  private int nameEnd;
  private int valueStart;
  private int valueEnd;

  /**
   * Starts at a key and reads its measure name.
   *
   * @param bytes the array that holds the key; kept, not copied, until the next call
   * @throws IllegalArgumentException when the bytes are not a canonical key
   */
  public void open(byte[] bytes, int offset, int length) {
    key = bytes;
    end = offset + length;
    nameStart = offset;
    nameEnd = offset;
    valueStart = offset;
    valueEnd = pieceEnd(offset);
  }

  /**
   * Moves to the next dimension; false after the last.
   *
   * @throws IllegalArgumentException when the bytes are not a canonical key
   */
  public boolean nextDimension() {
    int at = valueEnd + 1;
    if (at >= end) {
      return false;
    }
    nameStart = at;
    nameEnd = pieceEnd(at);
    valueStart = nameEnd + 1;
    valueEnd = pieceEnd(valueStart);
    return true;
  }

  /** The array that holds the key. Read only. */
  public byte[] bytes() {
    return key;
  }

  /** Where the escaped value of the current dimension, or the escaped measure name, starts. */
  public int valueStart() {
    return valueStart;
  }

  /** First byte after the escaped value. */
  public int valueEnd() {
    return valueEnd;
  }

  /** Whether the current dimension has this name, given in its {@link #escaped} form. */
  public boolean nameIs(byte[] escapedName) {
    return Arrays.equals(key, nameStart, nameEnd, escapedName, 0, escapedName.length);
  }

  /** The order of the current dimension's name and another in its {@link #escaped} form. */
  public int compareName(byte[] escapedName) {
    return Arrays.compareUnsigned(key, nameStart, nameEnd, escapedName, 0, escapedName.length);
  }

  /**
   * Writes the current value, or the measure name, as UTF-8.
   *
   * @param to room for at least {@code valueEnd() - valueStart()} bytes from {@code at} on
   * @return the first place after the bytes written
   */
  public int copyValue(byte[] to, int at) {
    int out = at;
    for (int i = valueStart; i < valueEnd; i++) {
      byte b = key[i];
      to[out++] = b;
      if (b == 0) {
        // The FF that marks this zero as a part of the text.
        i++;
      }
    }
    return out;
  }

  /** A text in the form it has inside a key, without the byte that ends it. */
  public static byte[] escaped(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[2 * utf8.length + 1];
    return Arrays.copyOf(out, SeriesKeyEncoder.escape(utf8, 0, utf8.length, out, 0) - 1);
  }

  /** The text of an {@link #escaped} form. */
  public static String unescaped(byte[] escaped) {
    SeriesKeyReader reader = new SeriesKeyReader();
    reader.key = escaped;
    reader.valueEnd = escaped.length;
    byte[] utf8 = new byte[escaped.length];
    return new String(utf8, 0, reader.copyValue(utf8, 0), StandardCharsets.UTF_8);
  }

  /** The place of the single zero that ends the piece starting at {@code from}. */
  private int pieceEnd(int from) {
    int at = pieceEnd(key, from, end);
    if (at >= end) {
      throw new IllegalArgumentException("not a series key: no end of the piece at byte " + from);
    }
    return at;
  }

  /**
   * The place of the single zero that ends the piece of a key starting at {@code from}; {@code end}
   * when there is none.
   *
   * @param bytes the array that holds the key
   * @param end of the key
   */
  public static int pieceEnd(byte[] bytes, int from, int end) {
    int at = firstZero(bytes, from, end);
    // A zero followed by FF is part of the text.
    while (at + 1 < end && bytes[at + 1] == (byte) 0xFF) {
      at = firstZero(bytes, at + 2, end);
    }
    return at;
  }

  /** The place of the first zero, {@code end} when there is none; eight bytes a step. */
  private static int firstZero(byte[] bytes, int from, int end) {
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long word = (long) WORDS.get(bytes, at);
      // The lowest bit that is left stands in the first byte that is zero.
      long zeros = word - LOW_BITS & ~word & HIGH_BITS;
      if (zeros != 0) {
        return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    while (at < end && bytes[at] != 0) {
      at++;
    }
    return at;
  }
}
