package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.LockedException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TableRef;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.Damage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** What becomes of an encrypted database when its encryption key goes, comes back and changes. */
class EncryptionTest {
  private static final TableRef OTHER = TableRef.of("open", "things");

  private final EngineUnderTest db = new EngineUnderTest();

  private void open() throws IOException {
    db.encryptionKey = Optional.of("master");
    db.keys.add("next");
    db.open();
    db.engine.createDatabase(OTHER.database(), Optional.empty(), Map.of());
    db.engine.createTable(TableDefinition.of(OTHER));
  }

  private PointBatch points(int from, int count) {
    Points points = new Points();
    for (int i = from; i < from + count; i++) {
      points.add("host-" + i % 7, db.hoursAgo(1) + i, 1, i);
    }
    return points.build();
  }

  private void writeOther(int count) {
    db.agents.await(db.engine.write(OTHER, points(1_000, count)));
  }

  private LockedException locked() {
    LockedException read =
        assertThrows(LockedException.class, () -> db.engine.snapshot(EngineUnderTest.TABLE));
    CompletionException write =
        assertThrows(
            CompletionException.class,
            () -> db.engine.write(EngineUnderTest.TABLE, points(0, 1)).join());
    assertEquals(read.getMessage(), write.getCause().getMessage());
    return read;
  }

  private int otherRows() {
    try (Snapshot snapshot = db.engine.snapshot(OTHER)) {
      return TableContent.of(snapshot).size();
    }
  }

  @Test
  void outlivesEveryEnding() throws Exception {
    open();
    db.write(points(0, 100));
    TreeMap<Key, Map<String, String>> before = db.content();
    db.crashAndOpen(1);
    assertEquals(before, db.content());
    db.engine.flush();
    assertEquals(before, db.content());
    db.write(points(100, 100));
    TreeMap<Key, Map<String, String>> after = db.content();
    db.killAndOpen();
    assertEquals(after, db.content());
    db.engine.close();
    db.killAndOpen();
    assertEquals(after, db.content());
    assertEquals(List.of(), db.engine.recovery().findings());
  }

  @Test
  void withoutItsKeyItIsLockedAndAllOthersGoOn() throws Exception {
    open();
    db.write(points(0, 100));
    db.engine.flush();
    db.write(points(100, 100));
    writeOther(10);
    TreeMap<Key, Map<String, String>> before = db.content();

    db.keys.lose("master");
    db.crashAndOpen(2);

    String message = locked().getMessage();
    assertTrue(message.contains("plant") && message.contains("the encryption key master"), message);
    assertTrue(db.engine.recovery().findings().contains(message));
    assertThrows(
        LockedException.class,
        () -> db.engine.createTable(TableDefinition.of(TableRef.of("plant", "more"))));
    assertEquals(10, otherRows());
    writeOther(20);
    db.engine.flush();
    assertEquals(20, otherRows());

    // What the log held is out of it, so that it can be trimmed; and nothing is lost by that.
    db.crashAndOpen(3);
    locked();
    db.engine.close();
    db.keys.giveBack("master");
    db.killAndOpen();
    assertEquals(before, db.content());
    assertFalse(db.disk.listDirectories().contains("side") && !side().list().isEmpty());
    db.write(points(200, 5));
    db.crashAndOpen(4);
    assertEquals(205, db.content().size());
  }

  private Directory side() throws IOException {
    return db.disk.directory("side");
  }

  @Test
  void aLockedDatabasePinsNoLog() throws Exception {
    open();
    db.write(points(0, 100));
    db.keys.lose("master");
    db.crashAndOpen(5);
    assertEquals(1, side().list().size());
    writeOther(1);
    db.engine.flush();
    long kept = db.engine.logBytes();
    assertTrue(kept < 10_000, kept + " bytes of log");
    // A start that finds the entries in the log and on the side keeps them once.
    long size = side().size(side().list().getFirst());
    db.crashAndOpen(6);
    db.crashAndOpen(7);
    assertEquals(size, side().size(side().list().getFirst()));
    db.keys.giveBack("master");
    db.crashAndOpen(8);
    assertEquals(100, db.content().size());
  }

