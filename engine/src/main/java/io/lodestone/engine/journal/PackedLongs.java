package io.lodestone.engine.journal;

import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Integers packed into as many bits as their range needs, in groups of 1,024. Per group:
 *
 * <pre>
 *   base   variable-length   the smallest value
 *   unit   variable-length   what all differences from it are multiples of, at least 1
 *   width  1 byte            bits per value, 0 to 64; 128: the values are base, base + unit, …
 *   bits   ceil(n * width / 8) bytes: (value - base) / unit, low bits first, without a gap
 * </pre>
 *
 * A frame of reference, as in the literature on light-weight compression; the unit is what keeps
 * nanosecond times of a regular series small. Reused from frame to frame; one owner.
 */
final class PackedLongs {
  private static final int GROUP = 1_024;

  /** In the place of a width: every value is by one unit more than the one before. */
  private static final int ASCENDING = 128;

  /** A group needs at least its base, unit and width. */
  static final int GROUP_BYTES_MIN = 3;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Room for a full group of 64-bit values, and for reading one word past the end. */
  private final byte[] bits = new byte[GROUP * Long.BYTES + 2 * Long.BYTES];

  private final CommonUnit units = new CommonUnit();
  private final long[] quotients = new long[GROUP];

  /** Writes values whose differences rarely share a factor. */
  void write(ByteWriter out, long[] values, int count) {
    for (int from = 0; from < count; from += GROUP) {
      writeGroup(out, values, from, Math.min(GROUP, count - from), false);
    }
  }

  /** Writes times: looks for the unit that they share. */
  void writeTimes(ByteWriter out, long[] values, int count) {
    for (int from = 0; from < count; from += GROUP) {
      writeGroup(out, values, from, Math.min(GROUP, count - from), true);
    }
  }

  /** Writes numbers that often count up by one, as a writer who keeps its order makes them. */
  void writeSequence(ByteWriter out, long[] values, int count) {
    for (int from = 0; from < count; from += GROUP) {
      int many = Math.min(GROUP, count - from);
      if (many > 1 && isAscending(values, from, many)) {
        out.writeVarLong(values[from]);
        out.writeVarLong(1);
        out.writeByte(ASCENDING);
      } else {
        writeGroup(out, values, from, many, false);
      }
    }
  }

  private static boolean isAscending(long[] values, int from, int count) {
    long first = values[from] - from;
    for (int i = from + 1; i < from + count; i++) {
      if (values[i] - i != first) {
        return false;
      }
    }
    return true;
  }

