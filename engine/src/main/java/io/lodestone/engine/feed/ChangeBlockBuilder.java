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
 * log tell them, with their list of series. All that is added to a block knows the points before,
 * or nothing does.
 */
final class ChangeBlockBuilder {
  private static final int[] NONE = {};

  private PointBatch.Builder points;

  /** By which its points name their series. */
  private final SeriesList list;

  private final int expected;
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

  /** Where series of other lists stand in this one. */
  private final NumbersBySeries places;

  /** Per point that is being picked: where its series stands in the list. */
  private int[] picked = NONE;

  private boolean knowsBefore = true;

  /**
   * For changes picked from blocks.
   *
   * @param list of the builder's own, or shared with others that know the same places; series are
   *     added to it
   * @param places where series of other lists stand in it
   * @param expected changes to make room for at first
   */
  ChangeBlockBuilder(SeriesList list, NumbersBySeries places, int expected) {
    this.list = list;
    this.places = places;
    this.expected = expected;
    this.points = new PointBatch.Builder(list, expected);
    this.sequences = new long[expected];
    this.ticks = new long[expected];
  }

  /**
   * For changes whose series a list names that is there already.
   *
   * @param expected changes to make room for at first
   */
  ChangeBlockBuilder(SeriesList list, int expected) {
    this(list, new NumbersBySeries(), expected);
  }

  /** Whether it names series by a list. */
  boolean names(SeriesList other) {
    return list == other;
  }

  /** Whether changes can be appended in the memory that there is. */
  boolean hasRoomFor(int more) {
    return points.size() + more <= sequences.length;
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
    pick(from.sequences(), rows, start, count, sequences, first);
    pick(from.ticks(), rows, start, count, ticks, first);
    pickSeries(batch, rows, start, count);
    points.picked(batch, rows, start, count, picked);
    boolean together = rows[start + count - 1] - rows[start] == count - 1;
    for (ColumnBuffer column : batch.columns()) {
      ColumnBuffer values = points.column(column.name(), column.type());
      values.padTo(first);
      if (together) {
        values.appendRange(column, rows[start], count);
      } else {
        append(values, column, rows, start, count);
      }
    }
    pickReplaced(from, rows, start, count, first);
    addBefore(from.before());
  }

  private static void pick(long[] from, int[] rows, int start, int count, long[] to, int first) {
    int at = first - start;
    for (int i = start; i < start + count; i++) {
      to[at + i] = from[rows[i]];
    }
  }

  /** Notes where the series of rows stand here. Most rows name one that is known. */
  private void pickSeries(PointBatch batch, int[] rows, int start, int count) {
    if (picked.length < count) {
      picked = new int[Math.max(count, expected)];
    }
    int[] series = batch.series();
    int[] known = places.upTo(batch, batch.seriesCount() - 1);
    for (int i = 0; i < count; i++) {
      int of = series[rows[start + i]];
      int place = known[of];
      if (place == NumbersBySeries.UNKNOWN) {
        int key = batch.keyStart(of);
        place = points.series(batch.keyBytes(), key, batch.keyEnd(of) - key);
        known[of] = place;
      }
      picked[i] = place;
    }
  }

  private void pickReplaced(ChangeBlock from, int[] rows, int start, int count, int first) {
    int[] replacing = from.replaced();
    int before = replacing.length == 0 ? 0 : from.replacedFrom(rows[start]);
    for (int i = 0; i < count && before < replacing.length; i++) {
      int row = rows[start + i];
      while (before < replacing.length && replacing[before] < row) {
        before++;
      }
      if (before < replacing.length && replacing[before] == row) {
        noteReplaced(before, first + i);
      }
    }
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
    points.points(batch);
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

  /** Another point was replaced by the one at a place: where that stands among those before. */
  private void noteReplaced(int before, int at) {
    if (replacements == replaced.length) {
      int capacity = Math.max(2 * replacements, replacementsExpected());
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
    boolean together = befores[replacements - 1] - befores[first] == count - 1;
    for (int i = 0; i < known.columns().size(); i++) {
      ColumnBuffer column = known.columns().get(i);
      ColumnBuffer values = columnBefore(i, column.name(), column.type());
      values.padTo(first);
      if (together) {
        values.appendRange(column, befores[first], count);
      } else {
        append(values, column, befores, first, count);
      }
    }
  }

  /** A column of the points before, which stands at a place, probably. */
  private ColumnBuffer columnBefore(int place, String name, ValueType type) {
    if (place < columnsBefore.size() && isOf(columnsBefore.get(place), name, type)) {
      return columnsBefore.get(place);
    }
    for (ColumnBuffer column : columnsBefore) {
      if (isOf(column, name, type)) {
        return column;
      }
    }
    ColumnBuffer column = new ColumnBuffer(name, type, replacementsExpected());
    columnsBefore.add(column);
    return column;
  }

  /** How many there will be when what is still to come replaces as many as what came. */
  private int replacementsExpected() {
    long share = (long) sequences.length * replacements / Math.max(1, points.size());
    return (int) Math.max(16, share);
  }

  private static boolean isOf(ColumnBuffer column, String name, ValueType type) {
    return column.type() == type && column.name().equals(name);
  }

  /** What was gathered, in this builder's memory: nothing is to be added but after a restart. */
  ChangeBlock build() {
    columnsBefore.forEach(column -> column.padTo(replacements));
    Optional<PointsReplaced.Before> before =
        knowsBefore && replacements > 0
            ? Optional.of(new PointsReplaced.Before(versionsBefore, List.copyOf(columnsBefore)))
            : Optional.empty();
    if (sequences.length > 2 * points.size()) {
      sequences = Arrays.copyOf(sequences, points.size());
      ticks = Arrays.copyOf(ticks, points.size());
    }
    replaced = replaced.length == replacements ? replaced : Arrays.copyOf(replaced, replacements);
    return new ChangeBlock(points.build(), sequences, ticks, replaced, before);
  }

  /**
   * Begins another block.
   *
   * @param spent the one built last, which nobody will look at any more: its memory is used again
   */
  void restart(ChangeBlock spent) {
    // Columns that nobody uses any more would cost as much as others.
    boolean isDense = spent.points().columns().stream().allMatch(ChangeBlockBuilder::hasValues);
    points = isDense ? spent.points().recycle() : new PointBatch.Builder(list, expected);
    if (columnsBefore.stream().allMatch(ChangeBlockBuilder::hasValues)) {
      columnsBefore.forEach(ColumnBuffer::clear);
    } else {
      columnsBefore.clear();
    }
    replacements = 0;
    beforesTaken = 0;
    knowsBefore = true;
  }

  private static boolean hasValues(ColumnBuffer column) {
    return column.absentCount() < column.size();
  }
}