  @Test
  void aDamagedFileOfTheSideLogCostsItsOwnPointsAndIsKept() throws Exception {
    open();
    for (int i = 0; i < 8; i++) {
      db.write(points(10 * i, 10));
    }
    db.keys.lose("master");
    db.crashAndOpen(30);
    db.engine.flush();
    db.engine.close();
    db.disk = db.disk.kill();
    String name = side().list().getFirst();
    Damage.flipBit(side(), name, 8 * (side().size(name) / 2));
    db.keys.giveBack("master");
    db.open();
    int left = db.content().size();
    assertTrue(left > 0 && left < 80, left + " points");
    assertTrue(
        db.engine.recovery().findings().stream().anyMatch(text -> text.contains("side/")),
        db.engine.recovery().findings().toString());
    assertEquals(List.of(), side().list());
    assertEquals(List.of(name), side().directory("quarantine").list());
  }

  @Test
  void anotherKeyInItsPlaceLocksAsWell() throws Exception {
    open();
    db.write(points(0, 10));
    db.keys.add("master");
    db.crashAndOpen(9);
    assertTrue(locked().getMessage().contains("another key than the one before"));
  }

  @Test
  void anotherMasterKeyWrapsTheSameDataKey() throws Exception {
    open();
    db.write(points(0, 50));
    TreeMap<Key, Map<String, String>> before = db.content();
    DatabaseEntry seen = db.engine.catalog().requireDatabase(new DatabaseName("plant"));
    db.engine.flush();
    byte[] segment = Damage.bytesOf(segments(), segments().list().getFirst());

    DatabaseEntry after = db.engine.updateDatabase(seen, "next");

    assertEquals(Optional.of("next"), after.kmsKeyId());
    assertEquals(before, db.content());
    // Nothing that is on disk needs the old key; the data are as they were.
    db.keys.lose("master");
    db.crashAndOpen(10);
    assertEquals(before, db.content());
    assertEquals(segment.length, Damage.bytesOf(segments(), segments().list().getFirst()).length);
    db.keys.lose("next");
    db.crashAndOpen(11);
    assertTrue(locked().getMessage().contains("the encryption key next"));
    DatabaseEntry now = db.engine.catalog().requireDatabase(new DatabaseName("plant"));
    db.keys.giveBack("master");
    assertThrows(LockedException.class, () -> db.engine.updateDatabase(now, "master"));
  }

  private Directory segments() throws IOException {
    return db.disk.directory("segments");
  }

  @Test
  void aLockedDatabaseCanBeDeleted() throws Exception {
    open();
    db.write(points(0, 50));
    db.keys.lose("master");
    db.crashAndOpen(12);
    db.engine.deleteTable(EngineUnderTest.TABLE);
    db.engine.deleteDatabase(new DatabaseName("plant"));
    db.engine.flush();
    db.keys.giveBack("master");
    db.crashAndOpen(13);
    assertEquals(0, db.content().size());
    assertEquals(List.of(), side().list());
  }

  @Test
  void streamsOfALockedDatabaseSayThatTheyAreTrimmedAndGoOn() throws Exception {
    open();
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_IMAGE, 1);
    db.write(points(0, 20));
    db.clock.advance(Duration.ofMinutes(10));
    db.step(200);
    db.write(points(20, 20));
    db.keys.lose("master");
    db.crashAndOpen(14);
    db.step(200);
    db.keys.giveBack("master");
    db.crashAndOpen(15);
    db.write(points(40, 20));
    db.step(200);
    assertEquals(60, db.content().size());
    assertEquals(1, db.engine.changes().streams().size());
  }

  @Test
  void aSegmentOfAnotherDatabaseDoesNotOpen() throws Exception {
    open();
    TableRef twin = TableRef.of("twin", "sensors");
    db.engine.createDatabase(twin.database(), Optional.of("master"), Map.of());
    db.engine.createTable(TableDefinition.of(twin));
    db.write(points(0, 50));
    db.agents.await(db.engine.write(twin, points(0, 50)));
    db.engine.flush();
    String first = segments().list().get(0);
    String second = segments().list().get(1);
    byte[] foreign = Damage.bytesOf(segments(), second);
    db.engine.close();
    db.disk = db.disk.kill();
    Damage.replace(segments(), first, foreign);
    db.open();
    assertThrows(CorruptionException.class, db::content);
  }
}
