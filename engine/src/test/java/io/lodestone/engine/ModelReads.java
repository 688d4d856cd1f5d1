package io.lodestone.engine;

import io.lodestone.engine.ModelTable.Content;
import io.lodestone.scan.Column;
import java.util.Map;
import java.util.TreeMap;

/** Reads through a snapshot what a {@link ModelTable} says should be there. */
final class ModelReads {
  private ModelReads() {}

  static Content content(Snapshot snapshot) {
    Map<String, String> columns = new TreeMap<>();
    for (Column column : snapshot.schema().columns()) {
      switch (column.kind()) {
        case DIMENSION -> columns.put(column.name(), "dimension");
        case MEASURE -> columns.put(column.name(), column.type().name());
        case MEASURE_NAME, TIME -> {}
      }
    }
    return new Content(
        snapshot.view().table().definition().keyOrder(),
        columns,
        TableContent.withVersions(snapshot));
  }
}
