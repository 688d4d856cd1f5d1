package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.engine.EngineUnderTest.Points;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.Rejection.Reason;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table's retention and its horizon floor. The table begins with 12 hours and 30 days. */
class RetentionChangeTest {
  private static final long DAY = Duration.ofDays(1).toNanos();
  private static final RetentionPolicy SHORT = new RetentionPolicy(12, 2);
  private static final RetentionPolicy LONG = new RetentionPolicy(12, 400);

  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
  }

  private TableEntry update(RetentionPolicy retention) {
    return db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(retention));
  }

  private TableEntry entry() {
    return db.engine.catalog().requireTable(EngineUnderTest.TABLE);
  }

  @Test
  void aShorterRetentionHidesAtOnceAndToTheNanosecond() {
    long boundary = db.now() - 2 * DAY;
    db.write(
        new Points()
            .add("a", boundary - 1, 1, 1)
            .add("a", boundary, 1, 2)
            .add("a", db.now(), 1, 3)
            .build());
    assertEquals(3, db.content().size());
    update(SHORT);
    assertEquals(2, db.content().size());
    db.engine.flush();
    assertEquals(2, db.content().size());
  }

  @Test
  void aLongerRetentionBringsNothingBack() throws Exception {
    db.write(
        new Points().add("a", db.now() - 5 * DAY, 1, 1).add("a", db.now() - DAY, 1, 2).build());
    update(SHORT);
    update(LONG);
    assertEquals(1, db.content().size());
    db.killAndOpen();
    assertEquals(1, db.content().size());
    db.engine.flush();
    assertEquals(1, db.content().size());
    db.crashAndOpen(7);
    assertEquals(1, db.content().size());
  }

  /** The retention before has hidden points that no expiry had told of yet. */
  @Test
  void whatTheRetentionBeforeHidesStaysHidden() {
    long oldest = db.now() - 30 * DAY;
    db.write(new Points().add("a", oldest, 1, 1).add("a", oldest + DAY, 1, 2).build());
    db.clock.advance(Duration.ofMillis(1));
    assertEquals(1, db.content().size());
    update(LONG);
    assertEquals(1, db.content().size());
    assertEquals(oldest + 1_000_000, entry().horizonFloorNanos());
  }

  @Test
  void aPointBelowTheFloorIsRejectedAndOneAtTheFloorIsNew() {
    long floor = db.now() - 2 * DAY;
    db.write(new Points().add("a", floor - 1, 5, 1).build());
    update(SHORT);
    update(LONG);
    WriteResult result =
        db.write(new Points().add("a", floor - 1, 9, 2).add("a", floor, 1, 3).build());
    assertEquals(1, result.magneticStore());
    assertEquals(Reason.OUTSIDE_TIME_WINDOW, result.rejections().getFirst().reason());
    assertEquals(1, db.content().size());
  }

  @Test
  void theFloorNeverFalls() throws Exception {
    update(SHORT);
    long floor = entry().horizonFloorNanos();
    assertEquals(db.now() - 2 * DAY, floor);
    update(LONG);
    assertEquals(floor, entry().horizonFloorNanos());
    db.clock.advance(Duration.ofDays(-1));
    update(SHORT);
    update(LONG);
    assertEquals(floor, entry().horizonFloorNanos());
    db.engine.flush();
    db.crashAndOpen(3);
    assertEquals(floor, entry().horizonFloorNanos());
  }

  @Test
  void aLongerRetentionKeepsFromNowOn() {
    long oldest = db.now() - 30 * DAY;
    update(LONG);
    db.write(new Points().add("a", oldest, 1, 1).build());
    db.clock.advance(Duration.ofDays(100));
    assertEquals(1, db.content().size());
  }

  @Test
  void anotherChangeLeavesRetentionAndFloorAlone() {
    long floor = entry().horizonFloorNanos();
    db.clock.advance(Duration.ofMinutes(1));
    TableEntry after =
        db.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(MagneticStoreWrites.OFF));
    assertEquals(floor, after.horizonFloorNanos());
    assertEquals(EngineUnderTest.RETENTION, after.definition().retention());
    assertEquals(after, entry());
    WriteResult result = db.write(EngineUnderTest.point("a", db.now() - DAY, 1, 1));
    assertEquals(Reason.OUTSIDE_TIME_WINDOW, result.rejections().getFirst().reason());
  }

  @Test
  void columnsAndTimeOfCreationOutliveAChange() {
    db.write(EngineUnderTest.point("a", db.now(), 1, 1));
    TableEntry before = entry();
    db.clock.advance(Duration.ofMinutes(1));
    TableEntry after = update(SHORT);
    assertEquals(before.schema(), after.schema());
    assertEquals(before.created(), after.created());
    assertEquals(db.clock.instant(), after.updated());
  }

  @Test
  void aTableThatIsNotThereCannotBeChanged() {
    TableRef other = TableRef.of("plant", "other");
    assertThrows(
        NotFoundException.class, () -> db.engine.updateTable(other, TableUpdate.of(SHORT)));
  }

  @Test
  void aSnapshotKeepsWhatItSaw() {
    db.write(EngineUnderTest.point("a", db.now() - 5 * DAY, 1, 1));
    try (Snapshot before = db.engine.snapshot(EngineUnderTest.TABLE)) {
      update(SHORT);
      assertEquals(1, TableContent.of(before).size());
    }
    assertEquals(0, db.content().size());
  }
}
