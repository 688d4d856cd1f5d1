package io.lodestone.storage;

import java.io.IOException;

/**
 * Bytes of a file are not what was written there. Names the file, the offset, what was expected and
 * what was found.
 */
public final class CorruptFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long offset;

  public CorruptFileException(String file, long offset, String expected, String found) {
    super(
        "corrupt file "
            + file
            + " at offset "
            + offset
            + ": expected "
            + expected
            + ", found "
            + found);
    this.file = file;
    this.offset = offset;
  }

  public String file() {
    return file;
  }

  public long offset() {
    return offset;
  }
}
