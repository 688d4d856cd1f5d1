package io.lodestone.sql;

import io.lodestone.model.TableRef;
import io.lodestone.scan.AggregateSource;
import io.lodestone.scan.TableSchema;
import io.lodestone.scan.TableSource;
import io.lodestone.sql.analysis.SchemaLookup;
import io.lodestone.sql.plan.TableMoment;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The snapshots of one query. A table is opened when it is first named, and understood by the
 * schema of that snapshot, so that meaning and data are of one moment however often the query names
 * it; as of each moment that the query names, likewise.
 */
final class OpenTables implements SchemaLookup, AutoCloseable {
  private final Tables tables;
  private final Map<TableMoment, OpenTable> open = new HashMap<>();
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
                open.computeIfAbsent(
                        TableMoment.now(schema.table()), _ -> tables.open(database, table))
                    .schema());
  }

  @Override
  public Optional<TableSchema> schemaAsOf(String database, String table, Instant instant) {
    return tables
        .schema(database, table)
        .map(
            schema ->
                open.computeIfAbsent(
                        new TableMoment(schema.table(), Optional.of(instant)),
                        _ -> tables.openAsOf(database, table, instant))
                    .schema());
  }

  /** The columns of the tables opened so far, which are those that the statement names. */
  Map<TableMoment, TableSchema> schemas() {
    Map<TableMoment, TableSchema> schemas = new HashMap<>();
    open.forEach((moment, table) -> schemas.put(moment, table.schema()));
    return schemas;
  }

  /** Opens tables; tells whether all are there and have these columns. */
  boolean have(Map<TableMoment, TableSchema> wanted) {
    return wanted.entrySet().stream()
        .allMatch(one -> named(one.getKey()).filter(one.getValue()::equals).isPresent());
  }

  private Optional<TableSchema> named(TableMoment moment) {
    String database = moment.table().database().value();
    String table = moment.table().table().value();
    return moment.asOf().isPresent()
        ? schemaAsOf(database, table, moment.asOf().get())
        : schema(database, table);
  }

  /** A table that {@link #schema} has opened. */
  TableSource source(TableMoment table) {
    return open.get(table);
  }

  /** The same, asked for figures. */
  AggregateSource aggregates(TableMoment table) {
    return open.get(table);
  }

  OpenTable table(TableRef table) {
    return open.get(TableMoment.now(table));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      open.values().forEach(OpenTable::close);
    }
  }
}
