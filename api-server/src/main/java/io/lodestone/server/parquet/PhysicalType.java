package io.lodestone.server.parquet;

/** How the format lays a column's values down. */
enum PhysicalType {
  /** One bit each, the lowest of a byte first. */
  BOOLEAN(0),
  INT32(1),
  INT64(2),
  /** Eight bytes of nanoseconds of the day, four bytes of the Julian day. */
  INT96(3),
  DOUBLE(5),
  /** Four bytes of length, then the bytes. */
  BYTE_ARRAY(6);

  private final int code;

  PhysicalType(int code) {
    this.code = code;
  }

  /** The format's number for it. */
  int code() {
    return code;
  }
}
