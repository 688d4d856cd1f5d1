package io.lodestone.engine.memtable;

import io.lodestone.model.SeriesKeyReader;
import io.lodestone.scan.Column;
import io.lodestone.scan.SeriesPredicate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Tells which series keys fulfil all conditions of a query. Reusable; one owner. */
final class SeriesFilter {
  private final SeriesKeyReader reader = new SeriesKeyReader();
  private final List<Condition> conditions;

  SeriesFilter(List<SeriesPredicate> predicates) {
    conditions = predicates.stream().map(Condition::of).toList();
  }

  boolean matches(byte[] key, int offset, int length) {
    for (int i = 0; i < conditions.size(); i++) {
      Condition condition = conditions.get(i);
      reader.open(key, offset, length);
      if (!condition.holds(reader, moveTo(condition))) {
        return false;
      }
    }
    return true;
  }

  /** Moves to what the condition speaks of; false when the series does not have it. */
  private boolean moveTo(Condition condition) {
    if (condition.onMeasureName) {
      return true;
    }
    while (reader.nextDimension()) {
      if (reader.nameIs(condition.name)) {
        return true;
      }
    }
    return false;
  }

  /** A predicate with its texts in the form that keys hold, the values in ascending order. */
  private static final class Condition {
    private final boolean onMeasureName;
    private final byte[] name;
    private final boolean wantsAbsent;
    private final boolean wantsListed;
    private final byte[][] values;

    private Condition(String column, boolean wantsAbsent, boolean wantsListed, Set<String> values) {
      this.onMeasureName = column.equals(Column.MEASURE_NAME);
      this.name = SeriesKeyReader.escaped(column);
      this.wantsAbsent = wantsAbsent;
      this.wantsListed = wantsListed;
      this.values = values.stream().map(SeriesKeyReader::escaped).toArray(byte[][]::new);
      Arrays.sort(this.values, Arrays::compareUnsigned);
    }

    static Condition of(SeriesPredicate predicate) {
      return switch (predicate) {
        case SeriesPredicate.In in -> new Condition(in.column(), false, true, in.values());
        case SeriesPredicate.NotIn notIn ->
            new Condition(notIn.column(), false, false, notIn.values());
        // Present, and none of no values.
        case SeriesPredicate.IsPresent present ->
            new Condition(present.column(), false, false, Set.of());
        case SeriesPredicate.IsAbsent absent ->
            new Condition(absent.column(), true, false, Set.of());
      };
    }

    boolean holds(SeriesKeyReader reader, boolean present) {
      if (!present || wantsAbsent) {
        return present != wantsAbsent;
      }
      return isListed(reader) == wantsListed;
    }

    private boolean isListed(SeriesKeyReader reader) {
      int low = 0;
      int high = values.length - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        byte[] value = values[middle];
        int order =
            Arrays.compareUnsigned(
                value, 0, value.length, reader.bytes(), reader.valueStart(), reader.valueEnd());
        if (order == 0) {
          return true;
        }
        if (order < 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return false;
    }
  }
}
