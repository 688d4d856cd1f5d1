package io.lodestone.storage.bytes;

import net.openhft.chronicle.bytes.Bytes;

/** Reads through Chronicle's view of the array. */
final class ChronicleByteReader extends ByteReader {
  private byte[] wrapped = new byte[0];
  private Bytes<byte[]> bytes = Bytes.wrapForRead(wrapped);

  @Override
  void moveTo(byte[] array, int index, int limit) {
    if (wrapped != array) {
      wrapped = array;
      bytes = Bytes.wrapForRead(array);
    }
    bytes.readPositionRemaining(index, (long) limit - index);
  }

  @Override
  int index() {
    return (int) bytes.readPosition();
  }

  @Override
  void move(int length) {
    bytes.readSkip(length);
  }

  @Override
  byte nextByte() {
    return bytes.readByte();
  }

  @Override
  short nextShort() {
    return bytes.readShort();
  }

  @Override
  int nextInt() {
    return bytes.readInt();
  }

  @Override
  long nextLong() {
    return bytes.readLong();
  }

  @Override
  long nextVarLong() {
    return bytes.readStopBit();
  }
}
