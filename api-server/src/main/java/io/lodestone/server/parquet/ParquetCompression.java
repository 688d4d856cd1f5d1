package io.lodestone.server.parquet;

/** How the pages of a file are compressed. */
public enum ParquetCompression {
  /** Not at all. */
  NONE(0),
  GZIP(2);

  private final int code;

  ParquetCompression(int code) {
    this.code = code;
  }

  /** The format's number for it. */
  int code() {
    return code;
  }
}
