package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Access;
import io.lodestone.sql.PreparedQuery;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlException;

/** Understands statements of the query language. Safe for several threads. */
public interface Statements {
  /**
   * Begins a query.
   *
   * @param text of one statement
   * @param access who asks: to be asked for each table that the statement reads
   * @param reads told what is read of the tables, if it wants to know
   * @return its result before the first rows, to be closed by the caller; of UNLOAD the rows to be
   *     written
   * @throws SqlException when the text is no statement that can be run
   */
  QueryResult start(String text, Access access, TableReads reads);

  /**
   * Understands a query, and runs nothing.
   *
   * @param text of one statement
   * @param access likewise
   * @throws SqlException when the text is no query
   */
  PreparedQuery prepare(String text, Access access);
}
