package io.lodestone.storage.bytes;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.OnHeapBytes;

/** Writes into Chronicle's elastic on-heap bytes. */
final class ChronicleByteWriter extends ByteWriter {
  private final OnHeapBytes bytes;

  ChronicleByteWriter(int bytesExpected) {
    this.bytes = Bytes.allocateElasticOnHeap(Math.max(16, bytesExpected));
    // A writer may be handed from one thread to another: the library would take that for a fault.
    this.bytes.singleThreadedCheckDisabled(true);
  }

  @Override
  public int size() {
    return (int) bytes.writePosition();
  }

  @Override
  public void clear() {
    bytes.clear();
  }

  @Override
  public void writeByte(int value) {
    bytes.writeByte((byte) value);
  }

  @Override
  public void writeShort(int value) {
    bytes.writeShort((short) value);
  }

  @Override
  public void writeInt(int value) {
    bytes.writeInt(value);
  }

  @Override
  public void writeLong(long value) {
    bytes.writeLong(value);
  }

  @Override
  public void writeVarLong(long value) {
    bytes.writeStopBit(value);
  }

  @Override
  public void writeBytes(byte[] source, int offset, int length) {
    int position = append(length);
    System.arraycopy(source, offset, array(), position, length);
  }

  @Override
  public void setInt(int position, int value) {
    requireWritten(position, Integer.BYTES);
    bytes.writeInt((long) position, value);
  }

  @Override
  public void setLong(int position, long value) {
    requireWritten(position, Long.BYTES);
    bytes.writeLong((long) position, value);
  }

  @Override
  byte[] array() {
    return bytes.underlyingObject();
  }

  @Override
  int append(int length) {
    int position = size();
    int needed = Math.addExact(position, length);
    if (needed > bytes.realCapacity()) {
      // Left alone, it would grow by a little each time and copy everything as often.
      bytes.ensureCapacity(Math.max(needed, Math.min(2L * position, Integer.MAX_VALUE - 64)));
    }
    bytes.writePosition(needed);
    return position;
  }
}
