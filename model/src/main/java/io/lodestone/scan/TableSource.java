package io.lodestone.scan;

/** A table that can be read, as of one moment. What it answers does not change while it is held. */
public interface TableSource {
  /** The table's columns as of that moment. */
  TableSchema schema();

  /**
   * Starts a scan.
   *
   * @param request names only columns of {@link #schema()}
   * @return a cursor before its first batch, to be closed by the caller before this source is
   * @throws IllegalArgumentException when a column is not of the schema
   */
  BatchCursor scan(ScanRequest request);
}
