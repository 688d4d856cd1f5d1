package io.lodestone.server;

import io.lodestone.server.protocol.Access;
import io.lodestone.server.timestream.query.AccessibleTables;
import io.lodestone.server.timestream.scheduled.ScheduledStatements;
import io.lodestone.sql.PreparedQuery;
import io.lodestone.sql.QueryArguments;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.Tables;
import java.time.Instant;

/**
 * Statements of scheduled queries over the tables that their asker may see.
 *
 * @param tables that there are
 */
record PolicedStatements(SqlEngine sql, Tables tables) implements ScheduledStatements {
  @Override
  public PreparedQuery prepare(String text, Access access) {
    return sql.prepare(text, new AccessibleTables(tables, access));
  }

  @Override
  public QueryResult start(String text, Instant runTime, Access access) {
    return sql.execute(
        text, new AccessibleTables(tables, access), QueryArguments.scheduledAt(runTime));
  }
}
