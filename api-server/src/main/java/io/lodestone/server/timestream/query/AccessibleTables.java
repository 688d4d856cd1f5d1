package io.lodestone.server.timestream.query;

import io.lodestone.scan.TableSchema;
import io.lodestone.server.protocol.Access;
import io.lodestone.sql.OpenTable;
import io.lodestone.sql.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tables as one caller may see them: every look at one asks first, whatever the statement is, and
 * before it is told whether there is such a table. Belongs to one call.
 */
public final class AccessibleTables implements Tables {
  private static final String READ = "Select";

  private final Tables tables;
  private final Access access;

  /**
   * @param tables that there are
   * @param access who looks
   */
  public AccessibleTables(Tables tables, Access access) {
    this.tables = Objects.requireNonNull(tables, "tables");
    this.access = Objects.requireNonNull(access, "access");
  }

  @Override
  public List<String> databaseNames() {
    access.requireAnywhere("ListDatabases");
    return tables.databaseNames();
  }

  @Override
  public boolean hasDatabase(String database) {
    boolean there = tables.hasDatabase(database);
    if (!there) {
      // Of one that is there, the question for its table will come.
      access.require(READ, table(database, "*"));
    }
    return there;
  }

  @Override
  public List<String> tableNames(String database) {
    access.require("ListTables", "database/" + database);
    return tables.tableNames(database);
  }

  @Override
  public Optional<TableSchema> schema(String database, String table) {
    access.require(READ, table(database, table));
    return tables.schema(database, table);
  }

  @Override
  public OpenTable open(String database, String table) {
    access.require(READ, table(database, table));
    return tables.open(database, table);
  }

  @Override
  public OpenTable openAsOf(String database, String table, Instant instant) {
    access.require(READ, table(database, table));
    return tables.openAsOf(database, table, instant);
  }

  private static String table(String database, String table) {
    return "database/" + database + "/table/" + table;
  }
}
