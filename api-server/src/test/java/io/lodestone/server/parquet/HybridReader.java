package io.lodestone.server.parquet;

import java.nio.ByteBuffer;

/** Reads the hybrid of runs and packed bits, a bit at a time. */
final class HybridReader {
  private HybridReader() {}

  /** The first {@code count} numbers; further ones may fill up the last group. */
  static int[] read(ByteBuffer source, int width, int count) {
    int[] values = new int[count];
    int size = 0;
    while (size < count) {
      int header = readVarint(source);
      if ((header & 1) == 0) {
        size = readRun(source, width, header >>> 1, values, size);
      } else {
        size = readPacked(source, width, header >>> 1, values, size);
      }
    }
    return values;
  }

  private static int readRun(ByteBuffer source, int width, int length, int[] values, int size) {
    int value = 0;
    for (int i = 0; i < (width + 7) / 8; i++) {
      value |= (source.get() & 0xff) << 8 * i;
    }
    for (int i = 0; i < length; i++) {
      values[size + i] = value;
    }
    return size + length;
  }

  private static int readPacked(ByteBuffer source, int width, int groups, int[] values, int size) {
    byte[] bytes = new byte[groups * width];
    source.get(bytes);
    int end = Math.min(values.length, size + 8 * groups);
    for (int i = size; i < end; i++) {
      for (int bit = 0; bit < width; bit++) {
        int at = (i - size) * width + bit;
        values[i] |= (bytes[at / 8] >>> at % 8 & 1) << bit;
      }
    }
    return end;
  }

  private static int readVarint(ByteBuffer source) {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = source.get() & 0xff;
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
  }
}
