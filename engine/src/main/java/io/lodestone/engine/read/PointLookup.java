package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointFinder;
import io.lodestone.scan.PointSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the current point of a key and time in several parts of a table: what a late or repeated
 * point is judged by. Reusable for any number of keys; those of a series one after the other, by
 * ascending times, cost least. Valid while the parts are open; one owner.
 */
public final class PointLookup {
  private final List<PointSource> sources;
  private final List<Column> columns;

  /** Per source; null before it was asked. */
  private final PointFinder[] finders;

  /** The point found last, or nothing. */
  private final PointChunk found;

  /** The batch that {@link #places} speaks of; null for none. */
  private PointBatch mapped;

  /** Per column of that batch: its place in {@link #columns}, or -1. */
  private int[] places = {};

  /**
   * @param sources the parts, the youngest first
   * @param columns all measure columns of the table
   */
  public PointLookup(List<PointSource> sources, List<Column> columns) {
    this.sources = List.copyOf(sources);
    this.columns = List.copyOf(columns);
    this.finders = new PointFinder[this.sources.size()];
    List<ColumnBuffer> buffers = new ArrayList<>(columns.size());
    for (Column column : columns) {
      buffers.add(new ColumnBuffer(column.name(), column.type(), 1));
    }
    this.found = new PointChunk(buffers);
  }

  /**
   * Looks for the current point of a key.
   *
   * @param key the array that holds the canonical key
   * @return whether there is one; it is then what {@link #version()} and {@link #sameValues} tell
   *     of
   */
  public boolean find(byte[] key, int offset, int length, long timeNanos) {
    found.clear();
    TimeRange range = TimeRange.at(timeNanos);
    for (int i = 0; i < finders.length; i++) {
      PointSource source = sources.get(i);
      if (range.overlaps(source.minTimeNanos(), source.maxTimeNanos())) {
        if (finders[i] == null) {
          finders[i] = source.finder(columns);
        }
        if (finders[i].find(key, offset, length, timeNanos)) {
          consider(finders[i]);
        }
      }
    }
    return found.size() > 0;
  }

  /**
   * The client's version of the point found.
   *
   * @throws IllegalStateException when the last {@link #find} found none
   */
  public long version() {
    checkFound();
    return found.versions()[0];
  }

  /**
   * Whether the point found has the same measure values as a point of a batch, in the sense of
   * {@link ColumnBuffer#sameValue}. A column is the same when name and type are; one that either
   * side lacks is absent there.
   *
   * @throws IllegalStateException when the last {@link #find} found none
   */
  public boolean sameValues(PointBatch batch, int point) {
    checkFound();
    map(batch);
    int present = 0;
    for (int i = 0; i < batch.columns().size(); i++) {
      ColumnBuffer value = batch.columns().get(i);
      if (value.isPresent(point)) {
        if (places[i] < 0 || !value.sameValue(point, found.columns().get(places[i]), 0)) {
          return false;
        }
        present++;
      }
    }
    // All values of the batch's point are here; there must not be others.
    int stored = 0;
    for (int i = 0; i < columns.size(); i++) {
      stored += found.columns().get(i).isPresent(0) ? 1 : 0;
    }
    return stored == present;
  }

  /**
   * The values of the point found, one row of all columns; overwritten by the next {@link #find}.
   *
   * @throws IllegalStateException when the last {@link #find} found none
   */
  public List<ColumnBuffer> values() {
    checkFound();
    return found.columns();
  }

  /** Takes a point of an older source when the version rule says so. */
  private void consider(PointFinder older) {
    if (found.size() > 0) {
      if (VersionResolver.youngerWins(found.versions()[0], older.version())) {
        return;
      }
      found.clear();
    }
    older.appendTo(found);
  }

  private void map(PointBatch batch) {
    if (batch == mapped) {
      return;
    }
    if (places.length < batch.columns().size()) {
      places = new int[batch.columns().size()];
    }
    for (int i = 0; i < batch.columns().size(); i++) {
      ColumnBuffer values = batch.columns().get(i);
      places[i] = columns.indexOf(Column.measure(values.name(), values.type()));
    }
    mapped = batch;
  }

  private void checkFound() {
    if (found.size() == 0) {
      throw new IllegalStateException("no point was found");
    }
  }
}
