package io.lodestone.sql;

import io.lodestone.model.TableRef;
import io.lodestone.scan.AggregateSource;
import io.lodestone.scan.TableSchema;
import io.lodestone.scan.TableSource;
import io.lodestone.sql.analysis.SchemaLookup;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshots of one query. A table is opened when it is first named, and understood by the
 * schema of that snapshot, so that meaning and data are of one moment however often the query names
 * it.
 */
final class OpenTables implements SchemaLookup, AutoCloseable {
  private final Tables tables;
  private final Map<TableRef, OpenTable> open = new HashMap<>();
  private boolean closed;

  OpenTables(Tables tables) {
    this.tables = tables;
  }

  @Override
  public boolean hasDatabase(String database) {
    return tables.hasDatabase(database);
  }

  @Override
  public Optional<TableSchema> schema(String database, String table) {
    return tables
        .schema(database, table)
        .map(
            schema ->
                open.computeIfAbsent(schema.table(), _ -> tables.open(database, table)).schema());
  }

  /** A table that {@link #schema} has opened. */
  TableSource source(TableRef table) {
    return open.get(table);
  }

  /** The same, asked for figures. */
  AggregateSource aggregates(TableRef table) {
    return open.get(table);
  }

  OpenTable table(TableRef table) {
    return open.get(table);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      open.values().forEach(OpenTable::close);
    }
  }
}
