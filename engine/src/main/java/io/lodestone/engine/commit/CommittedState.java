package io.lodestone.engine.commit;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.journal.CatalogReplay;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.engine.lease.ExpiryLeases;
import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.engine.manifest.SealedMemtables.SealedMemtable;
import io.lodestone.engine.manifest.SealedMemtables.SealedTable;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.engine.memtable.ArrayPool;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableRef;
import io.lodestone.segments.Segment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is durable: the catalog, the tables, the last frame. Changed by the committer (before it
 * starts, by recovery), read by everybody.
 */
public final class CommittedState {
  private volatile Catalog catalog;

  /** By number. Written by one thread: the committer, or recovery before it. */
  private final Map<Long, TableState> tables = new ConcurrentHashMap<>();

  private volatile long frame;

  /** Points of frames before this one have to be carried to be here after a replay. */
  private long replayedFrom;

  private volatile long memoryBytes;

  /** By the thread that writes {@link #memoryBytes}. */
  private long unsealedBytes;

  private volatile int seriesInMemory;
  private volatile long segmentChanges;

  private final ExpiryLeases leases;

  /** The memory that flushed memtables leave to those that follow. */
  private final ArrayPool pool;

  /** Used by replay alone. */
  private final PointSelection replaying = new PointSelection();

  /**
   * @param catalog what exists
   * @param segments per table number, youngest first; the tables take the references over
   * @param frame the last frame that these hold
   * @param leases told of every expiry before readers see it
   */
  public CommittedState(
      Catalog catalog,
      Map<Long, List<Segment>> segments,
      long frame,
      MemtableOptions memtableOptions,
      ExpiryLeases leases) {
    this.leases = leases;
    this.pool = new ArrayPool(memtableOptions);
    this.catalog = catalog;
    this.frame = frame;
    for (TableEntry entry : catalog.tables()) {
      tables.put(
          entry.id(), new TableState(entry, segments.getOrDefault(entry.id(), List.of()), pool));
    }
  }

  /** All databases and tables as of the last durable frame. Any thread. */
  public Catalog catalog() {
    return catalog;
  }

  /** The last durable frame that readers see. Any thread. */
  public long frame() {
    return frame;
  }

  /** Heap that waits to be taken by points, in bytes. Any thread. */
  public long recycledBytes() {
    return pool.memoryBytes();
  }

  /** Heap taken by points in memory, in bytes. Any thread. */
  public long memoryBytes() {
    return memoryBytes;
  }

  /**
   * Heap taken by points in memtables that are not sealed, in bytes; it depends on the points
   * alone, and not on what readers keep of them. Committer, or recovery.
   */
  public long unsealedBytes() {
    return unsealedBytes;
  }

  /**
   * What a table holds now. Any thread.
   *
   * @throws NotFoundException when there is no such table
   */
  public TableView view(TableRef ref) {
    return require(ref).view();
  }

  /** What every table holds now. Any thread. */
  public List<TableView> views() {
    return tables.values().stream().map(TableState::view).toList();
  }

  /** What the table of a number holds now; empty when it is gone. Any thread. */
  public Optional<TableView> view(long tableId) {
    return table(tableId).map(TableState::view);
  }

  /** Changes whenever any table's segments do. Any thread. */
  public long segmentChanges() {
    return segmentChanges;
  }

  private void noteSegmentChange() {
    // One thread at a time writes: the committer, or recovery before it.
    long before = segmentChanges;
    segmentChanges = before + 1;
  }

  TableState require(TableRef ref) {
    // The table may be entered in the catalog an instant before or after it stands in the map: both
    // say "not there".
    TableState table = tables.get(catalog.requireTable(ref).id());
    if (table == null) {
      throw new NotFoundException("The table " + ref + " does not exist.");
    }
    return table;
  }

  Optional<TableState> table(long id) {
    return Optional.ofNullable(tables.get(id));
  }

  Collection<TableState> tables() {
    return tables.values();
  }

