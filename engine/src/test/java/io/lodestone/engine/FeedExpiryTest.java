package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.engine.feed.Change;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a stream tells of the points that retention lets go. */
class FeedExpiryTest {
  /** Longer than it takes the points of these stories to expire. */
  private static final Duration KEEP = Duration.ofHours(60);

  private static final RetentionPolicy ONE_DAY = new RetentionPolicy(1, 1);

  private final EngineUnderTest db = new EngineUnderTest();
  private long start;

  @BeforeEach
  void open() throws Exception {
    db.options =
        db.options.withFeed(
            FeedOptions.DEFAULT.withKeepSeconds(KEEP.toSeconds()).withRoll(1_000_000, 1L << 40));
    db.open();
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(ONE_DAY));
    start = db.now();
  }

  private void begin(StreamView view, int shards) {
    db.engine.startStream(EngineUnderTest.TABLE, view, shards);
  }

  private void write(String host, long timeNanos, long version, double value) {
    db.write(EngineUnderTest.point(host, timeNanos, version, value));
  }

  /** Lets points go that are older than what the table keeps, and the feed hear of it. */
  private void expire() {
    db.clock.advance(Duration.ofHours(26));
    settle();
  }

  private void settle() {
    db.step(3_000);
  }

  private FeedStream stream() {
    return db.engine.changes().streams().getLast();
  }

  /** All changes of a stream, page by page, its shards one after the other. */
  private List<Change> changes(FeedStream stream, int pageSize) {
    List<Change> changes = new ArrayList<>();
    for (FeedShard shard : stream.shards()) {
      FeedPosition from = FeedPosition.at(Math.max(stream.trimmed(), shard.first()));
      while (from.sequence() < db.engine.changes().end(shard)) {
        ShardRead.Page page =
            assertInstanceOf(
                ShardRead.Page.class,
                db.engine
                    .changes()
                    .read(stream.id(), shard.number(), from, pageSize)
                    .orElseThrow());
        changes.addAll(page.changes());
        from = page.next();
      }
    }
    return changes;
  }

  private List<Change> removals(int pageSize) {
    return changes(stream(), pageSize).stream()
        .filter(change -> change.kind() == Change.Kind.EXPIRED)
        .toList();
  }

  private static String usageBefore(Change change) {
    AtomicReference<String> usage = new AtomicReference<>();
    change.forEachValueBefore(
        (column, row) -> usage.set(column.name() + "=" + column.doubleAt(row)));
    return usage.get() + " v" + change.versionBefore();
  }

  @Test
  void eachExpiredKeyIsRemovedOnceWithItsCurrentPoint() {
    begin(StreamView.NEW_AND_OLD_IMAGES, 1);
    write("b", start, 1, 1);
    write("a", start, 1, 1);
    db.engine.flush();
    write("a", start, 2, 2);
    db.engine.flush();
    write("a", start, 3, 3);
    write("a", start - 1_000, 1, 0.5);
    expire();
    List<Change> removals = removals(1_000);
    assertEquals(
        List.of("usage=0.5 v1", "usage=3.0 v3", "usage=1.0 v1"),
        removals.stream().map(FeedExpiryTest::usageBefore).toList());
    assertEquals(
        List.of(1L, 2L, 3L),
        removals.stream().map(change -> change.position().subOrdinal()).toList());
    assertEquals(1, removals.stream().map(Change::sequence).distinct().count());
  }

  /** Points that never left memory, and those of a window that was never compacted. */
  @Test
  void pointsInMemoryExpireLikeAnyOther() throws Exception {
    begin(StreamView.OLD_IMAGE, 1);
    write("a", start, 1, 1);
    expire();
    assertEquals(1, removals(10).size());
    db.engine.flush();
    settle();
    assertEquals("usage=1.0 v1", usageBefore(removals(10).getFirst()));
    db.crashAndOpen(3);
    settle();
    assertEquals("usage=1.0 v1", usageBefore(removals(10).getFirst()));
  }

  @Test
  void aLongerRetentionBringsNothingBackAndNothingIsToldTwice() {
    begin(StreamView.KEYS_ONLY, 2);
    write("a", start, 1, 1);
    db.clock.advance(Duration.ofHours(25));
    write("b", db.now(), 1, 1);
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(new RetentionPolicy(1, 30)));
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(ONE_DAY));
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(new RetentionPolicy(1, 30)));
    settle();
    List<Change> removals = removals(10);
    assertEquals(1, removals.size());
    assertEquals(EngineUnderTest.series("a"), removals.getFirst().key());
    assertFalse(removals.getFirst().hasBefore());
  }

  @Test
  void aReaderGoesOnInTheMidstOfAnExpiryOfManyBlocksAlsoAfterARestart() throws Exception {
    begin(StreamView.KEYS_ONLY, 3);
    int points = 10_000;
    for (int from = 0; from < points; from += 2_000) {
      EngineUnderTest.Points batch = new EngineUnderTest.Points();
      for (int i = from; i < from + 2_000; i++) {
        batch.add("h" + i % 700, start + i * 1_000L, 1, i);
      }
      db.write(batch.build());
      if (from == 4_000) {
        db.engine.flush();
      }
    }
    expire();
    Set<String> told = new HashSet<>();
    FeedStream stream = stream();
    for (FeedShard shard : stream.shards()) {
      FeedPosition from = FeedPosition.at(shard.first());
      FeedPosition last = from;
      for (int page = 0; from.sequence() < db.engine.changes().end(shard); page++) {
        if (page % 9 == 8) {
          db.crashAndOpen(page);
        }
        ShardRead.Page read =
            assertInstanceOf(
                ShardRead.Page.class,
                db.engine.changes().read(stream.id(), shard.number(), from, 333).orElseThrow());
        for (Change change : read.changes()) {
          assertTrue(change.position().compareTo(last) >= 0);
          last = change.position();
          if (change.kind() == Change.Kind.EXPIRED) {
            SeriesKey key = change.key();
            assertTrue(told.add(key + "@" + change.timeNanos()), "told twice");
          }
        }
        from = read.next();
      }
    }
    assertEquals(points, told.size());
  }

  @Test
  void aTagKeepsExpiryOutOfAStream() {
    db.engine.tagTable(
        EngineUnderTest.TABLE, TagUpdate.adding(Map.of(StreamSpecification.EXPIRY_TAG, "off")));
    begin(StreamView.KEYS_ONLY, 1);
    write("a", start, 1, 1);
    db.engine.flush();
    expire();
    settle();
    assertEquals(List.of(), removals(10));
    assertEquals(0, db.engine.metrics().segments(), "nothing holds them");
  }

  @Test
  void expiredPointsGoWhenTheStreamHasToldOfThemForItsTime() {
    begin(StreamView.KEYS_ONLY, 1);
    write("a", start, 1, 1);
    db.engine.flush();
    expire();
    assertEquals(1, removals(10).size());
    assertEquals(1, db.engine.metrics().segments());
    assertTrue(db.engine.metrics().streams().getLast().heldBytes() > 0);
    db.clock.advance(KEEP);
    settle();
    assertEquals(0, db.engine.metrics().segments());
    assertEquals(0, db.engine.metrics().streams().getLast().heldBytes());
    assertInstanceOf(
        ShardRead.Trimmed.class,
        db.engine
            .changes()
            .read(stream().id(), 0, FeedPosition.at(stream().shards().getFirst().first()), 10)
            .orElseThrow());
  }

  @Test
  void aDeletedTableTellsWhatHadExpiredAndNothingOfItsEnd() throws Exception {
    begin(StreamView.OLD_IMAGE, 1);
    write("a", start, 1, 1);
    expire();
    write("b", db.now(), 1, 2);
    db.engine.deleteTable(EngineUnderTest.TABLE);
    settle();
    db.crashAndOpen(5);
    settle();
    FeedStream ended =
        db.engine.changes().streams().stream()
            .filter(stream -> !stream.isOpen())
            .findFirst()
            .orElseThrow();
    List<Change> changes = changes(ended, 10);
    assertEquals(
        List.of(Change.Kind.NEW, Change.Kind.EXPIRED, Change.Kind.NEW),
        changes.stream().map(Change::kind).toList());
    assertEquals("usage=1.0 v1", usageBefore(changes.get(1)));
    db.clock.advance(KEEP);
    settle();
    assertEquals(0, db.disk.directory("segments").list().size(), "nothing holds them any more");
  }

  @Test
  void anExpiryThatTheDiskOfTheFeedHasNoRoomForIsTrimmedAndSaidToBe() throws Exception {
    db.engine.close();
    db.options =
        db.options.withFeed(
            db.options.feed().withBytesMax(1_500, FeedOptions.OnFull.TRIM).withArchive(1 << 20, 5));
    db.open();
    begin(StreamView.KEYS_ONLY, 1);
    for (int i = 0; i < 300; i++) {
      write("h" + i, start + i * 7_919L, 1, Math.sqrt(i));
    }
    db.engine.flush();
    expire();
    db.clock.advance(Duration.ofMinutes(2));
    settle();
    assertInstanceOf(
        ShardRead.Trimmed.class,
        db.engine
            .changes()
            .read(stream().id(), 0, FeedPosition.at(stream().shards().getFirst().first()), 10)
            .orElseThrow());
    assertEquals(0, db.engine.metrics().segments());
  }

  @Test
  void aTableMadeAnewHasNothingToDoWithTheExpiriesOfTheOld() {
    begin(StreamView.KEYS_ONLY, 1);
    write("a", start, 1, 1);
    expire();
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.engine.createTable(
        TableDefinition.of(EngineUnderTest.TABLE)
            .withRetention(ONE_DAY)
            .withMagneticStoreWrites(MagneticStoreWrites.ON));
    begin(StreamView.KEYS_ONLY, 1);
    write("a", db.now(), 1, 1);
    settle();
    assertEquals(1, changes(stream(), 10).size());
  }
}
