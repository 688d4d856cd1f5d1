package io.lodestone.engine.commit;

/**
 * Which tables a flush carries forward in the log instead of giving them a segment. A flush that
 * somebody asked for carries none.
 *
 * @param tableBytesMax heap of a table's points below which it is carried, in bytes; 0: never
 * @param bytesMax heap of the points of all tables that are carried at a time, in bytes
 * @param ageMillisMax how long after they were first carried points get a segment at the next flush
 *     at the latest, in milliseconds; half of it at the earliest, by the table's number, so that
 *     tables which began together do not end together
 */
public record CarryOptions(long tableBytesMax, long bytesMax, long ageMillisMax) {
  private static final int SHARES = 16;

  /** Every table gets its segment. */
  public static final CarryOptions NONE = new CarryOptions(0, 0, 0);

  /**
   * Tables below 64 KiB for a day.
   *
   * @param memtableBytesMax heap of points at which a flush is due: an eighth of it may be carried
   */
  public static CarryOptions within(long memtableBytesMax) {
    return new CarryOptions(64 << 10, memtableBytesMax / 8, 86_400_000L);
  }

  /** The same for tables of another size. */
  public CarryOptions withTableBytesMax(long bytes) {
    return new CarryOptions(bytes, bytesMax, ageMillisMax);
  }

  /** How long the points of a table are carried. */
  long ageMillis(long tableId) {
    return ageMillisMax - ageMillisMax / (2 * SHARES) * (tableId % SHARES);
  }
}