  void publish(long durableFrame, Catalog durableCatalog) {
    catalog = durableCatalog;
    frame = durableFrame;
  }

  /** Accounts for what a table's points in memory take now. */
  void accountFor(TableState table) {
    // One thread at a time writes: the committer, or recovery before it.
    long before = memoryBytes;
    long unsealedBefore = table.unsealedBytes();
    memoryBytes = before + table.memoryChange();
    unsealedBytes += table.unsealedBytes() - unsealedBefore;
    countSeries(table);
  }

  /** Counts the series that a decision has entered into a table's memtables. */
  void countSeries(TableState table) {
    int before = seriesInMemory;
    seriesInMemory = before + table.seriesChange();
  }

  /** Series of all tables that take room in memory. Any thread. */
  public int seriesInMemory() {
    return seriesInMemory;
  }

  /**
   * Lets tables come, go and change as the catalog did. Costs as much as there are changes, however
   * many tables there are.
   *
   * @param newFrame the frame that brings the catalog
   * @param newCatalog the catalog after the changes, not published yet
   * @param changes what led to it from the one that is in force
   * @return the segments of dropped tables that nobody holds
   */
  List<Segment> adoptTables(long newFrame, Catalog newCatalog, List<JournalEntry> changes) {
    leases.expired(newFrame, catalog, newCatalog, changes);
    List<Segment> dropped = new ArrayList<>();
    for (JournalEntry change : changes) {
      switch (change) {
        case JournalEntry.TableChanged changed -> {
          // Of the same name is another table only where the frame that dropped it was lost.
          catalog
              .table(changed.table().ref())
              .filter(before -> before.id() != changed.table().id())
              .ifPresent(before -> adopt(before.id(), newCatalog, dropped));
          adopt(changed.table().id(), newCatalog, dropped);
        }
        case JournalEntry.TableDropped gone -> adopt(gone.tableId(), newCatalog, dropped);
        case JournalEntry.WindowExpired expired -> adopt(expired.tableId(), newCatalog, dropped);
        case JournalEntry.DatabaseChanged _,
            JournalEntry.DatabaseDropped _,
            JournalEntry.ColumnDefined _,
            JournalEntry.PointsWritten _,
            JournalEntry.PointsCarried _,
            JournalEntry.PointsReplaced _,
            JournalEntry.EntryLocked _,
            JournalEntry.TickNoted _ -> {}
      }
    }
    return dropped;
  }

  private void adopt(long tableId, Catalog newCatalog, List<Segment> dropped) {
    TableEntry entry = newCatalog.tableById(tableId).orElse(null);
    TableState present = tables.get(tableId);
    if (entry != null && present != null) {
      present.publish(entry);
    } else if (entry != null) {
      tables.put(tableId, new TableState(entry, List.of(), pool));
    } else if (present != null) {
      // In this order: whoever finds no table finds what is held of it.
      dropped.addAll(leases.orphaned(tableId, present.drop()));
      tables.remove(tableId);
      accountFor(present);
    }
  }

  /**
   * Replays a frame of the log. Only before the committer starts.
   *
   * @return the segments of tables that the frame dropped
   */
  public List<Segment> replay(long replayedFrame, List<JournalEntry> entries) {
    List<Segment> dropped = new ArrayList<>();
    long tick = Ticks.NONE;
    for (JournalEntry entry : entries) {
      if (entry instanceof JournalEntry.PointsWritten written) {
        TableState table = tables.get(written.tableId());
        if (table != null) {
          table.replay(written, tick, replaying);
          accountFor(table);
        }
      } else if (entry instanceof JournalEntry.PointsCarried carried) {
        TableState table = tables.get(carried.written().tableId());
        if (table != null && isNew(carried)) {
          table.replay(carried, replaying);
          accountFor(table);
        }
      } else if (entry instanceof JournalEntry.TickNoted noted) {
        tick = noted.tick();
      } else if (!(entry instanceof JournalEntry.PointsReplaced)
          && !(entry instanceof JournalEntry.EntryLocked)) {
        Catalog changed = CatalogReplay.apply(catalog, entry);
        dropped.addAll(adoptTables(replayedFrame, changed, List.of(entry)));
        catalog = changed;
      }
    }
    publish(replayedFrame, catalog);
    return dropped;
  }

