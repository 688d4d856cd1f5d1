package io.lodestone.engine.read;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.TableSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The points of a table's parts as batches of SQL columns, in the order of series key and time. A
 * batch holds points of several series; its arrays are used again for the next one.
 */
public final class TableScan implements BatchCursor {
  private final PointCursor points;
  private final List<OutputColumn> columns;

  /** Per requested column, in that order: which of {@link #columns} it is. */
  private final int[] outputs;

  private final SeriesColumns seriesColumns;
  private PointChunk chunk;

  /** The next point of the chunk. */
  private int place;

  private boolean inSeries;
  private boolean ended;
  private int rows;

  private TableScan(
      PointCursor points, List<OutputColumn> columns, int[] outputs, SeriesColumns seriesColumns) {
    this.points = points;
    this.columns = columns;
    this.outputs = outputs;
    this.seriesColumns = seriesColumns;
  }

  /**
   * Starts a scan.
   *
   * @param schema the table's columns
   * @param sources the table's parts, the youngest first; those that cannot hold a wanted time are
   *     not asked
   * @param visible the times that exist; the request's range is cut to it
   * @param request names only columns of the schema
   * @throws IllegalArgumentException when a column is not of the schema
   */
  public static BatchCursor open(
      TableSchema schema, List<PointSource> sources, TimeRange visible, ScanRequest request) {
    Map<String, Integer> numbers = new HashMap<>();
    List<OutputColumn> columns = new ArrayList<>();
    List<Column> measures = new ArrayList<>();
    SeriesColumns seriesColumns = new SeriesColumns();
    int[] outputs = new int[request.columns().size()];
    for (int i = 0; i < outputs.length; i++) {
      String name = request.columns().get(i);
      Integer known = numbers.putIfAbsent(name, columns.size());
      outputs[i] = known != null ? known : columns.size();
      if (known == null) {
        Column column =
            schema
                .column(name)
                .orElseThrow(
                    () -> new IllegalArgumentException(schema.table() + " has no column " + name));
        columns.add(output(column, measures, seriesColumns));
      }
    }
    TimeRange range = request.range().intersect(visible);
    PointQuery query = new PointQuery(range, request.series(), measures);
    return new TableScan(points(sources, query), columns, outputs, seriesColumns);
  }

  @Override
  public boolean advance() {
    if (ended) {
      return false;
    }
    // Stays so when the next step fails: nothing is made up in the place of what could not be read.
    ended = true;
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).clear();
    }
    rows = 0;
    int gathered = 0;
    while (gathered < ColumnBatch.ROWS_MAX && toNextPoint()) {
      int count = Math.min(chunk.size() - place, ColumnBatch.ROWS_MAX - gathered);
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).append(chunk, place, count);
      }
      place += count;
      gathered += count;
    }
    rows = gathered;
    ended = rows < ColumnBatch.ROWS_MAX;
    return rows > 0;
  }

  @Override
  public ColumnBatch batch() {
    if (rows == 0) {
      throw new IllegalStateException("no batch: call advance() first, and only while it is true");
    }
    ColumnVector[] vectors = new ColumnVector[outputs.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = columns.get(outputs[i]).vector();
    }
    return new ColumnBatch(rows, List.of(vectors));
  }

  @Override
  public void close() {
    ended = true;
    rows = 0;
    points.close();
  }

  /** Makes sure that {@link #place} is a point of {@link #chunk}; false at the end of all. */
  private boolean toNextPoint() {
    if (chunk != null && place < chunk.size()) {
      return true;
    }
    chunk = null;
    while (true) {
      if (inSeries && points.nextChunk()) {
        chunk = points.chunk();
        place = 0;
        return true;
      }
      inSeries = points.nextSeries();
      if (!inSeries) {
        return false;
      }
      seriesColumns.open(points.keyBytes(), points.keyOffset(), points.keyLength());
    }
  }

  private static OutputColumn output(
      Column column, List<Column> measures, SeriesColumns seriesColumns) {
    return switch (column.kind()) {
      case TIME -> new OutputColumn.Times();
      case MEASURE -> {
        measures.add(column);
        yield new OutputColumn.Measures(column, measures.size() - 1);
      }
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

  private static PointCursor points(List<PointSource> sources, PointQuery query) {
    List<PointCursor> cursors = new ArrayList<>(sources.size());
    try {
      for (PointSource source : sources) {
        if (query.range().overlaps(source.minTimeNanos(), source.maxTimeNanos())) {
          cursors.add(source.points(query));
        }
      }
    } catch (RuntimeException failure) {
      try {
        MergeCursor.closeAll(cursors);
      } catch (RuntimeException further) {
        failure.addSuppressed(further);
      }
      throw failure;
    }
    return cursors.size() == 1 ? cursors.getFirst() : new MergeCursor(cursors, query.columns());
  }
}
