package io.lodestone.server.timestream.query;

import io.lodestone.engine.Engine;
import io.lodestone.engine.Snapshot;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableName;
import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.Column;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.OpenTable;
import io.lodestone.sql.Tables;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The tables of an engine as SQL sees them. A name that no table can have names nothing. Safe for
 * several threads.
 */
public final class EngineTables implements Tables {
  private final Engine engine;

  /**
   * @param engine owned by the caller
   */
  public EngineTables(Engine engine) {
    this.engine = Objects.requireNonNull(engine, "engine");
  }

  @Override
  public List<String> databaseNames() {
    return engine.catalog().databases().stream().map(entry -> entry.name().value()).toList();
  }

  @Override
  public boolean hasDatabase(String database) {
    return databaseName(database).flatMap(engine.catalog()::database).isPresent();
  }

  @Override
  public List<String> tableNames(String database) {
    return databaseName(database).map(engine.catalog()::tables).orElse(List.of()).stream()
        .map(entry -> entry.ref().table().value())
        .toList();
  }

  @Override
  public Optional<TableSchema> schema(String database, String table) {
    Optional<TableRef> ref = ref(database, table);
    ref.ifPresent(engine::requireUnlocked);
    return ref.flatMap(engine.catalog()::table).map(TableEntry::schema);
  }

  @Override
  public OpenTable open(String database, String table) {
    return new SnapshotTable(engine.snapshot(existing(database, table)));
  }

  @Override
  public OpenTable openAsOf(String database, String table, Instant instant) {
    try {
      return new SnapshotTable(engine.snapshotAt(existing(database, table), instant));
    } catch (InvalidRequestException unseen) {
      throw new InvalidRequestException(
          unseen.getMessage()
              + " UpdateContinuousBackups says whether the history of a table is kept, and how long.");
    }
  }

  private static TableRef existing(String database, String table) {
    return ref(database, table)
        .orElseThrow(
            () ->
                new NotFoundException(
                    "The table " + table + " in database " + database + " does not exist."));
  }

  /**
   * How tables are laid out.
   *
   * @param clock tells which times may exist
   */
  public TableReads.Layouts layouts(InstantSource clock) {
    return ref ->
        engine
            .catalog()
            .table(ref)
            .map(
                table -> {
                  long now = nanos(clock.instant());
                  return new TableReads.Layout(
                      table
                          .definition()
                          .partitionKey()
                          .getFirst()
                          .dimension()
                          .orElse(Column.MEASURE_NAME),
                      new TimeRange(Math.min(table.horizonNanos(now), now), now));
                });
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }

  private static Optional<DatabaseName> databaseName(String name) {
    try {
      return Optional.of(new DatabaseName(name));
    } catch (InvalidRequestException illegal) {
      return Optional.empty();
    }
  }

  private static Optional<TableRef> ref(String database, String table) {
    try {
      return Optional.of(new TableRef(new DatabaseName(database), new TableName(table)));
    } catch (InvalidRequestException illegal) {
      return Optional.empty();
    }
  }

  /** A snapshot, which SQL closes with the table. */
  private record SnapshotTable(Snapshot snapshot) implements OpenTable {
    @Override
    public TableSchema schema() {
      return snapshot.schema();
    }

    @Override
    public BatchCursor scan(ScanRequest request) {
      return snapshot.scan(request);
    }

    @Override
    public BatchCursor aggregate(AggregateRequest request) {
      return snapshot.aggregate(request);
    }

    @Override
    public void close() {
      snapshot.close();
    }
  }
}
