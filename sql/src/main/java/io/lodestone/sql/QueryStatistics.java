package io.lodestone.sql;

/**
 * What a query has read from its tables.
 *
 * @param rowsScanned rows that scans have yielded
 * @param bytesScanned their decoded size: 8 bytes a number or time, 1 a boolean, 4 a dimension or
 *     measure name, the bytes of any other text
 */
public record QueryStatistics(long rowsScanned, long bytesScanned) {
  /** Nothing was read. */
  public static final QueryStatistics NONE = new QueryStatistics(0, 0);
}
