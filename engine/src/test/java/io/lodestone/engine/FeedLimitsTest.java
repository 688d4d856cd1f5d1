package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.StreamUpdate;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedOptions.OnFull;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.ResourceException;
import io.lodestone.model.TableRef;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the feed keeps, for how long, and what a reader is told of the rest. */
class FeedLimitsTest {
  private static final FeedOptions FEED =
      FeedOptions.DEFAULT.withRoll(100_000, 1L << 30).withArchive(1L << 20, 60);

  private final EngineUnderTest db = new EngineUnderTest();

  private void open(FeedOptions options) throws Exception {
    db.options = db.options.withFeed(options);
    db.open();
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_IMAGE, 1);
  }

  private FeedStream stream() {
    return db.engine.changes().streams().getLast();
  }

  private ShardRead read(FeedPosition from) {
    FeedStream stream = stream();
    return db.engine
        .changes()
        .read(stream.id(), stream.shards().getLast().number(), from, 1_000)
        .orElseThrow();
  }

  private int changes(FeedPosition from) {
    return assertInstanceOf(ShardRead.Page.class, read(from)).changes().size();
  }

  private void write(int points) {
    EngineUnderTest.Points batch = new EngineUnderTest.Points();
    for (int i = 0; i < points; i++) {
      batch.add("h" + i, db.now() + i, 1, i);
    }
    db.write(batch.build());
  }

  /** Lets the feed put what it has into a file. */
  private void archive() {
    db.clock.advance(Duration.ofSeconds(120));
    db.step(200);
  }

  @Test
  void aChangeIsKeptForItsTimeAndThenToldToBeTrimmed() throws Exception {
    open(FEED.withKeepSeconds(3_600));
    FeedPosition first = FeedPosition.at(stream().shards().getFirst().first());
    write(10);
    archive();
    assertEquals(10, changes(first));
    assertTrue(db.engine.changes().bytes() > 0);
    db.clock.advance(Duration.ofMinutes(50));
    write(5);
    archive();
    assertEquals(15, changes(first));
    db.clock.advance(Duration.ofMinutes(20));
    archive();
    ShardRead.Trimmed trimmed = assertInstanceOf(ShardRead.Trimmed.class, read(first));
    assertEquals(5, changes(trimmed.oldest()));
  }

  @Test
  void theOldestChangesGoWhenTheDiskThatTheyMayTakeIsFull() throws Exception {
    open(FEED.withBytesMax(20_000, OnFull.TRIM));
    FeedPosition first = FeedPosition.at(stream().shards().getFirst().first());
    for (int i = 0; i < 30; i++) {
      write(200);
      archive();
      assertTrue(db.engine.changes().bytes() <= 20_000);
    }
    ShardRead.Trimmed trimmed = assertInstanceOf(ShardRead.Trimmed.class, read(first));
    int kept = changes(trimmed.oldest());
    assertTrue(kept > 0 && kept % 200 == 0, "kept " + kept);
  }

  @Test
  void changesForWhichThereIsNoRoomAtAllLeaveNoFile() throws Exception {
    open(FEED.withBytesMax(200, OnFull.TRIM));
    for (int i = 0; i < 5; i++) {
      write(200);
      archive();
    }
    assertEquals(0, db.engine.changes().bytes());
    assertEquals(List.of("STATE"), db.disk.directory("feed").list());
  }

  /** Changes of other tables move the sequence numbers on, so that shards are followed. */
  @Test
  void shardsGoAfterTheirTimeWhereNothingIsWritten() throws Exception {
    open(FEED.withKeepSeconds(7_200).withRoll(3_600, 1L << 30));
    TableRef other = TableRef.of("plant", "other");
    db.engine.createTable(TableDefinition.of(other));
    FeedPosition first = FeedPosition.at(stream().shards().getFirst().first());
    for (int hour = 0; hour < 20; hour++) {
      db.clock.advance(Duration.ofMinutes(61));
      db.agents.await(db.engine.write(other, EngineUnderTest.point("a", db.now(), 1, 1)));
      db.step(200);
      assertTrue(stream().shards().size() <= 4, () -> stream().shards().toString());
    }
    assertTrue(stream().shards().getLast().number() >= 19, () -> stream().shards().toString());
    assertTrue(stream().shards().getFirst().first() >= stream().trimmed());
    write(3);
    db.step(100);
    assertEquals(3, changes(FeedPosition.at(stream().shards().getLast().first())));
    assertInstanceOf(
        ShardRead.Trimmed.class,
        db.engine.changes().read(stream().id(), 0, first, 1).orElseThrow());
  }

  @Test
  void whoSwitchesAStreamOnIsNotLeftWaitingForADiskThatRefuses() throws Exception {
    db.options = db.options.withFeed(FEED);
    db.open();
    db.faults.failAll(Act.RENAME, Fault.EIO);
    ResourceException refused =
        assertThrows(
            ResourceException.class,
            () -> db.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_IMAGE, 1));
    assertTrue(refused.isOutcomeUnknown());
    assertTrue(refused.getMessage().contains("is in force"), refused.getMessage());
    write(3);
    assertEquals(List.of(), db.engine.changes().streams());
    db.faults.heal();
    db.step(200);
    assertEquals(3, changes(FeedPosition.at(stream().shards().getFirst().first())));
  }

  /** The end of the only stream cannot be put on disk, and the log is not followed before. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whoTagsATableIsNotLeftWaitingForADiskThatRefuses() throws Exception {
    open(FEED);
    db.faults.failAll(Act.RENAME, Fault.EIO);
    db.engine.endStream(EngineUnderTest.TABLE);
    db.step(200);
    TagUpdate tags = TagUpdate.adding(Map.of("site", "north"));
    assertThrows(
        ResourceException.class,
        () -> db.engine.tagTable(EngineUnderTest.TABLE, tags, StreamUpdate.OFF));
    db.faults.heal();
    db.step(200);
    db.engine.tagTable(EngineUnderTest.TABLE, tags, StreamUpdate.OFF);
    assertFalse(stream().isOpen());
  }

  @Test
  void anEndedStreamStaysForAsLongAsItsChanges() throws Exception {
    open(FEED.withKeepSeconds(3_600));
    write(3);
    long id = stream().id();
    FeedPosition first = FeedPosition.at(stream().shards().getFirst().first());
    db.engine.endStream(EngineUnderTest.TABLE);
    write(4);
    db.crashAndOpen(7);
    ShardRead.Page page = assertInstanceOf(ShardRead.Page.class, read(first));
    assertEquals(3, page.changes().size());
    assertTrue(page.ended());
    assertFalse(stream().isOpen());
    db.clock.advance(Duration.ofHours(2));
    archive();
    assertTrue(db.engine.changes().stream(id).isEmpty());
    assertTrue(db.engine.changes().read(id, 0, first, 1).isEmpty());
  }

  @Test
  void aTableThatIsDeletedEndsItsStream() throws Exception {
    open(FeedOptions.DEFAULT);
    write(3);
    FeedPosition first = FeedPosition.at(stream().shards().getFirst().first());
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.step(100);
    assertFalse(stream().isOpen());
    assertEquals(3, changes(first));
  }

  @Test
  void aShardGoesOnInItsChild() throws Exception {
    open(FEED.withRoll(3_600, 1L << 30));
    write(3);
    archive();
    db.clock.advance(Duration.ofHours(2));
    archive();
    write(2);
    db.step(100);
    List<FeedShard> shards = stream().shards();
    assertEquals(2, shards.size());
    FeedShard parent = shards.getFirst();
    FeedShard child = shards.getLast();
    assertEquals(parent.number(), child.parent());
    assertEquals(parent.end(), child.first());
    ChangeFeed feed = db.engine.changes();
    ShardRead.Page end =
        (ShardRead.Page)
            feed.read(stream().id(), 0, FeedPosition.at(parent.first()), 1_000).orElseThrow();
    assertEquals(3, end.changes().size());
    assertTrue(end.ended());
    ShardRead.Page goesOn =
        (ShardRead.Page)
            feed.read(stream().id(), 1, FeedPosition.at(child.first()), 1_000).orElseThrow();
    assertEquals(2, goesOn.changes().size());
    assertFalse(goesOn.ended());
  }

  @Test
  void damagedChangesAreAnErrorForWhoeverReadsThem() throws Exception {
    open(FEED);
    FeedPosition first = FeedPosition.at(stream().shards().getFirst().first());
    write(50);
    archive();
    var folder = db.disk.directory("feed");
    String file =
        folder.list().stream().filter(name -> name.endsWith(".feed")).findFirst().orElseThrow();
    byte[] bytes = Damage.bytesOf(folder, file);
    for (int at = 0; at < bytes.length; at += 1 + bytes.length / 40) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      Damage.replace(folder, file, damaged);
      db.killAndOpen();
      folder = db.disk.directory("feed");
      try {
        assertEquals(50, changes(first), "byte " + at);
      } catch (CorruptionException e) {
        assertTrue(e.getMessage().contains("feed/" + file), e.getMessage());
      }
    }
  }

  @Test
  void aDamagedStateIsPutAsideAndTheStreamGoesOn() throws Exception {
    open(FEED);
    write(50);
    archive();
    var folder = db.disk.directory("feed");
    byte[] bytes = Damage.bytesOf(folder, "STATE");
    bytes[bytes.length - 3] ^= 1;
    Damage.replace(folder, "STATE", bytes);
    db.killAndOpen();
    assertTrue(
        db.engine.recovery().findings().stream()
            .anyMatch(finding -> finding.contains("feed/STATE")),
        db.engine.recovery().findings().toString());
    assertTrue(stream().isOpen());
    write(2);
    db.step(100);
    assertTrue(changes(FeedPosition.at(stream().shards().getFirst().first())) >= 2);
  }

  /** Whatever the disk refuses while changes go to a file, and then the power goes. */
  @Test
  void aRefusalOfTheDiskLosesNoChange() throws Exception {
    for (int refused = 0; refused < 40; refused++) {
      EngineUnderTest fresh = new EngineUnderTest();
      fresh.options = fresh.options.withFeed(FEED);
      fresh.open();
      fresh.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_IMAGE, 1);
      fresh.write(EngineUnderTest.point("a", fresh.now(), 1, 1));
      fresh.faults.failAt(fresh.faults.acts() + 1 + refused, Fault.EIO);
      fresh.clock.advance(Duration.ofSeconds(120));
      fresh.step(200);
      fresh.faults.heal();
      if (refused % 2 == 0) {
        fresh.clock.advance(Duration.ofSeconds(120));
        fresh.step(200);
      }
      fresh.crashAndOpen(refused);
      FeedStream stream = fresh.engine.changes().streams().getLast();
      ShardRead read =
          fresh
              .engine
              .changes()
              .read(stream.id(), 0, FeedPosition.at(stream.shards().getFirst().first()), 10)
              .orElseThrow();
      assertEquals(
          1, assertInstanceOf(ShardRead.Page.class, read).changes().size(), "act " + refused);
      fresh.engine.close();
    }
  }

  @Test
  void aStreamIsSwitchedOnOnceAndOffOnce() throws Exception {
    open(FeedOptions.DEFAULT);
    assertThrows(
        InvalidRequestException.class,
        () -> db.engine.startStream(EngineUnderTest.TABLE, StreamView.KEYS_ONLY, 1));
    db.engine.endStream(EngineUnderTest.TABLE);
    assertThrows(InvalidRequestException.class, () -> db.engine.endStream(EngineUnderTest.TABLE));
    assertThrows(
        InvalidRequestException.class,
        () -> db.engine.startStream(EngineUnderTest.TABLE, StreamView.KEYS_ONLY, 257));
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.KEYS_ONLY, 256);
    assertEquals(2, db.engine.changes().streams().size());
  }
}
