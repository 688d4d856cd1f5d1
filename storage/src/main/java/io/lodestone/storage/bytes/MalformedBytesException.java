package io.lodestone.storage.bytes;

/**
 * Bytes cannot be what their reader took them for. Checked, so that every decoder has to say which
 * file and which offset it was reading: see {@code CorruptFileException}.
 */
public final class MalformedBytesException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int position;
  private final String expected;
  private final String found;

  public MalformedBytesException(int position, String expected, String found) {
    super("malformed at byte " + position + ": expected " + expected + ", found " + found);
    this.position = position;
    this.expected = expected;
    this.found = found;
  }

  /** Where, counted from the first byte that the reader was given. */
  public int position() {
    return position;
  }

  /** What should have been there. */
  public String expected() {
    return expected;
  }

  /** What was there. */
  public String found() {
    return found;
  }
}
