package io.lodestone.server.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow at their end, numbers little endian. Keeps its memory when cleared. */
final class GrowingBuffer {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[64];
  private int length;

  /** The bytes, valid below {@link #length()}; another array after the buffer has grown. */
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Appends the lowest eight bits. */
  void put(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    INTS.set(bytes, length, value);
    length += Integer.BYTES;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(bytes, length, value);
    length += Long.BYTES;
  }

  /** Appends seven bits to a byte, the lowest first; the number is taken as unsigned. */
  void putVarint(long value) {
    while ((value & ~0x7fL) != 0) {
      put((int) value | 0x80);
      value >>>= 7;
    }
    put((int) value);
  }

  void put(byte[] from, int offset, int count) {
    reserve(count);
    System.arraycopy(from, offset, bytes, length, count);
    length += count;
  }

  void putAll(GrowingBuffer from) {
    put(from.bytes, 0, from.length);
  }

  /** Overwrites one byte. */
  void set(int at, int value) {
    bytes[at] = (byte) value;
  }

  int intAt(int at) {
    return (int) INTS.get(bytes, at);
  }

  void writeTo(OutputStream target) throws IOException {
    target.write(bytes, 0, length);
  }

  private void reserve(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      int doubled = (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
      bytes = Arrays.copyOf(bytes, Math.max(needed, doubled));
    }
  }
}
