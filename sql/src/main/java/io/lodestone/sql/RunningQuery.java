package io.lodestone.sql;

import io.lodestone.scan.MemoryAccount;
import io.lodestone.sql.exec.Operator;
import io.lodestone.sql.exec.Operators;
import io.lodestone.sql.exec.QueryContext;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.unload.Unload;
import java.util.List;
import java.util.Optional;

/** The rows of a SELECT. */
final class RunningQuery implements QueryResult {
  private final List<ResultColumn> columns;
  private final List<SqlType> types;
  private final Operator root;
  private final QueryContext context;
  private final OpenTables tables;
  private final Optional<Unload> unload;
  private boolean ended;

  RunningQuery(PlanCache.Plan plan, QueryContext context, OpenTables tables) {
    this.columns = plan.columns();
    this.types = columns.stream().map(ResultColumn::type).toList();
    this.unload = plan.unload();
    this.root = Operators.of(plan.root(), context);
    this.context = context;
    this.tables = tables;
  }

  @Override
  public List<ResultColumn> columns() {
    return columns;
  }

  @Override
  public Optional<Unload> unload() {
    return unload;
  }

  @Override
  public boolean isMetadata() {
    return false;
  }

  @Override
  public boolean advance() {
    if (ended) {
      return false;
    }
    try {
      ended = !root.advance();
      return !ended;
    } catch (RuntimeException e) {
      ended = true;
      throw Failures.translated(e);
    }
  }

  @Override
  public ResultBatch batch() {
    return new ResultBatch(root.batch(), types);
  }

  @Override
  public MemoryAccount memory() {
    MemoryAccount share = context.account();
    return bytes -> {
      try {
        share.add(bytes);
      } catch (RuntimeException e) {
        throw Failures.translated(e);
      }
    };
  }

  @Override
  public QueryStatistics statistics() {
    return new QueryStatistics(context.rowsScanned(), context.bytesScanned());
  }

  @Override
  public void cancel() {
    context.cancel();
  }

  @Override
  public void close() {
    ended = true;
    try (tables;
        context) {
      root.close();
    }
  }
}
