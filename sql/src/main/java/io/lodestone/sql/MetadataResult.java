package io.lodestone.sql;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.util.ArrayList;
import java.util.List;

/** Rows that are all there, in one batch. */
final class MetadataResult implements QueryResult {
  private final List<ResultColumn> columns;
  private final Batch rows;
  private boolean started;

  MetadataResult(List<ResultColumn> columns, Batch rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * A result of texts.
   *
   * @param rows each with one text per column
   */
  static MetadataResult ofTexts(List<String> names, List<List<String>> rows) {
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      VectorBuilder builder = VectorBuilder.of(Scalar.VARCHAR);
      for (List<String> row : rows) {
        builder.appendText(row.get(c));
      }
      vectors.add(builder.build());
    }
    return new MetadataResult(
        names.stream().map(name -> new ResultColumn(name, Scalar.VARCHAR)).toList(),
        new Batch(rows.size(), vectors));
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public boolean isMetadata() {
    return true;
  }

  @Override
  public boolean advance() {
    boolean first = !started && rows.size() > 0;
    started = true;
    return first;
  }

  @Override
  public ResultBatch batch() {
    return new ResultBatch(rows, columns.stream().map(ResultColumn::type).toList());
  }

  @Override
  public QueryStatistics statistics() {
    return QueryStatistics.NONE;
  }

  @Override
  public void cancel() {
    started = true;
  }

  @Override
  public void close() {
    started = true;
  }
}
