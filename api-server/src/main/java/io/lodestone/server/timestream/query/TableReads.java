package io.lodestone.server.timestream.query;

import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.OpenTable;
import io.lodestone.sql.Tables;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which parts of its tables one query reads: for each table the widest span of time and the largest
 * share of its partition key's values that a scan of it has asked for. Listens to the scans, on
 * their threads, and reads the series of a table to count them.
 *
 * <p>Safe for several threads.
 */
public final class TableReads {
  /** How a table is laid out, as far as that is not in its schema. */
  @FunctionalInterface
  public interface Layouts {
    /** Empty when there is no such table. */
    Optional<Layout> of(TableRef table);
  }

  /**
   * The layout of a table.
   *
   * @param partitionKey the column whose values its points are partitioned by
   * @param existing the times that may exist in it now
   */
  public record Layout(String partitionKey, TimeRange existing) {
    public Layout {
      Objects.requireNonNull(partitionKey, "partitionKey");
      Objects.requireNonNull(existing, "existing");
    }
  }

  /**
   * What was read of a table.
   *
   * @param partitionKey the column whose values its points are partitioned by
   * @param nanos the widest span of time
   * @param coverage the largest share of the partition key's values, 0 to 1
   */
  record TableRead(String partitionKey, long nanos, double coverage) {
    TableRead widenedBy(long otherNanos, double otherCoverage) {
      return new TableRead(
          partitionKey, Math.max(nanos, otherNanos), Math.max(coverage, otherCoverage));
    }
  }

  /** Wants to know nothing, and costs nothing. */
  static final TableReads UNHEARD = new TableReads(_ -> Optional.empty());

  private final Layouts layouts;

  /** Guarded by this. */
  private final Map<TableRef, TableRead> byTable = new HashMap<>();

  TableReads(Layouts layouts) {
    this.layouts = layouts;
  }

  /** The tables that have been opened, and what has been read of them so far. A copy. */
  synchronized Map<TableRef, TableRead> byTable() {
    return Map.copyOf(byTable);
  }

  /** The same tables, and every scan of one is noted. */
  Tables over(Tables tables) {
    return this == UNHEARD ? tables : new HeardTables(tables);
  }

  private void opened(OpenTable table) {
    layout(table)
        .ifPresent(
            layout -> {
              synchronized (this) {
                byTable.putIfAbsent(
                    table.schema().table(), new TableRead(layout.partitionKey(), 0, 0));
              }
            });
  }

  private void scanned(OpenTable table, TimeRange range, List<SeriesPredicate> series) {
    layout(table)
        .ifPresent(
            layout -> {
              TimeRange existing = range.intersect(layout.existing());
              long nanos = existing.endExclusiveNanos() - existing.startInclusiveNanos();
              // No point has the dimension yet when there is no such column.
              boolean keyed =
                  table.schema().columns().stream()
                      .anyMatch(column -> column.name().equals(layout.partitionKey()));
              double coverage =
                  keyed
                      ? PartitionCount.coverage(table, layout.partitionKey(), existing, series)
                      : 0;
              synchronized (this) {
                byTable.computeIfPresent(
                    table.schema().table(), (_, read) -> read.widenedBy(nanos, coverage));
              }
            });
  }

  private Optional<Layout> layout(OpenTable table) {
    return layouts.of(table.schema().table());
  }

  private final class HeardTables implements Tables {
    private final Tables tables;

    HeardTables(Tables tables) {
      this.tables = tables;
    }

    @Override
    public List<String> databaseNames() {
      return tables.databaseNames();
    }

    @Override
    public boolean hasDatabase(String database) {
      return tables.hasDatabase(database);
    }

    @Override
    public List<String> tableNames(String database) {
      return tables.tableNames(database);
    }

    @Override
    public Optional<TableSchema> schema(String database, String table) {
      return tables.schema(database, table);
    }

    @Override
    public OpenTable open(String database, String table) {
      return heard(tables.open(database, table));
    }

    @Override
    public OpenTable openAsOf(String database, String table, Instant instant) {
      return heard(tables.openAsOf(database, table, instant));
    }

    private OpenTable heard(OpenTable table) {
      opened(table);
      return new HeardTable(table);
    }
  }

  private final class HeardTable implements OpenTable {
    private final OpenTable table;

    HeardTable(OpenTable table) {
      this.table = table;
    }

    @Override
    public TableSchema schema() {
      return table.schema();
    }

    @Override
    public BatchCursor scan(ScanRequest request) {
      scanned(table, request.range(), request.series());
      return table.scan(request);
    }

    @Override
    public BatchCursor aggregate(AggregateRequest request) {
      scanned(table, request.range(), request.series());
      return table.aggregate(request);
    }

    @Override
    public void close() {
      table.close();
    }
  }
}
