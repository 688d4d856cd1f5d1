package io.lodestone.segments.encoding;

/** Bytes that no encoder wrote. Readers of files turn it into an error that names the file. */
public final class MalformedVectorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String expected;
  private final String found;

  /**
   * @param offset where in the decoded bytes
   * @param expected what should stand there
   * @param found what stands there
   */
  public MalformedVectorException(long offset, String expected, String found) {
    super(
        "at offset " + offset + ": expected " + expected + ", found " + found, null, false, false);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }

  /** Where in the decoded bytes. */
  public long offset() {
    return offset;
  }

  public String expected() {
    return expected;
  }

  public String found() {
    return found;
  }
}
