package io.lodestone.engine.commit;

import io.lodestone.model.SeriesKeyReader;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The dimension names of a table, as text and as series keys hold them: what is asked once for
 * every new series, of which a table may get a million at once. Used by the committer alone.
 */
final class DimensionNames {
  private final Set<String> names = new HashSet<>();

  /** The same in the form that keys have, in ascending order, as a key's dimensions stand. */
  private byte[][] escaped = {};

  private final SeriesKeyReader reader = new SeriesKeyReader();

  /** Enters a name that is not here yet. */
  void add(String name) {
    if (names.add(name)) {
      escaped = Arrays.copyOf(escaped, names.size());
      escaped[names.size() - 1] = SeriesKeyReader.escaped(name);
      Arrays.sort(escaped, Arrays::compareUnsigned);
    }
  }

  void clear() {
    names.clear();
    escaped = new byte[0][];
  }

  boolean contains(String name) {
    return names.contains(name);
  }

  int count() {
    return names.size();
  }

  /** Whether all dimensions of a series are here; decodes nothing. */
  boolean containAllOf(byte[] key, int offset, int length) {
    reader.open(key, offset, length);
    int next = 0;
    while (reader.nextDimension()) {
      while (next < escaped.length && !reader.nameIs(escaped[next])) {
        next++;
      }
      if (next == escaped.length) {
        return false;
      }
      next++;
    }
    return true;
  }
}
