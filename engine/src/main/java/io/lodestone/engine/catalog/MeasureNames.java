package io.lodestone.engine.catalog;

import java.util.Collection;
import java.util.List;

/**
 * The measure names that points of a table have had: never changes, and shares all but one path
 * with the set that it was made from. A name stays for as long as its table does, as a column does,
 * so that there are never more than the limit which the committer holds a table to. Safe for
 * several threads.
 */
public final class MeasureNames {
  /** None. */
  public static final MeasureNames NONE = new MeasureNames(PersistentMap.empty(), 0);

  /** Each under itself. */
  private final PersistentMap<String, String> names;

  private final int count;

  private MeasureNames(PersistentMap<String, String> names, int count) {
    this.names = names;
    this.count = count;
  }

  public static MeasureNames of(Collection<String> all) {
    MeasureNames names = NONE;
    for (String name : all) {
      names = names.with(name);
    }
    return names;
  }

  /** With one more; the same when it is there. */
  public MeasureNames with(String name) {
    return contains(name) ? this : new MeasureNames(names.with(name, name), count + 1);
  }

  public boolean contains(String name) {
    return names.get(name).isPresent();
  }

  public int count() {
    return count;
  }

  /** In ascending order. */
  public List<String> sorted() {
    return names.values();
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof MeasureNames that
            && count == that.count
            && (names == that.names || sorted().equals(that.sorted()));
  }

  @Override
  public int hashCode() {
    return sorted().hashCode();
  }

  @Override
  public String toString() {
    return sorted().toString();
  }
}
