package io.lodestone.engine.lease;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentRole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds expired points back from being destroyed until the change feed needs them no more. A lease
 * is a table and a time: no point from there on goes, whatever the table's horizon floor says. Safe
 * for several threads.
 *
 * <p>An expiry of a table with a stream takes its lease when its frame is applied, before anybody
 * sees the higher floor ({@link #expired}); when the feed has followed that frame, the lease
 * becomes the feed's, who holds it for as long as it has to tell of the expiry ({@link #settle}).
 * At a start nobody knows yet what the feed holds, so that nothing goes until it has settled for
 * the first time.
 *
 * <p>Of a table that was deleted with a lease on it the segments stay, and their names in the
 * manifest, until the lease ends.
 */
public final class ExpiryLeases {
  /** In the place of a time: nothing is held. */
  private static final long NOTHING = Long.MAX_VALUE;

  private record Taken(long frame, long tableId, long fromNanos) {}

  private boolean settled;

  /** What the feed holds: per table number, from which time on. */
  private Map<Long, Long> settledFrom = Map.of();

  /** Of frames that the feed has not followed yet. */
  private final List<Taken> taken = new ArrayList<>();

  /** Segments of tables that are gone, youngest first; one reference to each. */
  private final Map<Long, List<Segment>> orphans = new HashMap<>();

  /** Leases of which nothing is known yet: everything is held. */
  public ExpiryLeases() {}

  /** For who has no feed: nothing is ever held. */
  public static ExpiryLeases none() {
    ExpiryLeases none = new ExpiryLeases();
    none.settled = true;
    return none;
  }

  /**
   * Takes the leases of the expiries that a frame brings. Before anybody sees the catalog after it.
   *
   * @param before the catalog in front of the frame
   * @param after the catalog behind it
   * @param changes what led from one to the other
   */
  public void expired(long frame, Catalog before, Catalog after, List<JournalEntry> changes) {
    for (JournalEntry change : changes) {
      if (change instanceof JournalEntry.WindowExpired expired
          && (isFollowed(before, expired.tableId()) || isFollowed(after, expired.tableId()))) {
        take(new Taken(frame, expired.tableId(), expired.window().startInclusiveNanos()));
      }
    }
  }

  private static boolean isFollowed(Catalog catalog, long tableId) {
    return catalog.tableById(tableId).filter(table -> table.stream().isPresent()).isPresent();
  }

  private synchronized void take(Taken lease) {
    taken.add(lease);
  }

  /**
   * The feed's leases take the place of all those taken up to a frame.
   *
   * @param frame the feed knows all expiries up to it
   * @param from per table number: from which time on points are held
   * @return segments of tables that are gone which nobody holds any more, with their references
   */
  public synchronized List<Segment> settle(long frame, Map<Long, Long> from) {
    settled = true;
    settledFrom = Map.copyOf(from);
    taken.removeIf(lease -> lease.frame() <= frame);
    List<Segment> free = new ArrayList<>();
    for (Iterator<Map.Entry<Long, List<Segment>>> all = orphans.entrySet().iterator();
        all.hasNext(); ) {
      Map.Entry<Long, List<Segment>> table = all.next();
      if (heldFrom(table.getKey()) == NOTHING) {
        free.addAll(table.getValue());
        all.remove();
      }
    }
    return free;
  }

  /** Whether leases wait for the feed to settle a frame. */
  public synchronized boolean awaits(long frame) {
    return !settled || taken.stream().anyMatch(lease -> lease.frame() <= frame);
  }

  /**
   * The time below which points of a table may be destroyed at a moment.
   *
   * @param nowNanos a confirmed time
   */
  public long goneBelowNanos(TableEntry table, long nowNanos) {
    return Math.min(table.goneBelowNanos(nowNanos), heldFrom(table.id()));
  }

  /** Whether any expired point of a table is held. */
  public boolean isHeld(long tableId) {
    return heldFrom(tableId) != NOTHING;
  }

  /** Whether a table's points from a time on are held. */
  public boolean isHeldFrom(long tableId, long fromNanos) {
    return heldFrom(tableId) <= fromNanos;
  }

  private synchronized long heldFrom(long tableId) {
    if (!settled) {
      return Long.MIN_VALUE;
    }
    long from = settledFrom.getOrDefault(tableId, NOTHING);
    for (Taken lease : taken) {
      if (lease.tableId() == tableId) {
        from = Math.min(from, lease.fromNanos());
      }
    }
    return from;
  }

  /**
   * Takes over the segments of a table that is gone, if its points are held.
   *
   * @param segments with a reference to each, youngest first, and younger than those taken before
   * @return those that nobody holds
   */
  public synchronized List<Segment> orphaned(long tableId, List<Segment> segments) {
    if (heldFrom(tableId) == NOTHING) {
      return segments;
    }
    List<Segment> free = new ArrayList<>();
    List<Segment> kept = new ArrayList<>();
    for (Segment segment : segments) {
      (segment.metadata().role() instanceof SegmentRole.History ? free : kept).add(segment);
    }
    kept.addAll(orphans.getOrDefault(tableId, List.of()));
    orphans.put(tableId, kept);
    return free;
  }

  /**
   * Lets segments take the place of others of a table that is gone.
   *
   * @return the segments that nobody holds now: the removed ones, or the added ones if the table's
   *     are not held
   */
  public synchronized List<Segment> replaceOrphans(
      long tableId, List<Segment> removed, List<Segment> added) {
    List<Segment> kept = orphans.get(tableId);
    if (kept == null || !kept.containsAll(removed)) {
      return added;
    }
    int place = kept.indexOf(removed.getFirst());
    kept.removeAll(removed);
    kept.addAll(Math.min(place, kept.size()), added);
    return removed;
  }

  /**
   * The segments that are held of a table that is gone, youngest first, each retained for the
   * caller; empty when there are none.
   */
  public synchronized Optional<List<Segment>> retainOrphans(long tableId) {
    List<Segment> kept = orphans.get(tableId);
    if (kept == null) {
      return Optional.empty();
    }
    kept.forEach(
        segment -> {
          if (!segment.tryRetain()) {
            throw new IllegalStateException("segment " + segment.metadata().id() + " is not held");
          }
        });
    return Optional.of(List.copyOf(kept));
  }

  /** Disk that the segments of tables that are gone take, in bytes, by table number. */
  public synchronized Map<Long, Long> orphanBytes() {
    Map<Long, Long> bytes = new HashMap<>();
    orphans.forEach(
        (table, segments) ->
            bytes.put(
                table,
                segments.stream().mapToLong(segment -> segment.metadata().sizeBytes()).sum()));
    return bytes;
  }

  /** Lets go of everything, when nobody reads any more; the next start finds what is held. */
  public synchronized void end() {
    orphans.values().forEach(segments -> segments.forEach(Segment::release));
    orphans.clear();
  }
}
