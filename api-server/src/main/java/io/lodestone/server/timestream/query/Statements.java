package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Access;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.SqlException;

/** Starts statements of the query language. Safe for several threads. */
@FunctionalInterface
public interface Statements {
  /**
   * @param text of one statement
   * @param access who asks: to be asked for each table that the statement reads
   * @return its result before the first rows, to be closed by the caller
   * @throws SqlException when the text is no statement that can be run
   */
  QueryResult start(String text, Access access);
}
