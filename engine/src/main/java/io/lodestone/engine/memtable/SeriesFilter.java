package io.lodestone.engine.memtable;

import io.lodestone.model.SeriesKeyReader;
import io.lodestone.scan.Column;
import io.lodestone.scan.SeriesCondition;
import io.lodestone.scan.SeriesPredicate;
import java.util.List;
import java.util.Optional;

/** Tells which series keys fulfil all conditions of a query. Reusable; one owner. */
final class SeriesFilter {
  /**
   * @param name the dimension's name as keys hold it
   */
  private record Test(SeriesCondition condition, boolean onMeasureName, byte[] name) {
    static Test of(SeriesCondition condition) {
      return new Test(
          condition,
          condition.column().equals(Column.MEASURE_NAME),
          SeriesKeyReader.escaped(condition.column()));
    }
  }

  private final SeriesKeyReader reader = new SeriesKeyReader();
  private final List<Test> tests;

  SeriesFilter(List<SeriesPredicate> predicates) {
    tests = SeriesCondition.of(predicates).stream().map(Test::of).toList();
  }

  /**
   * Of the conditions that are true of listed values only, the one that the fewest series of a view
   * fulfil, as told by an index; empty when no condition is so, or none has an index.
   */
  Optional<Listed> fewest(DictionaryView dictionary) {
    Listed fewest = null;
    for (Test test : tests) {
      byte[][] values = test.condition.listed();
      if (values.length > 0) {
        Optional<DimensionIndex> index =
            dictionary.indexes().of(test.condition.column(), dictionary);
        if (index.isPresent()) {
          long count = index.get().count(values, dictionary);
          if (fewest == null || count < fewest.count) {
            fewest = new Listed(index.get(), values, count);
          }
        }
      }
    }
    return Optional.ofNullable(fewest);
  }

  /**
   * A condition that an index answers.
   *
   * @param count of how many series it is true, at most
   */
  record Listed(DimensionIndex index, byte[][] values, long count) {}

  boolean matches(byte[] key, int offset, int length) {
    for (int i = 0; i < tests.size(); i++) {
      Test test = tests.get(i);
      reader.open(key, offset, length);
      boolean holds =
          moveTo(test)
              ? test.condition.holds(reader.bytes(), reader.valueStart(), reader.valueEnd())
              : test.condition.holdsWhenAbsent();
      if (!holds) {
        return false;
      }
    }
    return true;
  }

  /** Moves to what the test speaks of; false when the series does not have it. */
  private boolean moveTo(Test test) {
    if (test.onMeasureName) {
      return true;
    }
    while (reader.nextDimension()) {
      if (reader.nameIs(test.name)) {
        return true;
      }
    }
    return false;
  }
}
