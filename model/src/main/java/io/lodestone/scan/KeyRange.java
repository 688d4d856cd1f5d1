package io.lodestone.scan;

/**
 * A half-open range of series in the order of their table, from one canonical key to another: a
 * share of a scan. Immutable.
 */
public final class KeyRange {
  /** Every series. */
  public static final KeyRange ALL = new KeyRange(new byte[0], new byte[0]);

  private final byte[] start;
  private final byte[] end;

  private KeyRange(byte[] start, byte[] end) {
    this.start = start;
    this.end = end;
  }

  /**
   * @param start the first key; empty for the beginning. Not copied
   * @param end the key after the last; empty for the end. Not copied
   */
  public static KeyRange of(byte[] start, byte[] end) {
    return new KeyRange(start, end);
  }

  public boolean isAll() {
    return start.length == 0 && end.length == 0;
  }

  public boolean hasEnd() {
    return end.length > 0;
  }

  /** The first key inside; empty for the beginning. Read only. */
  public byte[] start() {
    return start;
  }

  /** The first key after it; empty for the end. Read only. */
  public byte[] end() {
    return end;
  }
}
