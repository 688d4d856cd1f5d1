package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.engine.memtable.MemtableView;
import java.util.List;

/**
 * All memtables of all tables, closed together at a frame boundary: what one flush writes.
 *
 * @param frame the last frame whose points they hold
 * @param catalog the catalog after that frame
 * @param carriedBy the last frame that carries points of these frames forward, which stay in memory
 *     therefore; {@code frame} when none does
 * @param tables the tables that had points in memory, but for those that were carried
 */
public record SealedMemtables(
    long frame, long carriedBy, Catalog catalog, List<SealedTable> tables) {
  /**
   * One table's share.
   *
   * @param table the table's entry at the boundary, columns included
   * @param memtables at least one, none of them empty
   */
  public record SealedTable(TableEntry table, List<SealedMemtable> memtables) {
    public SealedTable {
      memtables = List.copyOf(memtables);
    }
  }

  /**
   * A memtable that is never changed again.
   *
   * @param memtable for look-ups by the committer
   * @param view all of it, for readers
   */
  public record SealedMemtable(Memtable memtable, MemtableView view) {}

  public SealedMemtables {
    tables = List.copyOf(tables);
  }
}
