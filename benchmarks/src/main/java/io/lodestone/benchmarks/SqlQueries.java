package io.lodestone.benchmarks;

import io.lodestone.engine.EngineOptions;
import io.lodestone.server.timestream.query.EngineTables;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.SqlOptions;
import io.lodestone.sql.type.Vector;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The same engine as that of {@link LodestoneQueries}, asked by SQL: the plan of a statement that
 * was asked before is kept, and a snapshot is taken each time.
 */
final class SqlQueries implements QuerySide {
  private static final int BATCH_POINTS = 10_000;

  private final Scratch scratch = Scratch.make();
  private final Embedded lodestone;
  private final SqlEngine sql;

  SqlQueries(Arrivals arrivals) throws IOException {
    this.lodestone =
        Embedded.open(scratch.folder(), arrivals.maxTimeNanos(), EngineOptions.DEFAULT);
    lodestone.write(arrivals.batches(BATCH_POINTS), 8);
    lodestone.engine().flush();
    Instant now = Instant.EPOCH.plusNanos(arrivals.maxTimeNanos());
    this.sql =
        new SqlEngine(
            new EngineTables(lodestone.engine()), InstantSource.fixed(now), SqlOptions.DEFAULTS);
  }

  @Override
  public Prepared prepare(CpuQuery query) {
    return new Statement(sql, CpuSql.of(query));
  }

  /** What a question took to be answered, as EXPLAIN ANALYZE tells it: rows, bytes, memory held. */
  String account(CpuQuery query) {
    String last = "";
    try (QueryResult result = sql.execute("EXPLAIN ANALYZE " + CpuSql.of(query).statement())) {
      while (result.advance()) {
        last = result.batch().text(result.batch().rowCount() - 1, 0);
      }
    }
    return last;
  }

  @Override
  public void close() throws IOException {
    lodestone.close();
    scratch.close();
  }

  private record Statement(SqlEngine sql, CpuSql question) implements Prepared {
    @Override
    public int run() {
      int rows = 0;
      double read = 0;
      try (QueryResult result = sql.execute(question.statement())) {
        while (result.advance()) {
          ResultBatch batch = result.batch();
          rows += batch.rowCount();
          for (int column = 0; column < result.columns().size(); column++) {
            read += sum(batch.vector(column), batch.rowCount());
          }
        }
      }
      // Never so; but the sum has to be known, so that reading is not optimised away.
      return Double.isNaN(read) ? -1 : rows;
    }

    private static double sum(Vector vector, int size) {
      double sum = 0;
      switch (vector) {
        case Vector.Longs longs -> {
          for (int i = 0; i < size; i++) {
            sum += longs.values()[i];
          }
        }
        case Vector.Doubles doubles -> {
          for (int i = 0; i < size; i++) {
            sum += doubles.values()[i];
          }
        }
        case Vector.Dictionary words -> {
          for (int i = 0; i < size; i++) {
            sum += words.codes()[i];
          }
        }
        case Vector.Text texts -> {
          for (int i = 0; i < size; i++) {
            sum += texts.length(i);
          }
        }
        case Vector.Constant constant -> sum = size * sum(constant.value(), 1);
        case Vector.Booleans _, Vector.Arrays _, Vector.Rows _ ->
            throw new IllegalStateException("no question asks for " + vector);
      }
      return sum;
    }

    @Override
    public QueryAnswer answer() {
      QueryAnswer all = new QueryAnswer();
      int first = question.hasHost() ? 1 : 0;
      try (QueryResult result = sql.execute(question.statement())) {
        double[] values = new double[result.columns().size() - first - 1];
        while (result.advance()) {
          ResultBatch batch = result.batch();
          for (int row = 0; row < batch.rowCount(); row++) {
            for (int i = 0; i < values.length; i++) {
              values[i] = Double.parseDouble(batch.text(row, first + 1 + i));
            }
            all.add(
                first == 0 ? -1 : CpuSql.host(batch.text(row, 0)),
                CpuSql.nanos(batch.text(row, first)),
                values);
          }
        }
      }
      return all;
    }
  }
}
