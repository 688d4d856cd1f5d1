package io.lodestone.benchmarks.questdb;

import io.questdb.cairo.sql.RecordCursor;
import io.questdb.cairo.sql.RecordCursorFactory;
import io.questdb.griffin.SqlException;
import io.questdb.griffin.SqlExecutionContext;

/** A prepared statement, run as often as one likes. */
public final class QuestDbQuery implements AutoCloseable {
  private final RecordCursorFactory factory;
  private final SqlExecutionContext context;

  QuestDbQuery(RecordCursorFactory factory, SqlExecutionContext context) {
    this.factory = factory;
    this.context = context;
  }

  /** What is done with each row of an answer. */
  public interface RowReader {
    void row(QuestDbRow row);
  }

  /** Runs the statement and reads its answer to the end. */
  public void run(RowReader reader) {
    try (RecordCursor cursor = factory.getCursor(context)) {
      QuestDbRow row = new QuestDbRow(cursor.getRecord());
      while (cursor.hasNext()) {
        reader.row(row);
      }
    } catch (SqlException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    factory.close();
  }
}
