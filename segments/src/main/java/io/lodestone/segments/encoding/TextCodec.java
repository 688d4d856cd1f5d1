package io.lodestone.segments.encoding;

import io.lodestone.model.ColumnBuffer;
import java.util.Arrays;

/**
 * Writes and reads the present values of a text column of up to 16,384 points: as a dictionary of
 * distinct values with packed codes, or one text after the other, whichever takes fewer bytes. One
 * owner.
 *
 * <pre>
 *   plain        id 32, lengths, bytes
 *   dictionary   id 33, varint distinct, lengths of the distinct, their bytes in order of first appearance, codes
 * </pre>
 *
 * Lengths and codes are vectors of {@link LongCodec}, 1,024 values each, the last one shorter.
 */
public final class TextCodec {
  private static final int VECTOR = LongCodec.VALUES_MAX;

  private final LongCodec longs;
  private final Runs noRuns = new Runs();
  private final long[] vector = new long[VECTOR];
  private int[] indexes = new int[0];
  private int[] lengths = new int[0];
  private int[] codes = new int[0];
  private int[] firsts = new int[0];
  private int[] table = new int[0];

  /**
   * @param longs writes and reads lengths and codes; may serve others of the same owner
   */
  public TextCodec(LongCodec longs) {
    this.longs = longs;
  }

  /**
   * Writes values {@code start} to {@code start + count} of a column, absent ones left out.
   *
   * @return how many values were present and written; with none, nothing is
   */
  public int encode(ColumnBuffer column, int start, int count, EncodedWriter out) {
    int n = gather(column, start, count);
    if (n == 0) {
      return 0;
    }
    int distinct = number(column, n);
    if (4L * distinct <= 3L * n) {
      writeDictionary(column, n, distinct, out);
    } else {
      writePlain(column, n, out);
    }
    return n;
  }

  /** Fills {@code indexes} with those of the present values. */
  private int gather(ColumnBuffer column, int start, int count) {
    ensure(count);
    int n = 0;
    for (int i = start; i < start + count; i++) {
      if (column.isPresent(i)) {
        indexes[n++] = i;
      }
    }
    return n;
  }

  /**
   * Fills {@code codes} with the number of each value, distinct values counted by first appearance.
   */
  private int number(ColumnBuffer column, int n) {
    byte[] bytes = column.varcharBytes();
    int[] offsets = column.varcharOffsets();
    int slots = Integer.highestOneBit(Math.max(8, n)) << 2;
    if (table.length < slots) {
      table = new int[slots];
    }
    Arrays.fill(table, 0, slots, -1);
    int distinct = 0;
    for (int i = 0; i < n; i++) {
      int from = offsets[indexes[i]];
      int to = offsets[indexes[i] + 1];
      int slot = hash(bytes, from, to) & (slots - 1);
      while (table[slot] >= 0) {
        int other = firsts[table[slot]];
        if (Arrays.equals(bytes, from, to, bytes, offsets[other], offsets[other + 1])) {
          break;
        }
        slot = (slot + 1) & (slots - 1);
      }
      if (table[slot] < 0) {
        table[slot] = distinct;
        firsts[distinct++] = indexes[i];
      }
      codes[i] = table[slot];
    }
    return distinct;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int h = to - from;
    for (int i = from; i < to; i++) {
      h = 31 * h + bytes[i];
    }
    h *= 0x9E3779B9;
    return h ^ h >>> 15;
  }

  private void writeDictionary(ColumnBuffer column, int n, int distinct, EncodedWriter out) {
    out.writeByte(Encoding.TEXT_DICTIONARY.id());
    out.writeVarint(distinct);
    writeTexts(column, firsts, distinct, out);
    for (int at = 0; at < n; at += VECTOR) {
      int length = Math.min(VECTOR, n - at);
      for (int i = 0; i < length; i++) {
        vector[i] = codes[at + i];
      }
      longs.encode(vector, length, out);
    }
  }

  private void writePlain(ColumnBuffer column, int n, EncodedWriter out) {
    out.writeByte(Encoding.TEXT_PLAIN.id());
    writeTexts(column, indexes, n, out);
  }

  private void writeTexts(ColumnBuffer column, int[] which, int count, EncodedWriter out) {
    int[] offsets = column.varcharOffsets();
    for (int at = 0; at < count; at += VECTOR) {
      int length = Math.min(VECTOR, count - at);
      for (int i = 0; i < length; i++) {
        int index = which[at + i];
        vector[i] = (long) offsets[index + 1] - offsets[index];
      }
      longs.encode(vector, length, out);
    }
    for (int i = 0; i < count; i++) {
      int from = offsets[which[i]];
      out.writeBytes(column.varcharBytes(), from, offsets[which[i] + 1] - from);
    }
  }

  /**
   * Reads {@code present} values and appends them to a column, with absent ones where the bitmap
   * says so.
   *
   * @param points how many values to append
   * @param presence bit i tells whether point i has a value; null when all have
   * @param present how many have
   * @throws MalformedVectorException when these bytes are no such column
   */
  public void decode(
      EncodedReader in, int points, long[] presence, int present, ColumnBuffer into) {
    int at = in.position();
    ensure(present);
    Encoding encoding = Encoding.ofId(in.readByte(), at);
    int texts =
        switch (encoding) {
          case TEXT_PLAIN -> present;
          case TEXT_DICTIONARY -> in.readCount(present);
          case CONSTANT, PLAIN, FRAME, DIFFERENCES, SECOND_DIFFERENCES, DECIMAL, XOR ->
              throw new MalformedVectorException(at, "an encoding of text", "another one");
        };
    readTexts(in, texts);
    if (encoding == Encoding.TEXT_DICTIONARY) {
      readCodes(in, present, texts);
    }
    int next = 0;
    for (int i = 0; i < points; i++) {
      if (presence != null && (presence[i >>> 6] >>> i & 1) == 0) {
        into.appendAbsent();
      } else {
        int text = encoding == Encoding.TEXT_DICTIONARY ? codes[next] : next;
        into.appendVarchar(in.bytes(), firsts[text], lengths[text]);
        next++;
      }
    }
  }

  private void readTexts(EncodedReader in, int count) {
    int at = in.position();
    for (int from = 0; from < count; from += VECTOR) {
      int n = Math.min(VECTOR, count - from);
      longs.decode(in, n, noRuns, vector);
      for (int i = 0; i < n; i++) {
        if (vector[i] < 0 || vector[i] > Integer.MAX_VALUE) {
          throw new MalformedVectorException(at, "the length of a text", "" + vector[i]);
        }
        lengths[from + i] = (int) vector[i];
      }
    }
    for (int i = 0; i < count; i++) {
      firsts[i] = in.skip(lengths[i]);
    }
  }

  private void readCodes(EncodedReader in, int count, int texts) {
    int at = in.position();
    for (int from = 0; from < count; from += VECTOR) {
      int n = Math.min(VECTOR, count - from);
      longs.decode(in, n, noRuns, vector);
      for (int i = 0; i < n; i++) {
        if (vector[i] < 0 || vector[i] >= texts) {
          throw new MalformedVectorException(at, "a code below " + texts, "" + vector[i]);
        }
        codes[from + i] = (int) vector[i];
      }
    }
  }

  private void ensure(int count) {
    if (indexes.length < count) {
      indexes = new int[count];
      lengths = new int[count];
      codes = new int[count];
      firsts = new int[count];
    }
  }
}
