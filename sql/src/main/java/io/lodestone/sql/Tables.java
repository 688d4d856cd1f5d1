package io.lodestone.sql;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.scan.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What SQL needs of the outside. Names are compared exactly, and need not be legal ones: an illegal
 * name names nothing. Safe for several threads.
 */
public interface Tables {
  /** All databases that the asker may see, in the order in which they shall be shown. */
  List<String> databaseNames();

  boolean hasDatabase(String database);

  /**
   * The tables of a database, in the order in which they shall be shown; empty when there is no
   * such database.
   */
  List<String> tableNames(String database);

  /** The columns of a table at this moment; empty when there is no such table. */
  Optional<TableSchema> schema(String database, String table);

  /**
   * Takes a snapshot of a table that {@link #schema} has just found. The caller closes it.
   *
   * @throws io.lodestone.model.NotFoundException when the table has gone meanwhile
   */
  OpenTable open(String database, String table);

  /**
   * Takes a snapshot of a table that {@link #schema} has just found, as it was at an instant. The
   * caller closes it.
   *
   * @throws io.lodestone.model.NotFoundException when the table has gone meanwhile
   * @throws InvalidRequestException when the table cannot be seen as of that instant; the message
   *     says what to do
   */
  default OpenTable openAsOf(String database, String table, Instant instant) {
    throw new InvalidRequestException("The history of tables cannot be read here");
  }
}
