package io.lodestone.engine.journal;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.DatabaseDropped;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.engine.journal.JournalEntry.TableChanged;
import io.lodestone.engine.journal.JournalEntry.TableDropped;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What journal entries do to the catalog. The committer and recovery call the same code. Pure. */
public final class CatalogReplay {
  private CatalogReplay() {}

  /**
   * The catalog after an entry. Entries that speak of tables which do not exist any more change
   * nothing.
   */
  public static Catalog apply(Catalog catalog, JournalEntry entry) {
    return switch (entry) {
      case DatabaseChanged changed -> catalog.with(changed.database());
      case DatabaseDropped dropped -> catalog.without(dropped.name());
      case TableChanged changed -> catalog.with(keepColumns(catalog, changed.table()));
      case TableDropped dropped ->
          catalog.tableById(dropped.tableId()).map(t -> catalog.without(t.ref())).orElse(catalog);
      case ColumnDefined defined ->
          catalog
              .tableById(defined.tableId())
              .map(t -> catalog.with(withColumn(t, defined.column())))
              .orElse(catalog);
      case PointsWritten _ -> catalog;
    };
  }

  private static TableEntry keepColumns(Catalog catalog, TableEntry table) {
    Optional<TableEntry> present = catalog.tableById(table.id());
    return present
        .map(
            before ->
                new TableEntry(
                    table.id(),
                    table.databaseId(),
                    table.definition(),
                    table.created(),
                    table.updated(),
                    before.dimensions(),
                    before.measures()))
        .orElse(table);
  }

  private static TableEntry withColumn(TableEntry table, Column column) {
    List<String> dimensions = table.dimensions();
    List<Column> measures = table.measures();
    if (column.kind() == Column.Kind.DIMENSION) {
      if (!dimensions.contains(column.name())) {
        dimensions = new ArrayList<>(dimensions);
        dimensions.add(column.name());
      }
    } else if (!measures.contains(column)) {
      measures = new ArrayList<>(measures);
      measures.add(column);
    }
    return new TableEntry(
        table.id(),
        table.databaseId(),
        table.definition(),
        table.created(),
        table.updated(),
        dimensions,
        measures);
  }
}
