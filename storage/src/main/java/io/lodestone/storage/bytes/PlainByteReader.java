package io.lodestone.storage.bytes;

/** Reads the array itself. */
final class PlainByteReader extends ByteReader {
  private byte[] bytes = new byte[0];
  private int index;

  @Override
  void moveTo(byte[] array, int from, int limit) {
    bytes = array;
    index = from;
  }

  @Override
  int index() {
    return index;
  }

  @Override
  void move(int length) {
    index += length;
  }

  @Override
  byte nextByte() {
    return bytes[index++];
  }

  @Override
  short nextShort() {
    short value = (short) PlainByteWriter.SHORT.get(bytes, index);
    index += Short.BYTES;
    return value;
  }

  @Override
  int nextInt() {
    int value = (int) PlainByteWriter.INT.get(bytes, index);
    index += Integer.BYTES;
    return value;
  }

  @Override
  long nextLong() {
    long value = (long) PlainByteWriter.LONG.get(bytes, index);
    index += Long.BYTES;
    return value;
  }

  @Override
  long nextVarLong() {
    byte next = nextByte();
    if (next >= 0) {
      return next;
    }
    long value = 0;
    int shift = 0;
    while (next < 0) {
      value |= (next & 0x7FL) << shift;
      shift += 7;
      next = nextByte();
    }
    return next == 0 ? ~value : value | (long) next << shift;
  }
}
