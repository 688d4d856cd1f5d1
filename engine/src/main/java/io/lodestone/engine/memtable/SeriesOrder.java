package io.lodestone.engine.memtable;

/**
 * The series of a memtable in the {@link io.lodestone.model.KeyOrder} of their table: handles in
 * that order, and the rank of each handle. Immutable.
 */
final class SeriesOrder {
  static final SeriesOrder EMPTY = new SeriesOrder(new int[0]);

  private final int[] byKey;
  private final int[] ranks;

  private SeriesOrder(int[] byKey) {
    this.byKey = byKey;
    this.ranks = new int[byKey.length];
    for (int rank = 0; rank < byKey.length; rank++) {
      ranks[byKey[rank]] = rank;
    }
  }

  /** How many series, those with the handles below this number. */
  int count() {
    return byKey.length;
  }

  /** The handle at a rank. */
  int handle(int rank) {
    return byKey[rank];
  }

  /** Per handle: its place in the order. Read only. */
  int[] ranks() {
    return ranks;
  }

  /**
   * A rank below which all series of a dictionary come before a key, and from which on none does.
   * The order may know series that the dictionary does not.
   */
  int firstNotBelow(byte[] key, DictionaryView dictionary) {
    int low = 0;
    int high = byKey.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int known = middle;
      while (known > low && byKey[known] >= dictionary.count()) {
        known--;
      }
      if (byKey[known] >= dictionary.count() || dictionary.compareKey(byKey[known], key) < 0) {
        low = middle + 1;
      } else {
        high = known;
      }
    }
    return low;
  }

  long memoryBytes() {
    return ArrayBytes.of(byKey) + ArrayBytes.of(ranks);
  }

  /** This order with all further series of a dictionary: only these are sorted, then merged in. */
  SeriesOrder extend(DictionaryView dictionary) {
    int known = count();
    int added = dictionary.count() - known;
    int[] fresh = new int[added];
    for (int i = 0; i < added; i++) {
      fresh[i] = known + i;
    }
    KeySort.sort(dictionary, fresh);
    int[] merged = new int[known + added];
    int left = 0;
    int right = 0;
    for (int out = 0; out < merged.length; out++) {
      boolean takeLeft =
          right == added || left < known && dictionary.compare(byKey[left], fresh[right]) < 0;
      merged[out] = takeLeft ? byKey[left++] : fresh[right++];
    }
    return new SeriesOrder(merged);
  }
}