  /**
   * Begins a replay. Only before the committer starts.
   *
   * @param firstFrame the first frame whose points are to be applied
   * @param incomplete whether it is missing, and perhaps others
   */
  public void beginReplay(long firstFrame, boolean incomplete) {
    // Points that are told once more do no harm; among them may be some that nothing else tells.
    replayedFrom = incomplete ? Long.MAX_VALUE : firstFrame;
  }

  /** Whether the frames whose points are carried lie before those that are replayed. */
  public boolean isNew(JournalEntry.PointsCarried carried) {
    return carried.upTo() < replayedFrom;
  }

  /**
   * Lets the points that frames brought be looked up. At the end of a replay, before anybody
   * writes.
   */
  public void enterKeys() {
    for (TableState table : tables.values()) {
      table.enterKeys();
      accountFor(table);
    }
  }

  /** Lets everybody see what was replayed so far. Only before the committer starts. */
  public void replayed() {
    for (TableState table : tables.values()) {
      catalog.table(table.view().table().ref()).ifPresent(table::adopt);
    }
  }

  /**
   * Closes the memtables of all tables that have points in memory. Nothing may be in flight.
   * Recovery.
   */
  public SealedMemtables seal() {
    return seal(CarriedTables.none(frame));
  }

  /** The same but for some tables, whose points durable frames carry forward. Committer. */
  SealedMemtables seal(CarriedTables carried) {
    List<SealedTable> sealed = new ArrayList<>();
    for (TableState table : tables.values()) {
      if (carried.contain(table)) {
        continue;
      }
      List<SealedMemtable> memtables = table.seal();
      if (!memtables.isEmpty()) {
        TableEntry entry = catalog.requireTable(table.view().table().ref());
        sealed.add(new SealedTable(entry, memtables));
        table.publish(entry);
        accountFor(table);
      }
    }
    return new SealedMemtables(carried.upTo(), frame, catalog, sealed);
  }

  /**
   * Lets segments take the place of the memtables they were written from. Committer, or recovery.
   *
   * @param segments per table number, youngest first
   * @return the segments whose table is gone
   */
  public List<Segment> flushed(SealedMemtables sealed, Map<Long, List<Segment>> segments) {
    List<Segment> homeless = new ArrayList<>();
    segments.forEach(
        (tableId, written) -> {
          if (!tables.containsKey(tableId)) {
            homeless.addAll(leases.orphaned(tableId, written));
          }
        });
    for (SealedTable sealedTable : sealed.tables()) {
      TableState table = tables.get(sealedTable.table().id());
      if (table != null) {
        table.flushed(sealedTable.memtables(), segments.getOrDefault(table.id(), List.of()));
        table.publish(table.view().table());
        accountFor(table);
        // Only now: before, a reader would have found nothing younger to read. The memtables of a
        // table that was dropped meanwhile are the garbage collector's.
        sealedTable.memtables().forEach(memtable -> memtable.memtable().release());
      }
    }
    noteSegmentChange();
    return homeless;
  }

  /**
   * Lets segments take the place of others of a table. Committer.
   *
   * @return the segments that no table has now: the removed ones, or, when the table is gone and
   *     has given those up itself, the added ones, unless they are held
   */
  List<Segment> replace(long tableId, List<Segment> removed, List<Segment> added) {
    TableState table = tables.get(tableId);
    if (table == null) {
      return leases.replaceOrphans(tableId, removed, added);
    }
    table.replace(removed, added);
    table.publish(table.view().table());
    noteSegmentChange();
    return removed;
  }
}
