package io.lodestone.segments.block;

import java.util.zip.CRC32C;

/**
 * CRC-32C of one column of one block, over where it belongs and then its bytes: the right bytes in
 * the wrong file, block or column do not pass. One owner.
 */
final class ColumnChecksum {
  private final CRC32C crc = new CRC32C();
  private final byte[] place = new byte[16];

  ColumnChecksum(long fileId) {
    put(0, fileId, 8);
  }

  int of(int block, int column, byte[] bytes, int offset, int length) {
    put(8, block, 4);
    put(12, column, 4);
    crc.reset();
    crc.update(place, 0, place.length);
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private void put(int at, long value, int count) {
    for (int i = 0; i < count; i++) {
      place[at + i] = (byte) (value >>> 8 * i);
    }
  }
}
