package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.commit.CarryOptions;
import io.lodestone.engine.feed.Change;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ResourceException;
import io.lodestone.testkit.data.Seed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A table with a stream through several lives, and a consumer who reads it now and then: whatever
 * happens to the process, the changes told are those that make the table what it is, each once, in
 * order.
 */
final class FeedStory {
  /** What happened over all stories. */
  static final class Counts {
    long changes;
    long replacements;
    long checks;
    long crashes;
    long rolls;
    long streams;
    long flushes;

    @Override
    public String toString() {
      return changes
          + " changes ("
          + replacements
          + " of points that were there), "
          + streams
          + " streams, "
          + rolls
          + " shards that went on from others, "
          + crashes
          + " crashes, "
          + flushes
          + " flushes, "
          + checks
          + " comparisons with the table";
    }
  }

  private final SplittableRandom random;
  private final Counts counts;
  private final RandomBatches batches;
  private final EngineUnderTest test = new EngineUnderTest();

  /** The table as the changes told so far make it. */
  private final TreeMap<Key, Map<String, String>> told = new TreeMap<>();

  /** Per shard name: from where the consumer reads on. */
  private final Map<String, Long> positions = new LinkedHashMap<>();

  private StreamView view;
  private long stream;

  FeedStory(Seed seed, Counts counts) {
    this.random = seed.random();
    this.counts = counts;
    this.batches = new RandomBatches(random.split());
    test.clock.set(Instant.ofEpochMilli(RandomBatches.NOW_MILLIS));
    test.seed = random.nextLong();
    test.options =
        EngineOptions.DEFAULT
            .withWal(StoryOptions.wal(random))
            .withMemtable(new MemtableOptions(1 << (6 + random.nextInt(3))))
            .withFlush(
                new FlushOptions(
                    1L << (12 + random.nextInt(8)),
                    1L << (16 + random.nextInt(8)),
                    Duration.ofMinutes(1 + random.nextInt(60)).toMillis(),
                    random.nextBoolean(),
                    random.nextBoolean()
                        ? CarryOptions.NONE
                        : new CarryOptions(1L << 16, 1L << 15, 3_600_000L)))
            .withFeed(
                new FeedOptions(
                    Duration.ofDays(365).toSeconds(),
                    1L << 30,
                    20 + random.nextInt(200),
                    1L << (10 + random.nextInt(12)),
                    1 + random.nextInt(30)));
  }

