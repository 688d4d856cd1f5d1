package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.feed.Change;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.model.ColumnBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a stream, shard by shard, parents before their children, and makes a table of what it is
 * told. Each change has to fit what was told before: a new point was not there, a replaced or
 * expired one was, as the image says; numbers ascend in a shard; nothing is told twice.
 */
final class FeedConsumer {
  /** What consumers were told. */
  static class Counts {
    long changes;
    long replacements;
    long removals;
    long rolls;

    @Override
    public String toString() {
      return changes
          + " changes ("
          + replacements
          + " of points that were there, "
          + removals
          + " expired), "
          + rolls
          + " shards that went on from others";
    }
  }

  private static final String VERSION = "ts_version";

  private final FeedStream begun;
  private final Counts counts;
  private final SplittableRandom random;

  /** The table as the changes told so far make it. */
  private final TreeMap<Key, Map<String, String>> told = new TreeMap<>();

  /** Per shard name: from where to read on. */
  private final Map<String, FeedPosition> positions = new LinkedHashMap<>();

  /** Points of which the version alone was told, because the stream does not show more. */
  private final Set<Key> unseen = new HashSet<>();

  /** Shards that were read to their end. */
  private final Set<Integer> done = new HashSet<>();

  /** The youngest time of which a removal was told. */
  private long removedUpTo = Long.MIN_VALUE;

  /**
   * @param present what the table held when the stream began
   */
  FeedConsumer(
      FeedStream begun,
      Map<Key, Map<String, String>> present,
      Counts counts,
      SplittableRandom random) {
    this.begun = begun;
    this.counts = counts;
    this.random = random;
    told.putAll(present);
  }

  long stream() {
    return begun.id();
  }

