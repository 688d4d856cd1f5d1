package io.lodestone.engine.memtable;

/**
 * The keys of the series that a cursor comes to next, copied side by side. In the order of reading
 * each key lies on another page of memory than the one before; fetched one by one, most of the time
 * of reading them is spent waiting, and fetched together, the waits fall into one another.
 *
 * <p>One owner.
 */
final class KeysAhead {
  private static final int SERIES = 64;

  private final DictionaryView dictionary;
  private final SeriesOrder order;

  /** The ranks of the series whose keys are here. */
  private int firstRank;

  private int endRank;
  private final long[] places = new long[SERIES];
  private final int[] starts = new int[SERIES + 1];
  private byte[] bytes = new byte[1 << 13];

  /** The present series, counted from the first. */
  private int at;

  KeysAhead(DictionaryView dictionary, SeriesOrder order) {
    this.dictionary = dictionary;
    this.order = order;
  }

  /**
   * Makes the series of a rank the present one.
   *
   * @param rank of a series of the dictionary, not before an earlier one's
   */
  void moveTo(int rank) {
    if (rank >= endRank) {
      fetch(rank);
    }
    at = rank - firstRank;
  }

  /** What holds the key of the present series, until it is another one. */
  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return starts[at];
  }

  int length() {
    return starts[at + 1] - starts[at];
  }

  private void fetch(int rank) {
    int count = Math.min(SERIES, order.count() - rank);
    int length = 0;
    for (int i = 0; i < count; i++) {
      int handle = order.handle(rank + i);
      // The order may know series that came after the view was made.
      places[i] = handle < dictionary.count() ? dictionary.place(handle) : 0;
      starts[i] = length;
      length += TextArena.length(places[i]);
    }
    starts[count] = length;
    if (bytes.length < length) {
      bytes = new byte[2 * length];
    }
    for (int i = 0; i < count; i++) {
      dictionary.copy(places[i], bytes, starts[i]);
    }
    firstRank = rank;
    endRank = rank + count;
  }
}
