package io.lodestone.engine.crypt;

import java.nio.ByteBuffer;

/**
 * Where sealed bytes belong: what is bound into them, so that they open nowhere else. The first
 * byte tells the sorts of places apart.
 */
public final class Place {
  private static final int JOURNAL = 1;
  private static final int CATALOG = 2;
  private static final int FEED = 3;

  private final byte[] bytes;

  private Place(ByteBuffer bytes) {
    this.bytes = bytes.array();
  }

  /**
   * An entry of the log.
   *
   * @param ordinal how many sealed entries of the same database stand before it in the frame
   */
  public static Place entry(long frame, int ordinal, int type, long tableId) {
    return new Place(
        ByteBuffer.allocate(1 + 2 * Long.BYTES + Integer.BYTES + 1)
            .put((byte) JOURNAL)
            .putLong(frame)
            .putInt(ordinal)
            .put((byte) type)
            .putLong(tableId));
  }

  /** What is not in the clear of a table's entry in the catalog. */
  public static Place table(long tableId) {
    return new Place(ByteBuffer.allocate(1 + Long.BYTES).put((byte) CATALOG).putLong(tableId));
  }

  /** A block of a feed file. */
  public static Place feedBlock(long file, long offset) {
    return new Place(
        ByteBuffer.allocate(1 + 2 * Long.BYTES).put((byte) FEED).putLong(file).putLong(offset));
  }

  byte[] bytes() {
    return bytes;
  }
}
