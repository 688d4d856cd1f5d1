package io.lodestone.engine.memtable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The {@link DimensionIndex}es of a memtable: of the columns by which somebody has asked for series
 * since it has many. An index takes four bytes a series and some thirty a value. Safe for several
 * threads.
 */
final class DimensionIndexes {
  /** The keys of fewer series are looked through as fast as an index is made. */
  static final int SERIES_MIN = 1_024;

  /** The columns asked for first are indexed; conditions on more are tested key by key. */
  static final int COLUMNS_MAX = 8;

  private final AtomicReference<List<DimensionIndex>> all = new AtomicReference<>(List.of());

  /** The index of a column, empty when it is not worth one, or too many others have one. */
  Optional<DimensionIndex> of(String column, DictionaryView dictionary) {
    if (dictionary.count() < SERIES_MIN) {
      return Optional.empty();
    }
    while (true) {
      List<DimensionIndex> known = all.get();
      for (DimensionIndex index : known) {
        if (index.isOf(column)) {
          return Optional.of(index);
        }
      }
      if (known.size() == COLUMNS_MAX) {
        return Optional.empty();
      }
      List<DimensionIndex> more = new ArrayList<>(known);
      more.add(new DimensionIndex(column));
      all.compareAndSet(known, List.copyOf(more));
    }
  }

  /** Never waits for a reader. */
  long memoryBytes() {
    long bytes = 0;
    List<DimensionIndex> known = all.get();
    for (int i = 0; i < known.size(); i++) {
      bytes += known.get(i).memoryBytes();
    }
    return bytes;
  }
}
