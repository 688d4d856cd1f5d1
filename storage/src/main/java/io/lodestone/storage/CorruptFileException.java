package io.lodestone.storage;

import io.lodestone.storage.bytes.MalformedBytesException;
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

  /**
   * Says in which file malformed bytes were found.
   *
   * @param start where in the file the bytes began that the reader was given
   */
  public static CorruptFileException of(String file, long start, MalformedBytesException cause) {
    CorruptFileException failure =
        new CorruptFileException(file, start + cause.position(), cause.expected(), cause.found());
    failure.initCause(cause);
    return failure;
  }

  public String file() {
    return file;
  }

  public long offset() {
    return offset;
  }
}
