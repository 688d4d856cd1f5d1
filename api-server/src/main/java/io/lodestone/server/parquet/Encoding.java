package io.lodestone.server.parquet;

/** How the values or levels of a page are written. */
enum Encoding {
  PLAIN(0),
  /** Runs and packed bits, see {@link HybridEncoder}. */
  RLE(3),
  /** Codes into the chunk's dictionary, written as runs and packed bits. */
  RLE_DICTIONARY(8);

  private final int code;

  Encoding(int code) {
    this.code = code;
  }

  /** The format's number for it. */
  int code() {
    return code;
  }
}
