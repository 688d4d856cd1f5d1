package io.lodestone.engine.memtable;

import io.lodestone.model.SeriesKeyReader;
import io.lodestone.scan.Column;
import io.lodestone.scan.SeriesCondition;
import io.lodestone.scan.SeriesPredicate;
import java.util.List;

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
