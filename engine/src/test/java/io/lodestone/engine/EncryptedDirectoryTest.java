package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.LockedException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Nothing that a client wrote into an encrypted database, and no name that came with it, stands in
 * any file of the data directory, whatever has become of it.
 */
class EncryptedDirectoryTest {
  private static final TableRef SECRET = TableRef.of("plant", "secrets");

  /** What every name and every text of the points begins with. */
  private static final String MARK = "zq-secret-";

  private final EngineUnderTest db = new EngineUnderTest();

  private void open(Optional<String> key) throws IOException {
    db.encryptionKey = key;
    db.options =
        db.options.withCompaction(
            new CompactionOptions(true, 32, 2L << 30, 1L << 20, 1_000, 1, 1L << 40));
    db.open();
    db.engine.createTable(
        new TableDefinition(
            SECRET,
            new RetentionPolicy(12, 30),
            MagneticStoreWrites.ON,
            List.of(
                new PartitionKey(
                    PartitionKey.Kind.DIMENSION, Optional.of(MARK + "dimension"), false)),
            Map.of()));
    db.engine.updateRecovery(SECRET, true, 7);
    db.engine.startStream(SECRET, StreamView.NEW_AND_OLD_IMAGES, 2);
  }

  private void write(int from, int count, long version) {
    PointBatch.Builder batch = new PointBatch.Builder(count);
    for (int i = from; i < from + count; i++) {
      SeriesKey key = SeriesKey.of(MARK + "measure", MARK + "dimension", MARK + "value-" + i % 5);
      batch.point(batch.size(), batch.series(key), db.hoursAgo(i % 3 == 0 ? 100 : 1) + i, version);
      batch
          .valueColumn(MARK + "column", ValueType.VARCHAR)
          .appendVarchar(MARK + "text " + i + " of " + version);
      batch.valueColumn("long", ValueType.VARCHAR).appendVarchar((MARK + "long ").repeat(2_000));
    }
    db.agents.await(db.engine.write(SECRET, batch.build()));
  }

  /** Everything that happens to points: each step leaves other files behind. */
  private List<String> story() throws IOException {
    List<String> found = new ArrayList<>();
    write(0, 40, 1);
    found.addAll(files(db.disk, ""));
    for (int round = 0; round < 4; round++) {
      write(20 * round, 40, 2 + round);
      db.clock.advance(Duration.ofSeconds(70));
      db.step(300);
      db.engine.flush();
      db.step(300);
      found.addAll(files(db.disk, ""));
    }
    assertTrue(db.engine.metrics().compaction().merges() > 0);
    write(200, 10, 1);
    db.crashAndOpen(1);
    found.addAll(files(db.disk, ""));
    write(300, 10, 1);
    db.engine.close();
    found.addAll(files(db.disk, ""));
    db.killAndOpen();
    found.addAll(files(db.disk, ""));
    return found;
  }

  /**
   * Names of the files that hold the mark, with those of all kinds of files that were looked at.
   */
  private static List<String> files(Directory directory, String path) throws IOException {
    List<String> found = new ArrayList<>();
    for (String name : directory.list()) {
      String text = new String(Damage.bytesOf(directory, name), StandardCharsets.ISO_8859_1);
      if (text.contains(MARK) || text.contains(MARK.substring(0, 6))) {
        found.add(path + name);
      }
    }
    for (String name : directory.listDirectories()) {
      found.addAll(files(directory.directory(name), path + name + "/"));
    }
    return found;
  }

  @Test
  void noFileHoldsAnythingOfAnEncryptedDatabase() throws Exception {
    open(Optional.of("master"));
    assertEquals(List.of(), story());
    int rows = rows();
    assertTrue(rows > 100, rows + " rows");
    assertEquals(List.of(), db.engine.recovery().findings());
    // On the side it is sealed as well.
    write(400, 10, 1);
    db.keys.lose("master");
    db.crashAndOpen(2);
    assertEquals(1, db.disk.directory("side").list().size());
    assertEquals(List.of(), files(db.disk, ""));
    db.keys.giveBack("master");
    db.crashAndOpen(3);
    assertEquals(rows + 10, rows());
  }

  /** The search itself works: of a database that is not encrypted it finds every sort of file. */
  @Test
  void filesOfAnyOtherDatabaseHoldIt() throws Exception {
    open(Optional.empty());
    List<String> found = story();
    for (String folder : List.of("wal/", "manifest/", "segments/", "feed/")) {
      assertTrue(found.stream().anyMatch(name -> name.startsWith(folder)), folder);
    }
  }

  private int rows() {
    try (Snapshot snapshot = db.engine.snapshot(SECRET)) {
      return TableContent.of(snapshot).size();
    }
  }

  @Test
  void changesComeBackFromFeedFilesAndNeedTheKey() throws Exception {
    open(Optional.of("master"));
    write(0, 40, 1);
    db.clock.advance(Duration.ofSeconds(120));
    db.step(300);
    assertEquals(1, feed().list().stream().filter(name -> name.endsWith(".feed")).count());
    db.engine.flush();
    db.crashAndOpen(4);
    assertEquals(40, changes());
    db.keys.lose("master");
    db.crashAndOpen(5);
    assertThrows(LockedException.class, this::changes);
    db.keys.giveBack("master");
    db.crashAndOpen(6);
    assertEquals(40, changes());

    // A block of another file in its place.
    String file =
        feed().list().stream().filter(name -> name.endsWith(".feed")).findFirst().orElseThrow();
    byte[] bytes = Damage.bytesOf(feed(), file);
    bytes[100] ^= 1;
    db.disk = db.disk.kill();
    Damage.replace(feed(), file, bytes);
    db.open();
    assertThrows(CorruptionException.class, this::changes);
  }

  private Directory feed() throws IOException {
    return db.disk.directory("feed");
  }

  private int changes() {
    FeedStream stream = db.engine.changes().streams().getLast();
    return stream.shards().stream()
        .map(
            shard ->
                db.engine.changes().read(stream.id(), shard.number(), FeedPosition.at(0), 1_000))
        .mapToInt(
            read -> assertInstanceOf(ShardRead.Page.class, read.orElseThrow()).changes().size())
        .sum();
  }
}
