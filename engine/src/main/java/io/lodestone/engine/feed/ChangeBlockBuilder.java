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
 * Gathers changes into a block: picked from others, with series of its own, or as entries of the
 * log tell them, with their list of series. Used once. All that is added knows the points before,
 * or nothing does.
 */
final class ChangeBlockBuilder {
  private static final int UNKNOWN = -1;

  private static final int[] NONE = {};

  private final PointBatch.Builder points;

  /** By which its points name their series. */
  private final SeriesList list;

  private long[] sequences;
  private long[] ticks;
  private int[] replaced = NONE;
  private long[] versionsBefore = {};
  private final List<ColumnBuffer> columnsBefore = new ArrayList<>();
  private int replacements;

  /** Per replacement: where the point before stands in the block that it came from. */
  private int[] befores = NONE;

  /** Of so many replacements the points before are here. */
  private int beforesTaken;

  /** Whose series {@link #places} speaks of: lists are shared by many batches, and only grow. */
  private SeriesList placesOf;

  private int[] places = NONE;
  private boolean knowsBefore = true;

  /**
   * For changes picked from blocks.
   *
   * @param expected changes to make room for at first
   */
  ChangeBlockBuilder(int expected) {
    this(new SeriesList(), expected);
  }

  /**
   * For changes whose series a list names that is there already.
   *
   * @param expected changes to make room for at first
   */
  ChangeBlockBuilder(SeriesList list, int expected) {
    this.list = list;
    this.points = new PointBatch.Builder(list, expected);
    this.sequences = new long[expected];
    this.ticks = new long[expected];
  }

  /** Whether it names series by a list. */
  boolean names(SeriesList other) {
    return list == other;
  }

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
    int before = from.replacedFrom(rows[start]);
    for (int i = 0; i < count; i++) {
      int row = rows[start + i];
      sequences[first + i] = from.sequences()[row];
      ticks[first + i] = from.ticks()[row];
      points.point(first + i, place(batch, row), batch.times()[row], batch.versions()[row]);
      while (before < from.replaced().length && from.replaced()[before] < row) {
        before++;
      }
      if (before < from.replaced().length && from.replaced()[before] == row) {
        noteReplaced(before, first + i);
      }
    }
    for (ColumnBuffer column : batch.columns()) {
      ColumnBuffer values = points.column(column.name(), column.type());
      values.padTo(first);
      append(values, column, rows, start, count);
    }
    addBefore(from.before());
  }

  /**
   * Adds all changes of an entry, which have to stand after those added before.
   *
   * @param batch the points after the changes, whose series the list names
   * @param sequence of the first change; the others follow it without a gap
   * @param tick of all of them
   * @param replacedPoints which of them replaced another, in ascending order
   * @param before those others, in the same order; empty when they are not known
   */
  void append(
      PointBatch batch,
      long sequence,
      long tick,
      int[] replacedPoints,
      Optional<PointsReplaced.Before> before) {
    int first = points.size();
    int count = batch.size();
    reserve(first + count);
    for (int i = 0; i < count; i++) {
      sequences[first + i] = sequence + i;
    }
    Arrays.fill(ticks, first, first + count, tick);
    points.points(batch.series(), batch.times(), batch.versions(), count);
    for (ColumnBuffer column : batch.columns()) {
      ColumnBuffer values = points.column(column.name(), column.type());
      values.padTo(first);
      values.appendRange(column, 0, count);
    }
    for (int i = 0; i < replacedPoints.length; i++) {
      noteReplaced(i, first + replacedPoints[i]);
    }
    addBefore(before);
  }

  private static void append(ColumnBuffer to, ColumnBuffer from, int[] rows, int start, int count) {
    if (from.type() != ValueType.VARCHAR && from.absentCount() == 0) {
      to.appendPicked(from.words(), rows, start, count);
      return;
    }
    for (int i = start; i < start + count; i++) {
      to.appendFrom(from, rows[i]);
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

  /** Another point was replaced by the one at a place: where that stands among those before. */
  private void noteReplaced(int before, int at) {
    if (replacements == replaced.length) {
      int capacity = Math.max(16, 2 * replacements);
      replaced = Arrays.copyOf(replaced, capacity);
      versionsBefore = Arrays.copyOf(versionsBefore, capacity);
      befores = Arrays.copyOf(befores, capacity);
    }
    befores[replacements] = before;
    replaced[replacements++] = at;
  }

  /** Adds the points before of those noted since the last block. */
  private void addBefore(Optional<PointsReplaced.Before> before) {
    int first = beforesTaken;
    int count = replacements - first;
    beforesTaken = replacements;
    if (count == 0) {
      return;
    }
    if (before.isEmpty()) {
      knowsBefore = false;
      return;
    }
    PointsReplaced.Before known = before.get();
    for (int i = first; i < replacements; i++) {
      versionsBefore[i] = known.versions()[befores[i]];
    }
    for (ColumnBuffer column : known.columns()) {
      ColumnBuffer values = columnBefore(column.name(), column.type());
      values.padTo(first);
      append(values, column, befores, first, count);
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
