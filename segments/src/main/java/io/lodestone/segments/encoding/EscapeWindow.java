package io.lodestone.segments.encoding;

import java.util.Arrays;

/**
 * Chooses the values that the codes of an escaped stream stand for: the window of {@code 2^width -
 * 1} neighbours that makes codes and escaped values together smallest, by a histogram.
 *
 * <p>Where the values spread further than the histogram, it is laid around the median of a sample,
 * in buckets as wide as the sample's quartiles demand; what lies outside is counted as one. One
 * owner.
 */
final class EscapeWindow {
  private static final int BUCKETS = 512;
  private static final int SAMPLES = 32;

  /** Header, first symbol and the rounding of words, of one stream more. */
  private static final int STREAM_BITS = 40;

  private final int[] counts = new int[BUCKETS];
  private final long[] sample = new long[SAMPLES];
  private long origin;
  private int bucketBits;
  private int first;
  private int last;
  private int inside;
  private int found;
  private int width;
  private long low;

  /**
   * Looks for a window.
   *
   * @param values none negative, valid below {@code n}
   * @param max the greatest value, below 2^62
   * @param widthMax the width that codes have to stay below
   * @return whether one is worth trying
   */
  boolean choose(long[] values, int n, long max, int widthMax) {
    lay(values, n, max);
    count(values, n);
    long best = (long) n * widthMax;
    width = 0;
    int spread = last - first + 1;
    long span = 0;
    for (int w = bucketBits + 1;
        w < widthMax && w <= EscapedStream.CODE_BITS_MAX && span < spread;
        w++) {
      // Whole buckets that are sure to lie in the window.
      span = (1L << (w - bucketBits)) - 1;
      int start = fullest((int) Math.min(span, spread));
      long bits = (long) n * w + restBits(n - found, inside - found, span, max);
      if (bits < best) {
        best = bits;
        width = w;
        low = Math.max(0, (origin + start) << bucketBits);
      }
    }
    return width > 0;
  }

  /** Where the neighbouring buckets that hold most begin; {@code found} is what they hold. */
  private int fullest(int span) {
    int start = first;
    int sum = 0;
    for (int b = first; b < first + span; b++) {
      sum += counts[b];
    }
    found = sum;
    for (int b = first + span; b <= last; b++) {
      sum += counts[b] - counts[b - span];
      if (sum > found) {
        found = sum;
        start = b - span + 1;
      }
    }
    return start;
  }

  /** Puts the buckets where most values are expected. */
  private void lay(long[] values, int n, long max) {
    origin = 0;
    bucketBits = 0;
    if (max < BUCKETS) {
      return;
    }
    int stride = Math.max(1, n / SAMPLES) | 1;
    int taken = 0;
    for (int i = 0; i < n && taken < SAMPLES; i += stride) {
      sample[taken++] = values[i];
    }
    Arrays.sort(sample, 0, taken);
    long middleHalf = sample[taken * 3 / 4] - sample[taken / 4];
    // The quartiles of a bell curve lie 1.35 standard deviations apart; this leaves room for
    // twelve.
    bucketBits = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(middleHalf * 8 / BUCKETS));
    origin = Math.max(0, (sample[taken / 2] >> bucketBits) - BUCKETS / 2);
  }

  private void count(long[] values, int n) {
    Arrays.fill(counts, 0);
    inside = 0;
    for (int i = 0; i < n; i++) {
      long bucket = (values[i] >> bucketBits) - origin;
      if (bucket >= 0 && bucket < BUCKETS) {
        counts[(int) bucket]++;
        inside++;
      }
    }
    first = 0;
    last = BUCKETS - 1;
    while (first < last && counts[first] == 0) {
      first++;
    }
    while (last > first && counts[last] == 0) {
      last--;
    }
  }

  /**
   * What the escaped values will take: in one width, or those of the histogram in a width of their
   * own and the rest escaped once more.
   */
  private long restBits(int escaped, int near, long span, long max) {
    long far = Math.max(1, max - (span << bucketBits));
    int farBits = Long.SIZE - Long.numberOfLeadingZeros(far);
    long once = (long) escaped * farBits;
    if (near == escaped) {
      return STREAM_BITS + once;
    }
    long spread = Math.max(1, (last - first + 1 - span) << bucketBits);
    int nearBits = Long.SIZE - Long.numberOfLeadingZeros(spread);
    long twice = (long) escaped * nearBits + (long) (escaped - near) * farBits + STREAM_BITS;
    return STREAM_BITS + Math.min(once, twice);
  }

  /** The bits of a code. */
  int width() {
    return width;
  }

  /** The smallest value that has a code. */
  long low() {
    return low;
  }
}