  void run() throws IOException {
    test.open();
    for (int i = random.nextInt(6); i > 0; i--) {
      write();
    }
    begin();
    int steps = 20 + random.nextInt(60);
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(24)) {
        case 0 -> crash();
        case 1 -> check();
        case 2 -> {
          test.engine.flush();
          counts.flushes++;
        }
        case 3 -> test.clock.advance(Duration.ofSeconds(1 + random.nextInt(60)));
        case 4 -> {
          if (random.nextInt(4) == 0) {
            check();
            test.engine.endStream(EngineUnderTest.TABLE);
            write();
            begin();
          }
        }
        case 5, 6 -> consume();
        case 7, 8 -> test.step(random.nextInt(40));
        default -> write();
      }
    }
    check();
    crash();
    check();
    test.engine.close();
  }

  private void begin() {
    settle();
    view = StreamView.values()[random.nextInt(4)];
    told.clear();
    told.putAll(content());
    test.engine.startStream(EngineUnderTest.TABLE, view, 1 + random.nextInt(5));
    FeedStream begun = test.engine.changes().streams().getLast();
    assertTrue(begun.isOpen());
    stream = begun.id();
    positions.clear();
    counts.streams++;
  }

  private void write() {
    var _ = test.writeLater(batches.next(1 + random.nextInt(40)));
    test.step(random.nextInt(6));
  }

  private void crash() throws IOException {
    counts.crashes++;
    if (random.nextInt(4) == 0) {
      test.engine.close();
      test.killAndOpen();
    } else if (random.nextBoolean()) {
      test.killAndOpen();
    } else {
      test.crashAndOpen(random.nextLong());
    }
  }

  /** Lets everything that was begun come to its end. */
  private void settle() {
    try {
      test.write(EngineUnderTest.point("settled", RandomBatches.NOW_MILLIS * 1_000_000L, 1, 1));
    } catch (ResourceException e) {
      throw new AssertionError("nothing fails in this story", e);
    }
  }

  private void check() {
    settle();
    long frame = test.engine.durableFrame();
    for (int i = 0; !isRead(frame); i++) {
      assertTrue(i < 10_000, "the feed does not catch up");
      test.step(10);
    }
    consume();
    assertEquals(content(), told);
    counts.checks++;
  }

  private boolean isRead(long frame) {
    ChangeFeed feed = test.engine.changes();
    return feed.stream(stream).orElseThrow().shards().stream()
        .filter(FeedShard::isOpen)
        .allMatch(shard -> feed.end(shard) >>> 24 > frame);
  }

  private TreeMap<Key, Map<String, String>> content() {
    try (Snapshot snapshot = test.engine.snapshot(EngineUnderTest.TABLE)) {
      return TableContent.withVersions(snapshot);
    }
  }

  /** Reads on in every shard, and takes what came in the order of commit. */
  private void consume() {
    ChangeFeed feed = test.engine.changes();
    FeedStream seen = feed.stream(stream).orElseThrow();
    List<Change> changes = new ArrayList<>();
    // What becomes known meanwhile is left for the next time, or its order would not be known.
    Map<FeedShard, Long> ends = new HashMap<>();
    seen.shards().forEach(shard -> ends.put(shard, feed.end(shard)));
    for (FeedShard shard : seen.shards()) {
      if (!positions.containsKey(shard.id()) && shard.parent() != FeedShard.NO_PARENT) {
        counts.rolls++;
        FeedShard parent = seen.shard(shard.parent()).orElseThrow();
        assertEquals(shard.first(), parent.end());
        assertEquals(shard.slot(), parent.slot());
      }
      read(feed, seen, shard, ends.get(shard), changes);
    }
    changes.sort(Comparator.comparingLong(Change::sequence));
    changes.forEach(this::take);
  }

  private void read(
      ChangeFeed feed, FeedStream seen, FeedShard shard, long end, List<Change> changes) {
    long from = positions.getOrDefault(shard.id(), shard.first());
    while (from < end) {
      ShardRead read =
          feed.read(stream, shard.number(), from, 1 + random.nextInt(50)).orElseThrow();
      ShardRead.Page page =
          assertInstanceOf(ShardRead.Page.class, read, shard + " from " + from + " " + seen);
      for (Change change : page.changes()) {
        assertTrue(change.sequence() >= from && change.sequence() < shard.end());
        from = change.sequence() + 1;
      }
      changes.addAll(page.changes());
      assertTrue(page.next() >= from, "a reader never goes back");
      from = page.next();
    }
    positions.put(shard.id(), from);
  }

  private void take(Change change) {
    counts.changes++;
    Key key = new Key(change.key(), change.timeNanos());
    Map<String, String> before = told.get(key);
    if (change.isReplacement()) {
      counts.replacements++;
      assertNotNull(before, "a change of a point that is not there: " + key);
      assertEquals(view.hasOldImage(), change.hasBefore());
    } else {
      assertFalse(told.containsKey(key), "a new point that is there already: " + key);
    }
    if (change.hasBefore()) {
      Map<String, String> image = new HashMap<>();
      change.forEachValueBefore((column, row) -> put(image, column, row));
      image.put("ts_version", Long.toString(change.versionBefore()));
      assertEquals(before, image);
    }
    Map<String, String> after = new HashMap<>();
    change.forEachValue((column, row) -> put(after, column, row));
    after.put("ts_version", Long.toString(change.version()));
    told.put(key, after);
  }

  private static void put(Map<String, String> values, ColumnBuffer column, int row) {
    values.put(
        column.name(),
        switch (column.type()) {
          case DOUBLE -> Double.toString(column.doubleAt(row) + 0.0);
          case BOOLEAN -> Boolean.toString(column.word(row) != 0);
          case VARCHAR -> column.varcharAt(row);
          case BIGINT, TIMESTAMP -> Long.toString(column.word(row));
        });
  }
}
