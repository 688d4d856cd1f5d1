package io.lodestone.engine.read;

import java.util.Arrays;

/** Places of a run that are kept: ranges, ascending and apart. Reused. One owner. */
final class PlaceRanges {
  /** The first place of a range, and the place after its last; then those of the next. */
  private int[] bounds = new int[64];

  private int count;
  private int places;

  void clear() {
    count = 0;
    places = 0;
  }

  void add(int from, int to) {
    if (2 * count == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * count] = from;
    bounds[2 * count + 1] = to;
    count++;
    places += to - from;
  }

  /** How many ranges there are. */
  int count() {
    return count;
  }

  /** How many places they hold together. */
  int places() {
    return places;
  }

  /** As they lie in memory: two numbers a range, valid below twice {@link #count()}. */
  int[] bounds() {
    return bounds;
  }
}
