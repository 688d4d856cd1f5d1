package io.lodestone.engine.journal;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.DatabaseDropped;
import io.lodestone.engine.journal.JournalEntry.EntryLocked;
import io.lodestone.engine.journal.JournalEntry.PointsCarried;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.engine.journal.JournalEntry.TableChanged;
import io.lodestone.engine.journal.JournalEntry.TableDropped;
import io.lodestone.engine.journal.JournalEntry.TickNoted;
import io.lodestone.engine.journal.JournalEntry.WindowExpired;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.List;

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
      case TableChanged changed -> catalog.with(keepHistory(catalog, changed.table()));
      case TableDropped dropped ->
          catalog.tableById(dropped.tableId()).map(t -> catalog.without(t.ref())).orElse(catalog);
      case ColumnDefined defined ->
          catalog
              .tableById(defined.tableId())
              .map(t -> catalog.with(withColumn(t, defined.column())))
              .orElse(catalog);
      case WindowExpired expired ->
          catalog
              .tableById(expired.tableId())
              .map(
                  t ->
                      catalog.with(t.withHorizonFloorAtLeast(expired.window().endExclusiveNanos())))
              .orElse(catalog);
      case PointsWritten _, PointsCarried _, PointsReplaced _, TickNoted _, EntryLocked _ ->
          catalog;
    };
  }

  /** A definition takes no column away and lets no horizon floor fall. */
  private static TableEntry keepHistory(Catalog catalog, TableEntry table) {
    return catalog
        .tableById(table.id())
        .map(
            before ->
                table
                    .withColumns(before.dimensions(), before.measures())
                    .withMeasureNames(before.measureNames())
                    .withHorizonFloorAtLeast(before.horizonFloorNanos()))
        .orElse(table);
  }

  private static TableEntry withColumn(TableEntry table, Column column) {
    if (column.kind() == Column.Kind.MEASURE_NAME) {
      return table.withMeasureNames(table.measureNames().with(column.name()));
    }
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
    return table.withColumns(dimensions, measures);
  }
}
