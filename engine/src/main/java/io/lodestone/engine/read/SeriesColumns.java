package io.lodestone.engine.read;

import io.lodestone.model.SeriesKeyReader;
import io.lodestone.scan.RunCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The requested columns whose values stand in the series key; reads each key once. One owner. */
final class SeriesColumns {
  private record Wanted(byte[] name, OutputColumn.Texts column) {}

  private final SeriesKeyReader reader = new SeriesKeyReader();
  private final List<OutputColumn.Texts> measureNames = new ArrayList<>();

  /** In ascending order of the names, as dimensions stand in keys. */
  private final List<Wanted> dimensions = new ArrayList<>();

  void addMeasureName(OutputColumn.Texts column) {
    measureNames.add(column);
  }

  void addDimension(String name, OutputColumn.Texts column) {
    dimensions.add(new Wanted(SeriesKeyReader.escaped(name), column));
    dimensions.sort(Comparator.comparing(Wanted::name, Arrays::compareUnsigned));
  }

  /** Sets the columns' values for the points of the series that a cursor's run belongs to. */
  void open(RunCursor run) {
    // Making the key costs something, and nobody may want it.
    if (!measureNames.isEmpty() || !dimensions.isEmpty()) {
      open(run.keyBytes(), run.keyOffset(), run.keyLength());
    }
  }

  /** Sets the columns' values for the points of a series. */
  void open(byte[] key, int offset, int length) {
    reader.open(key, offset, length);
    for (int i = 0; i < measureNames.size(); i++) {
      measureNames.get(i).setValue(reader);
    }
    int next = 0;
    while (next < dimensions.size() && reader.nextDimension()) {
      // Both sides ascend: what is wanted and lies before this dimension is not in the key.
      while (next < dimensions.size() && reader.compareName(dimensions.get(next).name()) > 0) {
        dimensions.get(next++).column().setAbsent();
      }
      if (next < dimensions.size() && reader.nameIs(dimensions.get(next).name())) {
        dimensions.get(next++).column().setValue(reader);
      }
    }
    while (next < dimensions.size()) {
      dimensions.get(next++).column().setAbsent();
    }
  }
}
