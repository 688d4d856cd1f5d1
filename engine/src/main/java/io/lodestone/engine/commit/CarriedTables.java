package io.lodestone.engine.commit;

import io.lodestone.engine.journal.JournalEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The tables of one seal that stay in memory because their points are so few: the committer writes
 * them once more behind all frames so far, and when that is durable those frames may go. Why, and
 * what a crash leaves: {@code docs/adr/0026-carried-points.md}. Used by the committer alone.
 */
final class CarriedTables {
  private final long upTo;
  private final long nowMillis;
  private final List<TableState> tables;
  private final Set<TableState> asSet;
  private int written;

  private CarriedTables(long upTo, long nowMillis, List<TableState> tables) {
    this.upTo = upTo;
    this.nowMillis = nowMillis;
    this.tables = tables;
    this.asSet = Set.copyOf(tables);
  }

  /** No table: every one is sealed. */
  static CarriedTables none(long frame) {
    return new CarriedTables(frame, 0, List.of());
  }

  /** Chooses, the smallest first, as many as the options allow. Nothing may be in flight. */
  static CarriedTables choose(CommittedState state, CarryOptions options, long nowMillis) {
    List<TableState> small = new ArrayList<>();
    for (TableState table : state.tables()) {
      if (table.hasPoints()
          && table.unsealedBytes() < options.tableBytesMax()
          && !table.isCarriedSince(nowMillis - options.ageMillis(table.id()))) {
        small.add(table);
      }
    }
    small.sort(
        Comparator.comparingLong(TableState::unsealedBytes).thenComparingLong(TableState::id));
    long bytes = 0;
    List<TableState> chosen = new ArrayList<>();
    for (TableState table : small) {
      bytes += table.unsealedBytes();
      if (bytes > options.bytesMax()) {
        break;
      }
      chosen.add(table);
    }
    return new CarriedTables(state.frame(), nowMillis, chosen);
  }

  /** The last frame that brought points; those that carry them follow it. */
  long upTo() {
    return upTo;
  }

  /** Whether all tables stand in frames. */
  boolean areWritten() {
    return written == tables.size();
  }

  /** Writes further tables, as many as fit a frame. */
  void write(JournalEncoder encoder, int frameBytesTarget) {
    while (!areWritten() && encoder.size() < frameBytesTarget) {
      tables.get(written++).carry(upTo, nowMillis, encoder);
    }
  }

  /** Whether a table's points stay in memory. */
  boolean contain(TableState table) {
    return asSet.contains(table);
  }
}
