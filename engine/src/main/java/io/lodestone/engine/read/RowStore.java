package io.lodestone.engine.read;

import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.RunCursor;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a scan, column by column, gathered run by run. Arrays grow and are used again. One owner.
 */
final class RowStore {
  private final List<OutputColumn> columns = new ArrayList<>();

  /** Per requested column, in that order: which of {@link #columns} it is. */
  private final int[] outputs;

  private final SeriesColumns seriesColumns = new SeriesColumns();
  private int rows;

  /**
   * @param plan says which columns there are
   */
  RowStore(ScanColumns plan) {
    for (Column column : plan.columns()) {
      columns.add(output(column, plan));
    }
    this.outputs = plan.outputs();
  }

  private OutputColumn output(Column column, ScanColumns plan) {
    return switch (column.kind()) {
      case TIME -> new OutputColumn.Times();
      case MEASURE -> new OutputColumn.Measures(column, plan.measures().indexOf(column));
      case MEASURE_NAME -> {
        OutputColumn.Texts texts = new OutputColumn.Texts();
        seriesColumns.addMeasureName(texts);
        yield texts;
      }
      case DIMENSION -> {
        OutputColumn.Texts texts = new OutputColumn.Texts();
        seriesColumns.addDimension(column.name(), texts);
        yield texts;
      }
    };
  }

  int rows() {
    return rows;
  }

  /** Forgets the rows and keeps the memory. */
  void clear() {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).clear();
    }
    rows = 0;
  }

  /** Forgets the rows and the texts that they had, and keeps the memory of all others. */
  void reset() {
    for (OutputColumn column : columns) {
      if (column instanceof OutputColumn.Texts texts) {
        texts.forget();
      }
    }
    clear();
  }

  /** To be called before the first points of a series. */
  void openSeries(RunCursor run) {
    seriesColumns.open(run);
  }

  /** Adds points of the series opened: those at some places of the run. */
  void append(RunCursor run, PlaceRanges kept) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).append(run, kept);
    }
    rows += kept.places();
  }

  /** Adds picked rows of another store of the same scan: {@code picked[from .. to)}. */
  void appendPicked(RowStore other, int[] picked, int from, int to) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).appendPicked(other.columns.get(i), picked, from, to);
    }
    rows += to - from;
  }

  /** The rows as a batch that shares the arrays; at least one. */
  ColumnBatch batch() {
    ColumnVector[] vectors = new ColumnVector[outputs.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = columns.get(outputs[i]).vector();
    }
    return new ColumnBatch(rows, List.of(vectors));
  }

  /**
   * Adds the dimensions and measure names of all rows of another store of the same scan, in the
   * codes of this one, and nothing else.
   */
  void appendTexts(RowStore other) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof OutputColumn.Texts texts) {
        texts.appendAll((OutputColumn.Texts) other.columns.get(i));
      }
    }
    rows += other.rows;
  }

  /** The rows as a batch, with all but the texts taken from another store. */
  ColumnBatch batchWith(RowStore other) {
    ColumnVector[] vectors = new ColumnVector[outputs.length];
    for (int i = 0; i < vectors.length; i++) {
      OutputColumn own = columns.get(outputs[i]);
      vectors[i] =
          (own instanceof OutputColumn.Texts ? own : other.columns.get(outputs[i])).vector();
    }
    return new ColumnBatch(rows, List.of(vectors));
  }

  /** The time of each row, where the scan gathers times. */
  long[] times() {
    for (OutputColumn column : columns) {
      if (column instanceof OutputColumn.Times times) {
        return times.values();
      }
    }
    throw new IllegalStateException("times are not gathered");
  }

  long memoryBytes() {
    long bytes = 0;
    for (int i = 0; i < columns.size(); i++) {
      bytes += columns.get(i).memoryBytes();
    }
    return bytes;
  }
}
