package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Access;
import io.lodestone.sql.PreparedQuery;
import io.lodestone.sql.QueryResult;
import java.time.Instant;

/** Understands and starts the statements of scheduled queries. Safe for several threads. */
public interface ScheduledStatements {
  /**
   * What a statement would answer.
   *
   * @param access who asks: to be asked for each table that the statement reads
   * @throws io.lodestone.sql.SqlException when the text is no statement that can be run
   */
  PreparedQuery prepare(String text, Access access);

  /**
   * Starts a statement.
   *
   * @param runTime the value of {@code @scheduled_runtime}
   * @param access who asks: to be asked for each table that the statement reads
   * @return its result before the first rows, to be closed by the caller
   * @throws io.lodestone.sql.SqlException when the text is no statement that can be run
   */
  QueryResult start(String text, Instant runTime, Access access);
}
