package io.lodestone.engine.feed;

import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gathers changes of several blocks into a new one with series of its own. Used once. All of its
 * blocks know the points before, or none does.
 */
final class ChangeBlockBuilder {
  private final PointBatch.Builder points = new PointBatch.Builder(64);
  private long[] sequences = new long[64];
  private long[] ticks = new long[64];
  private int[] replaced = new int[16];
  private long[] versionsBefore = new long[16];
  private final List<ColumnBuffer> columnsBefore = new ArrayList<>();
  private int replacements;
  private boolean knowsBefore = true;

  int size() {
    return points.size();
  }

  /** Adds a change, which has to stand after those added before. */
  void add(ChangeBlock from, int row) {
    PointBatch batch = from.points();
    int at = points.size();
    if (at == sequences.length) {
      sequences = Arrays.copyOf(sequences, 2 * at);
      ticks = Arrays.copyOf(ticks, 2 * at);
    }
    sequences[at] = from.sequences()[row];
    ticks[at] = from.ticks()[row];
    int series = batch.series()[row];
    int start = batch.keyStart(series);
    int place = points.series(batch.keyBytes(), start, batch.keyEnd(series) - start);
    points.point(at, place, batch.times()[row], batch.versions()[row]);
    for (ColumnBuffer column : batch.columns()) {
      if (column.isPresent(row)) {
        points.valueColumn(column.name(), column.type()).appendFrom(column, row);
      }
    }
    int before = from.beforeOf(row);
    if (before >= 0) {
      addBefore(from, before, at);
    }
  }

  private void addBefore(ChangeBlock from, int before, int at) {
    if (replacements == replaced.length) {
      replaced = Arrays.copyOf(replaced, 2 * replacements);
      versionsBefore = Arrays.copyOf(versionsBefore, 2 * replacements);
    }
    replaced[replacements++] = at;
    if (from.before().isEmpty()) {
      knowsBefore = false;
      return;
    }
    PointsReplaced.Before known = from.before().get();
    versionsBefore[replacements - 1] = known.versions()[before];
    for (ColumnBuffer column : known.columns()) {
      if (column.isPresent(before)) {
        columnBefore(column.name(), column.type()).appendFrom(column, before);
      }
    }
  }

  private ColumnBuffer columnBefore(String name, ValueType type) {
    ColumnBuffer found = null;
    for (ColumnBuffer column : columnsBefore) {
      if (column.type() == type && column.name().equals(name)) {
        found = column;
      }
    }
    if (found == null) {
      found = new ColumnBuffer(name, type, 16);
      columnsBefore.add(found);
    }
    found.padTo(replacements - 1);
    return found;
  }

  ChangeBlock build() {
    int size = points.size();
    columnsBefore.forEach(column -> column.padTo(replacements));
    Optional<PointsReplaced.Before> before =
        knowsBefore && replacements > 0
            ? Optional.of(
                new PointsReplaced.Before(
                    Arrays.copyOf(versionsBefore, replacements), List.copyOf(columnsBefore)))
            : Optional.empty();
    return new ChangeBlock(
        points.build(),
        Arrays.copyOf(sequences, size),
        Arrays.copyOf(ticks, size),
        Arrays.copyOf(replaced, replacements),
        before);
  }
}
