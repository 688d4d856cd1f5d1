package io.lodestone.engine.commit;

import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.history.HistoryColumns;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which columns the points of one batch may have, and which of them are new to the table. A name
 * stands for one column for ever: the first accepted point that has it decides whether it is a
 * dimension or a measure, and of which type.
 *
 * <p>One object serves one batch. Used by the committer alone.
 */
final class ColumnRules {
  private final TableState table;
  private final PointBatch batch;
  private final TableLimits limits;

  /** Per measure column; null while all are known, which is nearly always. */
  private ColumnState[] states;

  private final List<Column> newColumns = new ArrayList<>(0);

  /**
   * Why something does not fit.
   *
   * @param detail in words, for the rejection
   */
  record Fault(Reason reason, String detail) {}

  private enum ColumnState {
    KNOWN,
    NEW,
    CONFLICT
  }

  ColumnRules(TableState table, PointBatch batch, TableLimits limits) {
    this.table = table;
    this.batch = batch;
    this.limits = limits;
    examine();
  }

  /** Whether {@link #fault} need not be asked: every measure column is one of the table's. */
  boolean allKnown() {
    return states == null;
  }

  /** Columns and measure names that occur for the first time with an accepted point, in order. */
  List<Column> newColumns() {
    return newColumns;
  }

  /** Why the values of a point do not fit the table; null when they do. */
  Fault fault(int point) {
    List<ColumnBuffer> columns = batch.columns();
    int fresh = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnBuffer column = columns.get(i);
      if (states[i] == ColumnState.KNOWN || !column.isPresent(point)) {
        continue;
      }
      if (states[i] == ColumnState.CONFLICT) {
        return conflict(describe(column));
      }
      if (hasDimension(point, column.name())) {
        return conflict("the record has a dimension and a measure of the name " + column.name());
      }
      if (isPresentBefore(i, point)) {
        return conflict("the record has two values of the name " + column.name());
      }
      fresh += isSingleMeasure(column) ? 0 : 1;
    }
    if (fresh > 0 && table.attributeCount() + fresh > limits.attributesMax()) {
      return tooMany(limits.attributesMax(), "attributes of multi-measure records");
    }
    return null;
  }

  /** Defines the measure columns that an accepted point brings. */
  void defineMeasures(int point) {
    if (allKnown()) {
      return;
    }
    List<ColumnBuffer> columns = batch.columns();
    boolean changed = false;
    for (int i = 0; i < columns.size(); i++) {
      ColumnBuffer column = columns.get(i);
      if (states[i] == ColumnState.NEW && column.isPresent(point)) {
        define(Column.measure(column.name(), column.type()));
        changed = true;
      }
    }
    if (changed) {
      examine();
    }
  }

  /** There is one such column of a type, and it does not count. */
  private static boolean isSingleMeasure(ColumnBuffer column) {
    return column.name().startsWith(Column.SINGLE_MEASURE_PREFIX);
  }

  /**
   * Defines what a series brings: its measure name and its dimensions.
   *
   * @return why the table cannot have them, and has none of them; null when it has them now
   */
  Fault defineSeries(int series) {
    int start = batch.keyStart(series);
    boolean named =
        table.measureNames().containNameOf(batch.keyBytes(), start, batch.keyEnd(series) - start);
    if (!named && table.measureNames().count() >= limits.measureNamesMax()) {
      return tooMany(limits.measureNamesMax(), "measure names");
    }
    Fault fault = defineDimensions(series);
    if (fault == null && !named) {
      define(JournalEntry.measureName(batch.key(series).measureName()));
    }
    return fault;
  }

  private Fault defineDimensions(int series) {
    int start = batch.keyStart(series);
    if (table.dimensions().containAllOf(batch.keyBytes(), start, batch.keyEnd(series) - start)) {
      return null;
    }
    List<Dimension> dimensions = batch.key(series).dimensions();
    int unknown = 0;
    for (Dimension dimension : dimensions) {
      if (table.dimensions().contains(dimension.name())) {
        continue;
      }
      if (table.measureType(dimension.name()) != null) {
        return conflict(
            "the name " + dimension.name() + " is already that of a measure of this table");
      }
      unknown++;
    }
    if (unknown == 0) {
      return null;
    }
    if (table.dimensions().count() + unknown > limits.dimensionsMax()) {
      return tooMany(limits.dimensionsMax(), "dimensions");
    }
    for (Dimension dimension : dimensions) {
      if (!table.dimensions().contains(dimension.name())) {
        define(Column.dimension(dimension.name()));
      }
    }
    // A measure of this batch may have lost its name to one of them.
    examine();
    return null;
  }

  private void define(Column column) {
    table.define(column);
    newColumns.add(column);
  }

  private void examine() {
    List<ColumnBuffer> columns = batch.columns();
    for (int i = 0; i < columns.size(); i++) {
      ColumnState state = stateOf(columns.get(i));
      if (state != ColumnState.KNOWN && states == null) {
        states = new ColumnState[columns.size()];
        Arrays.fill(states, 0, i, ColumnState.KNOWN);
      }
      if (states != null) {
        states[i] = state;
      }
    }
  }

  private ColumnState stateOf(ColumnBuffer column) {
    ValueType known = table.measureType(column.name());
    if (known == null) {
      return table.dimensions().contains(column.name()) || isReserved(column.name())
          ? ColumnState.CONFLICT
          : ColumnState.NEW;
    }
    return known == column.type() ? ColumnState.KNOWN : ColumnState.CONFLICT;
  }

  /** A history file has columns of its own beside the measures. */
  private static boolean isReserved(String name) {
    return name.startsWith(HistoryColumns.RESERVED_PREFIX);
  }

  private boolean hasDimension(int point, String name) {
    for (Dimension dimension : batch.key(batch.series()[point]).dimensions()) {
      if (dimension.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a point has a value in an earlier column of the same name, which has another type. */
  private boolean isPresentBefore(int column, int point) {
    for (int i = 0; i < column; i++) {
      ColumnBuffer earlier = batch.columns().get(i);
      if (earlier.isPresent(point) && earlier.name().equals(batch.columns().get(column).name())) {
        return true;
      }
    }
    return false;
  }

  private static Fault conflict(String detail) {
    return new Fault(Reason.COLUMN_TYPE_CONFLICT, detail);
  }

  private static Fault tooMany(int max, String what) {
    return new Fault(Reason.LIMIT_EXCEEDED, "a table may have at most " + max + " " + what);
  }

  private String describe(ColumnBuffer column) {
    if (isReserved(column.name())) {
      return "names that begin with " + HistoryColumns.RESERVED_PREFIX + " are the engine's own";
    }
    ValueType known = table.measureType(column.name());
    return known == null
        ? "the name " + column.name() + " is already that of a dimension of this table"
        : "column "
            + column.name()
            + " holds "
            + known.sqlName()
            + " values, the record has a "
            + column.type().sqlName();
  }
}
