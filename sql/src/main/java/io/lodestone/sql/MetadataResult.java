package io.lodestone.sql;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Rows of text, all in one batch. */
final class MetadataResult implements QueryResult {
  private final List<ResultColumn> columns;
  private final Batch rows;
  private boolean started;

  /**
   * @param rows each with one text per column
   */
  MetadataResult(List<String> names, List<List<String>> rows) {
    this.columns = names.stream().map(name -> new ResultColumn(name, Scalar.VARCHAR)).toList();
    List<Vector> vectors = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      VectorBuilder builder = VectorBuilder.of(Scalar.VARCHAR);
      for (List<String> row : rows) {
        builder.appendText(row.get(c));
      }
      vectors.add(builder.build());
    }
    this.rows = new Batch(rows.size(), vectors);
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
    return new ResultBatch(rows, Collections.nCopies(columns.size(), (SqlType) Scalar.VARCHAR));
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
