package io.lodestone.engine.memtable;

import io.lodestone.scan.KeyRange;
import io.lodestone.scan.SeriesPredicate;
import java.util.List;
import java.util.Optional;

/** The series a cursor wants: a set that is asked by handle and walked by rank. Immutable. */
final class SeriesSelection {
  /** Of more than a quarter of all series an index leads to keys in no order for nothing. */
  private static final int WORTH_AN_INDEX = 4;

  /** What {@link #nextRank} gives after the last. */
  static final int NO_RANK = Integer.MAX_VALUE;

  private final boolean all;
  private final long[] handles;
  private final long[] ranks;

  private SeriesSelection(boolean all, int seriesCount) {
    int words = all ? 0 : (seriesCount + 63) >>> 6;
    this.all = all;
    this.handles = new long[words];
    this.ranks = new long[words];
  }

  /** The series of a share that fulfil all conditions. */
  static SeriesSelection of(
      List<SeriesPredicate> predicates,
      KeyRange keys,
      DictionaryView dictionary,
      SeriesOrder order) {
    if (predicates.isEmpty() && keys.isAll()) {
      return new SeriesSelection(true, 0);
    }
    SeriesSelection selection = new SeriesSelection(false, order.count());
    SeriesFilter filter = new SeriesFilter(predicates);
    Optional<SeriesFilter.Listed> listed = filter.fewest(dictionary);
    if (listed.isPresent() && listed.get().count() < dictionary.count() / WORTH_AN_INDEX) {
      int[] candidates = listed.get().index().series(listed.get().values(), dictionary);
      selection.addWanted(candidates, keys, filter, dictionary, order);
      return selection;
    }
    if (keys.isAll()) {
      // In the order of arrival, in which the keys lie in memory.
      for (int handle = 0; handle < dictionary.count(); handle++) {
        selection.addIfWanted(handle, filter, dictionary, order);
      }
      return selection;
    }
    int end = keys.hasEnd() ? order.firstNotBelow(keys.end(), dictionary) : order.count();
    for (int rank = order.firstNotBelow(keys.start(), dictionary); rank < end; rank++) {
      // The order may know series that came after the view was made.
      if (order.handle(rank) < dictionary.count()) {
        selection.addIfWanted(order.handle(rank), filter, dictionary, order);
      }
    }
    return selection;
  }

  private void addWanted(
      int[] candidates,
      KeyRange keys,
      SeriesFilter filter,
      DictionaryView dictionary,
      SeriesOrder order) {
    int start = keys.start().length == 0 ? 0 : order.firstNotBelow(keys.start(), dictionary);
    int end = keys.hasEnd() ? order.firstNotBelow(keys.end(), dictionary) : order.count();
    for (int handle : candidates) {
      int rank = order.ranks()[handle];
      if (rank >= start && rank < end) {
        addIfWanted(handle, filter, dictionary, order);
      }
    }
  }

  private void addIfWanted(
      int handle, SeriesFilter filter, DictionaryView dictionary, SeriesOrder order) {
    if (filter.matches(
        dictionary.keyBytes(handle), dictionary.keyOffset(handle), dictionary.keyLength(handle))) {
      add(handle, order);
    }
  }

  /** One series. */
  static SeriesSelection of(int handle, SeriesOrder order) {
    SeriesSelection selection = new SeriesSelection(false, order.count());
    selection.add(handle, order);
    return selection;
  }

  boolean isAll() {
    return all;
  }

  boolean contains(int handle) {
    return all || (handles[handle >>> 6] >>> handle & 1) != 0;
  }

  /** The first rank from this one on whose series is wanted, or {@link #NO_RANK}. */
  int nextRank(int rank) {
    if (all) {
      return rank;
    }
    int word = rank >>> 6;
    if (word >= ranks.length) {
      return NO_RANK;
    }
    long bits = ranks[word] & -1L << rank;
    while (bits == 0) {
      if (++word == ranks.length) {
        return NO_RANK;
      }
      bits = ranks[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }

  private void add(int handle, SeriesOrder order) {
    int rank = order.ranks()[handle];
    handles[handle >>> 6] |= 1L << handle;
    ranks[rank >>> 6] |= 1L << rank;
  }
}
