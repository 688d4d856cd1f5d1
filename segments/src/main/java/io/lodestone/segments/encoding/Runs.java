package io.lodestone.segments.encoding;

/**
 * Where the runs of a vector end: consecutive values of one series, the rest of a run that began in
 * an earlier vector, and the beginning of one that goes on in the next. Reused. One owner.
 */
public final class Runs {
  private final int[] ends = new int[PackedStream.VALUES_MAX];
  private int count;

  public void clear() {
    count = 0;
  }

  /**
   * Adds a run. One without a value is left out.
   *
   * @param end the index after its last value, not below the run before
   */
  public void add(int end) {
    if (end > last()) {
      ends[count++] = end;
    }
  }

  /** One run of all {@code n} values. */
  public Runs single(int n) {
    count = 0;
    add(n);
    return this;
  }

  public int count() {
    return count;
  }

  /** The index after the last value of a run. */
  public int end(int run) {
    return ends[run];
  }

  private int last() {
    return count == 0 ? 0 : ends[count - 1];
  }
}