  /**
   * Reads a page of some shards, as a slow consumer does.
   *
   * @param mayTrim whether the stream may have let changes go
   * @return false when it has
   */
  boolean readSome(ChangeFeed feed, boolean mayTrim) {
    FeedStream seen = feed.stream(begun.id()).orElseThrow();
    if (hasLostShards(feed, seen, mayTrim)) {
      return false;
    }
    for (FeedShard shard : seen.shards()) {
      if (random.nextInt(3) > 0
          && isNext(shard)
          && !readPage(feed, shard, Long.MAX_VALUE, mayTrim)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads everything up to a frame, and nothing behind it.
   *
   * @return false when changes were trimmed
   */
  boolean catchUp(ChangeFeed feed, long frame, boolean mayTrim) {
    long end = frame + 1 << 24;
    boolean more = true;
    while (more) {
      more = false;
      FeedStream seen = feed.stream(begun.id()).orElseThrow();
      if (hasLostShards(feed, seen, mayTrim)) {
        return false;
      }
      for (FeedShard shard : seen.shards()) {
        if (shard.first() < end && isNext(shard) && position(shard).sequence() < end) {
          more = true;
          if (!readPage(feed, shard, end, mayTrim)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /**
   * Whether shards that were not read to their end have gone as a whole. Who asks for one is told
   * that it was trimmed.
   */
  private boolean hasLostShards(ChangeFeed feed, FeedStream seen, boolean mayTrim) {
    Set<Integer> unread = new TreeSet<>();
    seen.shards().forEach(shard -> unread.add(shard.parent()));
    begun.shards().forEach(shard -> unread.add(shard.number()));
    unread.remove(FeedShard.NO_PARENT);
    unread.removeAll(done);
    seen.shards().forEach(shard -> unread.remove(shard.number()));
    for (int shard : unread) {
      ShardRead read = feed.read(begun.id(), shard, FeedPosition.at(0), 1).orElseThrow();
      assertInstanceOf(ShardRead.Trimmed.class, read);
      assertTrue(mayTrim, () -> "shard " + shard + " has gone, and was not read to its end");
    }
    return !unread.isEmpty();
  }

  /** Whether a shard is to be read: its parent was read, and it was not read to its end. */
  private boolean isNext(FeedShard shard) {
    return !done.contains(shard.number())
        && (shard.parent() == FeedShard.NO_PARENT || done.contains(shard.parent()));
  }

  private FeedPosition position(FeedShard shard) {
    return positions.getOrDefault(shard.id(), FeedPosition.at(shard.first()));
  }

  /** Reads a page; what lies at a sequence number or behind it is left for later. */
  private boolean readPage(ChangeFeed feed, FeedShard shard, long end, boolean mayTrim) {
    FeedPosition from = position(shard);
    if (!positions.containsKey(shard.id()) && shard.parent() != FeedShard.NO_PARENT) {
      counts.rolls++;
    }
    ShardRead read = feed.read(begun.id(), shard.number(), from, pageSize()).orElseThrow();
    if (read instanceof ShardRead.Trimmed trimmed) {
      assertTrue(mayTrim, () -> trimmed + " to a reader at " + from + " of " + shard);
      assertTrue(trimmed.oldest().compareTo(from) > 0, trimmed + " to a reader at " + from);
      return false;
    }
    ShardRead.Page page = (ShardRead.Page) read;
    FeedPosition last = from;
    boolean cut = false;
    for (Change change : page.changes()) {
      cut |= change.sequence() >= end;
      if (cut) {
        break;
      }
      assertTrue(change.position().compareTo(last) >= 0, "changes go back in " + shard);
      assertTrue(change.sequence() < shard.end(), "a change of the child in " + shard);
      last = change.position().next();
      take(change);
    }
    assertTrue(page.next().compareTo(last) >= 0 || cut, "a reader never goes back");
    FeedPosition next = page.next();
    if (cut || next.sequence() >= end && !page.ended()) {
      next = FeedPosition.at(end);
    }
    positions.put(shard.id(), next);
    if (page.ended() && !cut) {
      done.add(shard.number());
    }
    return true;
  }

  private int pageSize() {
    return 1 + random.nextInt(random.nextBoolean() ? 5 : 60);
  }

  /** Forgets what was told: the table is this, as of a frame that the feed has followed. */
  void beginAnew(ChangeFeed feed, Map<Key, Map<String, String>> present, long frame) {
    told.clear();
    unseen.clear();
    told.putAll(present);
    positions.clear();
    done.clear();
    FeedPosition at = FeedPosition.at(frame + 1 << 24);
    FeedStream seen = feed.stream(begun.id()).orElseThrow();
    begun.shards().forEach(shard -> done.add(shard.number()));
    for (FeedShard shard : seen.shards()) {
      // Whatever is not kept any more needs not be read.
      done.add(shard.parent());
    }
    for (FeedShard shard : seen.shards()) {
      if (shard.end() <= at.sequence()) {
        done.add(shard.number());
      } else {
        done.remove(shard.number());
        if (shard.first() < at.sequence()) {
          positions.put(shard.id(), at);
        }
      }
    }
  }

  private void take(Change change) {
    counts.changes++;
    Key key = new Key(change.key(), change.timeNanos());
    Map<String, String> before = told.get(key);
    switch (change.kind()) {
      case NEW -> {
        assertFalse(told.containsKey(key), "a new point that is there already: " + key);
        assertFalse(change.hasBefore());
      }
      case REPLACED -> {
        counts.replacements++;
        assertNotNull(before, "a change of a point that is not there: " + key);
        assertEquals(begun.view().hasOldImage(), change.hasBefore());
      }
      case EXPIRED -> {
        counts.removals++;
        assertNotNull(before, "a point that is not there has expired: " + key);
        assertEquals(begun.view().hasOldImage(), change.hasBefore());
        removedUpTo = Math.max(removedUpTo, key.timeNanos());
      }
    }
    if (change.hasBefore()) {
      Map<String, String> image = new HashMap<>();
      change.forEachValueBefore((column, row) -> put(image, column, row));
      image.put(VERSION, Long.toString(change.versionBefore()));
      assertEquals(
          before,
          unseen.contains(key) ? versionOf(image) : image,
          "the image before a change of " + key);
    }
    if (change.kind() == Change.Kind.EXPIRED) {
      told.remove(key);
      unseen.remove(key);
      return;
    }
    Map<String, String> after = new HashMap<>();
    change.forEachValue((column, row) -> put(after, column, row));
    if (!begun.view().hasNewImage()) {
      assertEquals(Map.of(), after, "what the stream does not show of " + key);
      unseen.add(key);
    }
    after.put(VERSION, Long.toString(change.version()));
    told.put(key, after);
  }

  private static Map<String, String> versionOf(Map<String, String> values) {
    return Map.of(VERSION, values.get(VERSION));
  }

  /**
   * Takes the values of points whose versions alone were told from the table, which has to have
   * them in those versions: what is told of those points next is held against them.
   */
  private void see(Map<Key, Map<String, String>> table) {
    for (Key key : Set.copyOf(unseen)) {
      Map<String, String> values = table.get(key);
      if (values != null && versionOf(values).equals(told.get(key))) {
        told.put(key, values);
        unseen.remove(key);
      }
    }
  }

  private static void put(Map<String, String> values, ColumnBuffer column, int row) {
    values.put(column.name(), TableContent.text(column, row));
  }

  /**
   * What was told is what the table holds: every point that was not let go for good, whether it can
   * be seen or not, and, above the horizon, what a query sees.
   *
   * @param existing the points at and above the horizon floor
   * @param floor that floor; the consumer of a stream that tells no expiry does not know of it
   */
  void requireState(
      TreeMap<Key, Map<String, String>> existing,
      long floor,
      long horizon,
      TreeMap<Key, Map<String, String>> visible) {
    see(existing);
    requireSame(existing, begun.tellsExpiry() ? told : above(told, floor));
    requireSame(visible, above(told, horizon));
  }

  /** What was told up to the end of the stream is what the table held before, but for removals. */
  void requireLastState(TreeMap<Key, Map<String, String>> last) {
    long from = removedUpTo + 1;
    see(last);
    for (Key key : last.keySet()) {
      assertTrue(key.timeNanos() < from || told.containsKey(key), "the stream ends without " + key);
    }
    requireSame(above(last, from), aboveAndIn(told, from, last));
  }

  /** Says what differs: there are too many points to look through. */
  private static void requireSame(
      Map<Key, Map<String, String>> table, Map<Key, Map<String, String>> told) {
    if (table.equals(told)) {
      return;
    }
    Set<Key> keys = new TreeSet<>(table.keySet());
    keys.addAll(told.keySet());
    StringBuilder differences = new StringBuilder();
    for (Key key : keys) {
      if (!Objects.equals(table.get(key), told.get(key))) {
        differences
            .append("\n  ")
            .append(key)
            .append(" in the table ")
            .append(table.get(key))
            .append(", told ")
            .append(told.get(key));
      }
    }
    throw new AssertionError("what was told is not what the table holds:" + differences);
  }

  private static TreeMap<Key, Map<String, String>> above(
      TreeMap<Key, Map<String, String>> points, long nanos) {
    TreeMap<Key, Map<String, String>> above = new TreeMap<>(points);
    above.keySet().removeIf(key -> key.timeNanos() < nanos);
    return above;
  }

  /** Without points that a stream which tells no expiry cannot know to be gone. */
  private TreeMap<Key, Map<String, String>> aboveAndIn(
      TreeMap<Key, Map<String, String>> points, long nanos, Map<Key, ?> known) {
    TreeMap<Key, Map<String, String>> above = above(points, nanos);
    if (!begun.tellsExpiry()) {
      above.keySet().retainAll(known.keySet());
    }
    return above;
  }
}
