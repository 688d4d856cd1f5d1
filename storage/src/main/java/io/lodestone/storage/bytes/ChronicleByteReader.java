package io.lodestone.storage.bytes;

import net.openhft.chronicle.bytes.Bytes;

/** Reads through Chronicle's view of the array. */
final class ChronicleByteReader extends ByteReader {
  private byte[] wrapped = new byte[0];
  private Bytes<byte[]> bytes = wrap(wrapped);

  private static Bytes<byte[]> wrap(byte[] array) {
    Bytes<byte[]> wrapping = Bytes.wrapForRead(array);
    // A reader may be handed from one thread to another: the library would take that for a fault.
    wrapping.singleThreadedCheckDisabled(true);
    return wrapping;
  }

  @Override
  void moveTo(byte[] array, int index, int limit) {
    if (wrapped != array) {
      wrapped = array;
      bytes = wrap(array);
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
