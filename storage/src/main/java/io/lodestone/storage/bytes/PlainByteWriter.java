package io.lodestone.storage.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Writes into an array of its own. */
final class PlainByteWriter extends ByteWriter {
  static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes;
  private int size;

  PlainByteWriter(int bytesExpected) {
    this.bytes = new byte[Math.max(16, bytesExpected)];
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void clear() {
    size = 0;
  }

  @Override
  public void writeByte(int value) {
    int position = append(1);
    bytes[position] = (byte) value;
  }

  @Override
  public void writeShort(int value) {
    int position = append(Short.BYTES);
    SHORT.set(bytes, position, (short) value);
  }

  @Override
  public void writeInt(int value) {
    int position = append(Integer.BYTES);
    INT.set(bytes, position, value);
  }

  @Override
  public void writeLong(long value) {
    int position = append(Long.BYTES);
    LONG.set(bytes, position, value);
  }

  @Override
  public void writeVarLong(long value) {
    long rest = value < 0 ? ~value : value;
    while (rest > 0x7F) {
      writeByte((int) rest | 0x80);
      rest >>>= 7;
    }
    if (value < 0) {
      writeByte((int) rest | 0x80);
      writeByte(0);
    } else {
      writeByte((int) rest);
    }
  }

  @Override
  public void writeBytes(byte[] source, int offset, int length) {
    int position = append(length);
    System.arraycopy(source, offset, bytes, position, length);
  }

  @Override
  public void setInt(int position, int value) {
    requireWritten(position, Integer.BYTES);
    INT.set(bytes, position, value);
  }

  @Override
  public void setLong(int position, long value) {
    requireWritten(position, Long.BYTES);
    LONG.set(bytes, position, value);
  }

  @Override
  byte[] array() {
    return bytes;
  }

  @Override
  int append(int length) {
    int position = size;
    int needed = Math.addExact(position, length);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * position, 0x7FFF_FFF0L)));
    }
    size = needed;
    return position;
  }
}
