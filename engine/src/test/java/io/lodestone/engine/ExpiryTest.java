package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What expiry leaves on disk and in the catalog. The table keeps 30 days. */
class ExpiryTest {
  private static final long DAY = Duration.ofDays(1).toNanos();

  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
  }

  private List<String> files() throws IOException {
    return db.disk.directory("segments").list();
  }

  private long floor() {
    return db.engine.catalog().requireTable(EngineUnderTest.TABLE).horizonFloorNanos();
  }

  private void daysPass(long days) {
    db.clock.advance(Duration.ofDays(days));
    db.step(2_000);
  }

  @Test
  void aFileGoesWhenItsYoungestPointHasExpiredAndNotANanosecondBefore() throws Exception {
    long oldest = db.now() - 29 * DAY;
    db.write(new Points().add("a", oldest, 1, 1).add("a", oldest + 1_000_000, 1, 2).build());
    db.engine.flush();
    assertEquals(1, files().size());
    daysPass(1);
    db.clock.advance(Duration.ofMillis(1));
    db.step(2_000);
    assertEquals(1, db.content().size());
    assertEquals(1, files().size(), "the younger point stands exactly at the horizon");
    db.clock.advance(Duration.ofMillis(1));
    db.step(2_000);
    assertEquals(0, db.content().size());
    assertEquals(List.of(), files());
    assertEquals(oldest + 2_000_000, floor());
  }

  @Test
  void aFileThatIsReadStaysUntilTheReaderIsDone() throws Exception {
    db.write(EngineUnderTest.point("a", db.now() - 29 * DAY, 1, 1));
    db.engine.flush();
    try (Snapshot held = db.engine.snapshot(EngineUnderTest.TABLE)) {
      daysPass(2);
      assertEquals(1, files().size());
      assertEquals(1, TableContent.of(held).size());
    }
    db.step(2_000);
    assertEquals(List.of(), files());
  }

  @Test
  void filesWithYoungerPointsStayAndHideTheOlderOnes() throws Exception {
    db.write(new Points().add("a", db.now() - 29 * DAY, 1, 1).add("b", db.now(), 1, 2).build());
    db.engine.flush();
    daysPass(5);
    assertEquals(1, db.content().size());
    assertTrue(floor() >= db.now() - 31 * DAY, "the floor follows in strides");
    assertTrue(!files().isEmpty());
  }

  @Test
  void pointsThatExpireInMemoryAreNotWritten() throws Exception {
    db.write(EngineUnderTest.point("a", db.now() - 29 * DAY, 1, 1));
    daysPass(3);
    db.engine.flush();
    assertEquals(List.of(), files());
    assertEquals(0, db.content().size());
  }

  @Test
  void expiryAsksForOneEntryAndThenIsSilent() {
    db.write(EngineUnderTest.point("a", db.now() - 29 * DAY, 1, 1));
    db.engine.flush();
    daysPass(2);
    long frame = db.engine.durableFrame();
    daysPass(30);
    assertEquals(frame, db.engine.durableFrame(), "an empty table has nothing to let go");
  }

  @Test
  void aShorterRetentionLetsFilesGo() throws Exception {
    db.write(EngineUnderTest.point("a", db.now() - 10 * DAY, 1, 1));
    db.engine.flush();
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(new RetentionPolicy(12, 5)));
    db.step(2_000);
    assertEquals(List.of(), files());
    db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(new RetentionPolicy(12, 50)));
    assertEquals(0, db.content().size());
  }

  @Test
  void otherTablesKeepTheirs() throws Exception {
    TableRef other = TableRef.of("plant", "other");
    db.engine.createTable(
        TableDefinition.of(other)
            .withRetention(new RetentionPolicy(12, 300))
            .withMagneticStoreWrites(MagneticStoreWrites.ON));
    TableEntry before = db.engine.catalog().requireTable(other);
    db.write(EngineUnderTest.point("a", db.now() - 29 * DAY, 1, 1));
    db.agents.await(db.engine.write(other, EngineUnderTest.point("a", db.now() - 29 * DAY, 1, 1)));
    db.engine.flush();
    daysPass(2);
    assertEquals(1, files().size());
    assertEquals(
        before.horizonFloorNanos(), db.engine.catalog().requireTable(other).horizonFloorNanos());
  }

  /** The machine's clock jumps ten years ahead for half a minute, while flushes and looks go on. */
  @Test
  void aWrongTimeForAMomentLetsNothingGo() throws Exception {
    db.write(EngineUnderTest.point("a", db.now(), 1, 1));
    db.engine.flush();
    db.step(500);
    db.clock.step(Duration.ofDays(3_650));
    for (int second = 0; second < 30; second++) {
      db.step(100);
      assertEquals(1, db.content().size());
      db.clock.advance(Duration.ofSeconds(1));
    }
    db.clock.step(Duration.ofDays(-3_650));
    db.step(1_000);
    db.clock.advance(Duration.ofHours(1));
    db.step(1_000);
    assertEquals(1, db.content().size());
    assertEquals(1, files().size());
  }

  /** The machine came up with a wrong clock; what it hides is there again when it is right. */
  @Test
  void aWrongTimeAtTheStartLetsNothingGo() throws Exception {
    db.clock.advance(Duration.ofMinutes(2));
    db.write(EngineUnderTest.point("a", db.now(), 1, 1));
    db.engine.flush();
    db.clock.step(Duration.ofDays(3_650));
    db.killAndOpen();
    assertEquals(0, db.content().size());
    db.clock.advance(Duration.ofSeconds(30));
    db.step(1_000);
    db.engine.flush();
    db.clock.step(Duration.ofDays(-3_650));
    db.step(1_000);
    db.engine.flush();
    db.crashAndOpen(11);
    assertEquals(1, db.content().size());
    assertEquals(1, files().size());
  }
}
