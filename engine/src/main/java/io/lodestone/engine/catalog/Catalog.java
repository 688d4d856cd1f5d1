package io.lodestone.engine.catalog;

import io.lodestone.model.DatabaseName;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All databases and tables at one moment. Immutable; every change makes another. */
public final class Catalog {
  /** Nothing at all. */
  public static final Catalog EMPTY = new Catalog(new TreeMap<>(), new TreeMap<>(), 1);

  private final SortedMap<DatabaseName, DatabaseEntry> databases;
  private final SortedMap<TableRef, TableEntry> tables;
  private final long nextId;

  private Catalog(
      SortedMap<DatabaseName, DatabaseEntry> databases,
      SortedMap<TableRef, TableEntry> tables,
      long nextId) {
    this.databases = databases;
    this.tables = tables;
    this.nextId = nextId;
  }

  /** A catalog from its parts, as a checkpoint holds them. */
  public static Catalog of(List<DatabaseEntry> databases, List<TableEntry> tables, long nextId) {
    TreeMap<DatabaseName, DatabaseEntry> byName = new TreeMap<>();
    databases.forEach(entry -> byName.put(entry.name(), entry));
    TreeMap<TableRef, TableEntry> byRef = new TreeMap<>();
    tables.forEach(entry -> byRef.put(entry.ref(), entry));
    return new Catalog(byName, byRef, nextId);
  }

  /** The number that the next database or table gets. */
  public long nextId() {
    return nextId;
  }

  /** All databases in ascending order of their names. */
  public List<DatabaseEntry> databases() {
    return List.copyOf(databases.values());
  }

  public Optional<DatabaseEntry> database(DatabaseName name) {
    return Optional.ofNullable(databases.get(name));
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
    return List.copyOf(tables.values());
  }

  /** The tables of one database in ascending order of their names. */
  public List<TableEntry> tables(DatabaseName database) {
    List<TableEntry> found = new ArrayList<>();
    for (Map.Entry<TableRef, TableEntry> entry : tables.entrySet()) {
      if (entry.getKey().database().equals(database)) {
        found.add(entry.getValue());
      }
    }
    return List.copyOf(found);
  }

  /** The table of this number. */
  public Optional<TableEntry> tableById(long id) {
    return tables.values().stream().filter(table -> table.id() == id).findFirst();
  }

  public Optional<TableEntry> table(TableRef ref) {
    return Optional.ofNullable(tables.get(ref));
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

  /** With this database added or replaced. */
  public Catalog with(DatabaseEntry entry) {
    TreeMap<DatabaseName, DatabaseEntry> changed = new TreeMap<>(databases);
    changed.put(entry.name(), entry);
    return new Catalog(changed, tables, Math.max(nextId, entry.id() + 1));
  }

  /** With this table added or replaced. */
  public Catalog with(TableEntry entry) {
    TreeMap<TableRef, TableEntry> changed = new TreeMap<>(tables);
    changed.put(entry.ref(), entry);
    return new Catalog(databases, changed, Math.max(nextId, entry.id() + 1));
  }

  /** Without this database. */
  public Catalog without(DatabaseName name) {
    TreeMap<DatabaseName, DatabaseEntry> changed = new TreeMap<>(databases);
    changed.remove(name);
    return new Catalog(changed, tables, nextId);
  }

  /** Without this table. */
  public Catalog without(TableRef ref) {
    TreeMap<TableRef, TableEntry> changed = new TreeMap<>(tables);
    changed.remove(ref);
    return new Catalog(databases, changed, nextId);
  }
}
