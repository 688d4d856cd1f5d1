package io.lodestone.engine.feed;

import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesList;
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
  private static final int UNKNOWN = -1;

  private final PointBatch.Builder points = new PointBatch.Builder(64);
  private long[] sequences = new long[64];
  private long[] ticks = new long[64];
  private int[] replaced = new int[16];
  private long[] versionsBefore = new long[16];
  private final List<ColumnBuffer> columnsBefore = new ArrayList<>();
  private int replacements;

  /** Whose series {@link #places} speaks of: lists are shared by many batches, and only grow. */
  private SeriesList placesOf;

  private int[] places = new int[0];
  private boolean knowsBefore = true;

  int size() {
    return points.size();
  }

  /**
   * Adds changes of a block, which have to stand after those added before.
   *
   * @param rows which of the block's, ascending
   * @param start the first of them in the array
   * @param count how many, at least 1
   */
  void add(ChangeBlock from, int[] rows, int start, int count) {
    PointBatch batch = from.points();
    int first = points.size();
    reserve(first + count);
    for (int i = 0; i < count; i++) {
      int row = rows[start + i];
      sequences[first + i] = from.sequences()[row];
      ticks[first + i] = from.ticks()[row];
      points.point(first + i, place(batch, row), batch.times()[row], batch.versions()[row]);
      int before = from.beforeOf(row);
      if (before >= 0) {
        addBefore(from, before, first + i);
      }
    }
    for (ColumnBuffer column : batch.columns()) {
      ColumnBuffer values = points.column(column.name(), column.type());
      values.padTo(first);
      if (column.type() != ValueType.VARCHAR && column.absentCount() == 0) {
        values.appendPicked(column.words(), rows, start, count);
        continue;
      }
      for (int i = start; i < start + count; i++) {
        values.appendFrom(column, rows[i]);
      }
    }
  }

  private void reserve(int size) {
    if (size > sequences.length) {
      int capacity = Math.max(size, 2 * sequences.length);
      sequences = Arrays.copyOf(sequences, capacity);
      ticks = Arrays.copyOf(ticks, capacity);
    }
  }

  /** The place that the series of a row has here. Most rows name one that is known. */
  private int place(PointBatch batch, int row) {
    if (placesOf != batch.seriesList()) {
      placesOf = batch.seriesList();
      Arrays.fill(places, UNKNOWN);
    }
    int series = batch.series()[row];
    if (series >= places.length) {
      int known = places.length;
      places = Arrays.copyOf(places, Math.max(series + 1, 2 * known));
      Arrays.fill(places, known, places.length, UNKNOWN);
    }
    if (places[series] == UNKNOWN) {
      int start = batch.keyStart(series);
      places[series] = points.series(batch.keyBytes(), start, batch.keyEnd(series) - start);
    }
    return places[series];
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
