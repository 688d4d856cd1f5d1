package io.lodestone.server.timestream.query;

import io.lodestone.sql.QueryResult;
import io.lodestone.sql.QueryStatistics;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.SqlException;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import java.util.List;

/**
 * A result of the numbers from 0 on in one column called n, in batches of a given size. For tests.
 */
final class CountingResult implements QueryResult {
  private static final List<ResultColumn> COLUMNS =
      List.of(new ResultColumn("n", SqlType.Scalar.BIGINT));

  private final int rows;
  private final int batchRows;
  private int next;
  private int size;
  private boolean closed;
  private boolean cancelled;

  CountingResult(int rows, int batchRows) {
    this.rows = rows;
    this.batchRows = batchRows;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public List<ResultColumn> columns() {
    return COLUMNS;
  }

  @Override
  public boolean isMetadata() {
    return false;
  }

  @Override
  public boolean advance() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (cancelled) {
      throw new SqlException(SqlException.Kind.EXECUTION, "The query was cancelled.", 0, 0, null);
    }
    size = Math.min(batchRows, rows - next);
    next += size;
    return size > 0;
  }

  @Override
  public ResultBatch batch() {
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = (long) next - size + i;
    }
    return new ResultBatch(
        new Batch(size, List.of(new Vector.Longs(values, null))), List.of(SqlType.Scalar.BIGINT));
  }

  @Override
  public QueryStatistics statistics() {
    return new QueryStatistics(next, 8L * next);
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void close() {
    closed = true;
  }
}
