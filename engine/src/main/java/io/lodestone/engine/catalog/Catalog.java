package io.lodestone.engine.catalog;

import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableRef;
import java.util.List;
import java.util.Optional;

/**
 * All databases and tables at one moment. Immutable; every change makes another, at a cost that
 * hardly grows with the number of tables.
 */
public final class Catalog {
  /** Nothing at all. */
  public static final Catalog EMPTY =
      new Catalog(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), 1);

  private final PersistentMap<DatabaseName, DatabaseEntry> databases;
  private final PersistentMap<TableRef, TableEntry> tables;

  /** The names of the tables by their numbers. */
  private final PersistentMap<Long, TableRef> refs;

  private final long nextId;

  private Catalog(
      PersistentMap<DatabaseName, DatabaseEntry> databases,
      PersistentMap<TableRef, TableEntry> tables,
      PersistentMap<Long, TableRef> refs,
      long nextId) {
    this.databases = databases;
    this.tables = tables;
    this.refs = refs;
    this.nextId = nextId;
  }

  /** A catalog from its parts, as a checkpoint holds them. */
  public static Catalog of(List<DatabaseEntry> databases, List<TableEntry> tables, long nextId) {
    Catalog catalog =
        new Catalog(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty(), nextId);
    for (DatabaseEntry database : databases) {
      catalog = catalog.with(database);
    }
    for (TableEntry table : tables) {
      catalog = catalog.with(table);
    }
    return catalog;
  }

  /** The number that the next database or table gets. */
  public long nextId() {
    return nextId;
  }

  /** All databases in ascending order of their names. */
  public List<DatabaseEntry> databases() {
    return databases.values();
  }

  public Optional<DatabaseEntry> database(DatabaseName name) {
    return databases.get(name);
  }

  /**
   * @throws NotFoundException when there is none
   */
  public DatabaseEntry requireDatabase(DatabaseName name) {
    return database(name)
        .orElseThrow(() -> new NotFoundException("The database " + name + " does not exist."));
  }

  /** All tables in ascending order of database and name. */
  public List<TableEntry> tables() {
    return tables.values();
  }

  /** The tables of one database in ascending order of their names. */
  public List<TableEntry> tables(DatabaseName database) {
    return tables.values().stream()
        .filter(table -> table.ref().database().equals(database))
        .toList();
  }

  /** The table of this number. */
  public Optional<TableEntry> tableById(long id) {
    return refs.get(id).flatMap(tables::get);
  }

  public Optional<TableEntry> table(TableRef ref) {
    return tables.get(ref);
  }

  /**
   * @throws NotFoundException when the database or the table does not exist
   */
  public TableEntry requireTable(TableRef ref) {
    requireDatabase(ref.database());
    return table(ref)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "The table "
                        + ref.table()
                        + " in database "
                        + ref.database()
                        + " does not exist."));
  }

  /**
   * Refuses a table a stream or recovery while another one of its joint name has either: database
   * and table with a dot between them, of which both may hold some. Streams and exports know tables
   * by it alone.
   *
   * @param changed one of these tables after a change, or a new one
   * @return the same
   * @throws InvalidRequestException with both names
   */
  public TableEntry requireOnlyFollowed(TableEntry changed) {
    boolean begins =
        changed.isFollowed() && table(changed.ref()).filter(TableEntry::isFollowed).isEmpty();
    if (begins) {
      String name = changed.ref().toString();
      tables.values().stream()
          .filter(other -> other.isFollowed() && other.ref().toString().equals(name))
          .findFirst()
          .ifPresent(
              other -> {
                throw new InvalidRequestException(
                    "The table "
                        + inWords(changed.ref())
                        + " and the table "
                        + inWords(other.ref())
                        + " both have the DynamoDB table name "
                        + name
                        + ", and the latter uses it for its stream or its recovery: end that"
                        + " first.");
              });
    }
    return changed;
  }

  /** With a dot between them, the names of two tables look alike. */
  private static String inWords(TableRef table) {
    return "'" + table.table() + "' of the database '" + table.database() + "'";
  }

  /** With this database added or replaced. */
  public Catalog with(DatabaseEntry entry) {
    return new Catalog(
        databases.with(entry.name(), entry), tables, refs, Math.max(nextId, entry.id() + 1));
  }

  /** With this table added or replaced. */
  public Catalog with(TableEntry entry) {
    PersistentMap<Long, TableRef> others =
        tables.get(entry.ref()).map(before -> refs.without(before.id())).orElse(refs);
    return new Catalog(
        databases,
        tables.with(entry.ref(), entry),
        others.with(entry.id(), entry.ref()),
        Math.max(nextId, entry.id() + 1));
  }

  /** Without this database. */
  public Catalog without(DatabaseName name) {
    return new Catalog(databases.without(name), tables, refs, nextId);
  }

  /** Without this table. */
  public Catalog without(TableRef ref) {
    return tables
        .get(ref)
        .map(entry -> new Catalog(databases, tables.without(ref), refs.without(entry.id()), nextId))
        .orElse(this);
  }
}
