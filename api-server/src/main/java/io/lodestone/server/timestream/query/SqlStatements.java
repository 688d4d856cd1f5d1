package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Access;
import io.lodestone.sql.PreparedQuery;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlEngine;
import io.lodestone.sql.Tables;
import java.util.Objects;

/** Statements of Timestream SQL over tables that each caller may see or not. */
public final class SqlStatements implements Statements {
  private final SqlEngine sql;
  private final Tables tables;

  /**
   * @param tables that there are
   */
  public SqlStatements(SqlEngine sql, Tables tables) {
    this.sql = Objects.requireNonNull(sql, "sql");
    this.tables = Objects.requireNonNull(tables, "tables");
  }

  @Override
  public QueryResult start(String text, Access access, TableReads reads) {
    return sql.executeOrUnload(text, reads.over(new AccessibleTables(tables, access)));
  }

  @Override
  public PreparedQuery prepare(String text, Access access) {
    return sql.prepare(text, new AccessibleTables(tables, access));
  }
}