  private void writeGroup(ByteWriter out, long[] values, int from, int count, boolean shareUnit) {
    long min = values[from];
    long max = min;
    for (int i = from + 1; i < from + count; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    units.begin();
    if (shareUnit) {
      units.shareOf(values, from, count, min);
    }
    long unit = units.unit();
    // The difference may pass 2^63: as an unsigned number it is right all the same.
    int width = 64 - Long.numberOfLeadingZeros(Long.divideUnsigned(max - min, unit));
    out.writeVarLong(min);
    out.writeVarLong(unit);
    out.writeByte(width);
    if (width == 0) {
      return;
    }
    if (unit == 1) {
      pack(bits, width, min, values, from, count);
    } else {
      units.divide(values, from, count, min, quotients);
      pack(bits, width, 0, quotients, 0, count);
    }
    out.writeBytes(bits, 0, bytes(count, width));
  }

  private static void pack(byte[] bits, int width, long base, long[] values, int from, int count) {
    int packed = width < 16 ? packNarrow(bits, width, base, values, from, count) : 0;
    int at = packed * width >>> 3;
    long word = 0;
    int used = 0;
    for (int i = from + packed; i < from + count; i++) {
      long value = values[i] - base;
      word |= value << used;
      used += width;
      if (used >= 64) {
        LONGS.set(bits, at, word);
        at += Long.BYTES;
        used -= 64;
        word = used == 0 ? 0 : value >>> (width - used);
      }
    }
    LONGS.set(bits, at, word);
  }

  /**
   * Eight values of less than 16 bits fill whole bytes, which lie in two words.
   *
   * @return how many values are packed: as many eights as there are
   */
  private static int packNarrow(
      byte[] bits, int width, long base, long[] values, int from, int count) {
    int eights = count & -8;
    int half = 4 * width;
    int at = 0;
    for (int i = from; i < from + eights; i += 8) {
      long low =
          (values[i] - base)
              | (values[i + 1] - base) << width
              | (values[i + 2] - base) << (2 * width)
              | (values[i + 3] - base) << (3 * width);
      long high =
          (values[i + 4] - base)
              | (values[i + 5] - base) << width
              | (values[i + 6] - base) << (2 * width)
              | (values[i + 7] - base) << (3 * width);
      LONGS.set(bits, at, low | high << half);
      // Up to 8 bits nothing is left for it, and what follows overwrites it.
      LONGS.set(bits, at + Long.BYTES, high >>> (Long.SIZE - half));
      at += width;
    }
    return eights;
  }

  /** Reads {@code count} values into an array. */
  void read(ByteReader in, long[] values, int count) throws MalformedBytesException {
    for (int from = 0; from < count; from += GROUP) {
      readGroup(in, values, from, Math.min(GROUP, count - from));
    }
  }

  private void readGroup(ByteReader in, long[] values, int from, int count)
      throws MalformedBytesException {
    long base = in.readVarLong();
    long unit = in.readVarLong();
    int width = in.readUnsignedByte();
    if ((width > 64 && width != ASCENDING) || unit < 1) {
      throw in.malformed("a width of at most 64 and a unit of at least 1", width + " and " + unit);
    }
    if (width == ASCENDING) {
      for (int i = 0; i < count; i++) {
        values[from + i] = base + i * unit;
      }
      return;
    }
    in.readBytes(bits, 0, bytes(count, width));
    if (width == 0) {
      Arrays.fill(values, from, from + count, base);
    } else if (width <= 16 && unit == 1) {
      unpackNarrow(bits, width, base, values, from, count);
    } else if (width <= 57) {
      unpack(bits, width, base, unit, values, from, count);
    } else {
      unpackWide(bits, width, base, unit, values, from, count);
    }
  }

  /**
   * Eight values of up to 16 bits fill whole bytes: four of them lie in the word at the first byte,
   * and four in the word half their bytes further on, four bits up where the width is odd.
   */
  private static void unpackNarrow(
      byte[] bits, int width, long base, long[] values, int from, int count) {
    long mask = (1L << width) - 1;
    int half = width >>> 1;
    int up = (width & 1) << 2;
    int to = from + (count & -8);
    int at = 0;
    for (int i = from; i < to; i += 8) {
      long word = (long) LONGS.get(bits, at);
      values[i] = base + (word & mask);
      values[i + 1] = base + (word >>> width & mask);
      values[i + 2] = base + (word >>> 2 * width & mask);
      values[i + 3] = base + (word >>> 3 * width & mask);
      word = (long) LONGS.get(bits, at + half) >>> up;
      values[i + 4] = base + (word & mask);
      values[i + 5] = base + (word >>> width & mask);
      values[i + 6] = base + (word >>> 2 * width & mask);
      values[i + 7] = base + (word >>> 3 * width & mask);
      at += width;
    }
    long last = (long) LONGS.get(bits, at);
    for (int i = to; i < from + count; i++) {
      if (i == to + 4) {
        last = (long) LONGS.get(bits, at + half) >>> up;
      }
      values[i] = base + (last & mask);
      last >>>= width;
    }
  }

  /** Up to 57 bits lie in one word wherever they begin in its first byte. */
  private static void unpack(
      byte[] bits, int width, long base, long unit, long[] values, int from, int count) {
    long mask = (1L << width) - 1;
    int bit = 0;
    for (int i = from; i < from + count; i++) {
      long value = (long) LONGS.get(bits, bit >>> 3) >>> (bit & 7);
      values[i] = base + (value & mask) * unit;
      bit += width;
    }
  }

  private static void unpackWide(
      byte[] bits, int width, long base, long unit, long[] values, int from, int count) {
    long mask = width == 64 ? -1L : (1L << width) - 1;
    int bit = 0;
    for (int i = from; i < from + count; i++) {
      int at = bit >>> 3;
      int shift = bit & 7;
      long value = (long) LONGS.get(bits, at) >>> shift;
      if (shift + width > 64) {
        value |= (long) bits[at + 8] << (64 - shift);
      }
      values[i] = base + (value & mask) * unit;
      bit += width;
    }
  }

  private static int bytes(int count, int width) {
    return (count * width + 7) >>> 3;
  }
}
