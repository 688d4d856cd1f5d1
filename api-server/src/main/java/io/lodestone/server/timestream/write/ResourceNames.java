package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableName;
import io.lodestone.model.TableRef;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Rule;

/**
 * Names of databases and tables as clients spell them. The service model sets a pattern where
 * something is created and none where it is used: a name that nothing can have is, there, simply
 * not found. Whoever uses a name has to be allowed to, and is told only then whether it names
 * anything. Stateless.
 */
final class ResourceNames {
  /**
   * For the operations that create. The length is the catalog's to judge, as the model has none.
   */
  static final Rule<String> CREATED = Rule.text().matching("[a-zA-Z0-9_.-]+");

  /** For all others. */
  static final Rule<String> USED = Rule.text();

  private ResourceNames() {}

  /**
   * A database to which the operation that is called is to be done.
   *
   * @throws NotFoundException when there is no such database
   */
  static DatabaseEntry database(Call call, Catalog catalog, String name) {
    call.access().require(database(name));
    return find(catalog, name);
  }

  /** The last part of a database's ARN. */
  static String database(String name) {
    return "database/" + name;
  }

  /** The last part of a table's ARN. */
  static String table(String database, String name) {
    return database(database) + "/table/" + name;
  }

  private static DatabaseEntry find(Catalog catalog, String name) {
    DatabaseName legal;
    try {
      legal = new DatabaseName(name);
    } catch (InvalidRequestException illegal) {
      throw new NotFoundException("The database " + name + " does not exist.");
    }
    return catalog.requireDatabase(legal);
  }

  /**
   * A table to which the operation that is called is to be done.
   *
   * @throws NotFoundException when there is no such database or table
   */
  static TableEntry table(Call call, Catalog catalog, String database, String table) {
    call.access().require(table(database, table));
    DatabaseName owner = find(catalog, database).name();
    TableName legal;
    try {
      legal = new TableName(table);
    } catch (InvalidRequestException illegal) {
      throw new NotFoundException(
          "The table " + table + " in database " + database + " does not exist.");
    }
    return catalog.requireTable(new TableRef(owner, legal));
  }
}
