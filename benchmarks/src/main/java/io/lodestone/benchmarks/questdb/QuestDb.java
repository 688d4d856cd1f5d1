package io.lodestone.benchmarks.questdb;

import io.questdb.cairo.CairoEngine;
import io.questdb.cairo.CommitMode;
import io.questdb.cairo.DefaultCairoConfiguration;
import io.questdb.cairo.security.AllowAllSecurityContext;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContext;
import io.questdb.griffin.SqlExecutionContextImpl;
import io.questdb.mp.WorkerPool;
import io.questdb.mp.WorkerPoolUtils;
import java.nio.file.Path;
import java.util.List;

/**
 * An embedded QuestDB over a folder: its storage engine and SQL, with a pool of query workers as
 * its server has it, and no server. One thread uses it.
 */
public final class QuestDb implements AutoCloseable {
  private static final String TABLE = "cpu";

  private final CairoEngine engine;
  private final WorkerPool workers;
  private final SqlExecutionContext context;

  /** What a commit promises. */
  public enum Durability {
    /** Nothing: the operating system writes when it likes. QuestDB's default. */
    NONE,
    /** Every commit syncs the columns it wrote. */
    SYNCED
  }

  private QuestDb(CairoEngine engine, WorkerPool workers, SqlExecutionContext context) {
    this.engine = engine;
    this.workers = workers;
    this.context = context;
  }

  /**
   * Opens or creates a database.
   *
   * @param folder exists; everything in it is QuestDB's
   * @param workerCount threads beside the caller's that run queries and sort late rows
   */
  public static QuestDb open(Path folder, Durability durability, int workerCount) {
    // Where its logger looks for a configuration: an empty one keeps it quiet.
    System.setProperty("out", "/dev/null");
    CairoEngine engine =
        new CairoEngine(
            new DefaultCairoConfiguration(folder.toString()) {
              @Override
              public int getCommitMode() {
                return switch (durability) {
                  case NONE -> CommitMode.NOSYNC;
                  case SYNCED -> CommitMode.SYNC;
                };
              }
            });
    WorkerPool workers = new WorkerPool(() -> workerCount);
    try {
      WorkerPoolUtils.setupQueryJobs(workers, engine);
      WorkerPoolUtils.setupWriterJobs(workers, engine);
    } catch (SqlException e) {
      throw new IllegalStateException(e);
    }
    workers.start();
    SqlExecutionContextImpl context = new SqlExecutionContextImpl(engine, workerCount);
    return new QuestDb(engine, workers, context.with(AllowAllSecurityContext.INSTANCE, null, null));
  }

  /**
   * Creates the one table of this database: tags as symbols, fields as longs, a designated
   * timestamp {@code ts}, a partition an hour.
   *
   * @param symbolCapacity different values the first tag is expected to have
   */
  public void createTable(List<String> tags, int symbolCapacity, List<String> fields) {
    StringBuilder sql = new StringBuilder("create table " + TABLE + " (");
    for (int i = 0; i < tags.size(); i++) {
      int capacity = i == 0 ? symbolCapacity : 256;
      sql.append(tags.get(i)).append(" symbol capacity ").append(capacity).append(" cache, ");
    }
    for (String field : fields) {
      sql.append(field).append(" long, ");
    }
    sql.append("ts timestamp) timestamp(ts) partition by hour bypass wal");
    try {
      engine.execute(sql, context);
    } catch (SqlException e) {
      throw new IllegalStateException(sql.toString(), e);
    }
  }

  /**
   * The only writer of the table.
   *
   * @param symbols the tags of each series, in the order of the table's columns
   */
  public QuestDbAppender appender(List<String[]> symbols) {
    return new QuestDbAppender(
        engine.getWriter(engine.verifyTableName(TABLE), "benchmark"), symbols);
  }

  /** Prepares a statement over table {@code cpu}. */
  public QuestDbQuery query(String sql) {
    try {
      return new QuestDbQuery(engine.select(sql, context), context);
    } catch (SqlException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    workers.halt();
    engine.close();
  }
}
