package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.TableRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table as it was at an instant. */
class SnapshotAtTest {
  private final EngineUnderTest db = new EngineUnderTest();

  /** A time of points: an hour before the test begins. */
  private long time;

  @BeforeEach
  void open() throws Exception {
    db.open();
    time = db.hoursAgo(1);
  }

  private void recoveryOn(int days) {
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, days);
    // Into the second after the one in which it was switched on.
    db.clock.advance(Duration.ofSeconds(1));
  }

  private Instant now() {
    return db.clock.instant();
  }

  private void write(String host, long version, double value) {
    db.write(EngineUnderTest.point(host, time, version, value));
  }

  private TreeMap<Key, Map<String, String>> contentAt(Instant instant) {
    try (Snapshot snapshot = db.engine.snapshotAt(EngineUnderTest.TABLE, instant)) {
      return TableContent.of(snapshot);
    }
  }

  private Optional<String> valueAt(Instant instant, String host) {
    return Optional.ofNullable(contentAt(instant).get(new Key(EngineUnderTest.series(host), time)))
        .map(values -> values.get("usage"));
  }

  private RestorableRange range() {
    return db.engine.restorableRange(EngineUnderTest.TABLE).orElseThrow();
  }

  private void assertOutside(Instant instant) {
    InvalidRequestException refused =
        assertThrows(InvalidRequestException.class, () -> contentAt(instant));
    assertTrue(refused.getMessage().contains(range().earliest().toString()), refused.getMessage());
    assertTrue(refused.getMessage().contains(range().latest().toString()), refused.getMessage());
  }

  @Test
  void whatIsWrittenInASecondIsSeenFromItsEndOn() {
    recoveryOn(35);
    db.clock.advance(Duration.ofMillis(100));
    Instant begin = now();
    write("a", 1, 1.0);
    db.clock.advance(Duration.ofMillis(899));
    assertEquals(Optional.empty(), valueAt(begin, "a"));
    assertEquals(Optional.empty(), valueAt(now(), "a"), "the second has not ended");
    assertEquals(Optional.of("1.0"), db.value("a", time));
    db.clock.advance(Duration.ofMillis(1));
    assertEquals(Optional.of("1.0"), valueAt(now(), "a"));
    assertEquals(Optional.empty(), valueAt(now().minusMillis(1), "a"));
  }

  @Test
  void aReplacedPointIsSeenAsItWas() {
    recoveryOn(35);
    write("a", 1, 1.0);
    db.clock.advance(Duration.ofSeconds(10));
    Instant before = now();
    write("a", 2, 2.0);
    write("b", 1, 7.0);
    db.clock.advance(Duration.ofSeconds(10));
    write("a", 3, 3.0);
    db.clock.advance(Duration.ofSeconds(10));
    assertEquals(Optional.of("1.0"), valueAt(before, "a"));
    assertEquals(Optional.empty(), valueAt(before, "b"));
    assertEquals(Optional.of("2.0"), valueAt(before.plusSeconds(1), "a"));
    assertEquals(Optional.of("7.0"), valueAt(before.plusSeconds(1), "b"));
    assertEquals(Optional.of("3.0"), valueAt(now(), "a"));
  }

  @Test
  void pointsFromBeforeRecoveryWasSwitchedOnArePartOfEveryState() {
    write("a", 1, 1.0);
    db.clock.advance(Duration.ofSeconds(10));
    recoveryOn(35);
    Instant earliest = now();
    assertEquals(earliest, range().earliest());
    write("b", 1, 2.0);
    db.clock.advance(Duration.ofSeconds(1));
    assertEquals(1, contentAt(earliest).size());
    assertEquals(2, contentAt(now()).size());
  }

  @Test
  void aStateOutsideTheWindowIsRefusedWithItsEnds() {
    InvalidRequestException off =
        assertThrows(InvalidRequestException.class, () -> contentAt(now()));
    assertTrue(off.getMessage().contains("is off"), off.getMessage());
    assertEquals(Optional.empty(), db.engine.restorableRange(EngineUnderTest.TABLE));
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, 2);
    assertOutside(now());
    db.clock.advance(Duration.ofSeconds(1));
    contentAt(now());
    assertOutside(now().minusMillis(1));
    assertOutside(now().plusMillis(1));
    db.clock.advance(Duration.ofDays(2));
    Instant earliest = now().minus(Duration.ofDays(2));
    assertEquals(earliest, range().earliest());
    contentAt(earliest);
    assertOutside(earliest.minusNanos(1));
    db.clock.advance(Duration.ofMillis(500));
    assertEquals(earliest, range().earliest());
  }

  @Test
  void theWindowsLengthIsOneToThirtyFiveDays() {
    for (int days : new int[] {-1, 0, 36}) {
      assertThrows(
          InvalidRequestException.class,
          () -> db.engine.updateRecovery(EngineUnderTest.TABLE, true, days));
    }
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, 1);
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, 35);
    db.engine.updateRecovery(EngineUnderTest.TABLE, false, 0);
    assertThrows(
        NotFoundException.class,
        () -> db.engine.updateRecovery(TableRef.of("plant", "nothing"), true, 1));
  }

  @Test
  void aLongerWindowBringsNothingBack() {
    recoveryOn(3);
    db.clock.advance(Duration.ofDays(10));
    Instant known = range().earliest();
    assertEquals(now().minus(Duration.ofDays(3)), known);
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, 30);
    assertEquals(known, range().earliest());
    db.clock.advance(Duration.ofDays(1));
    assertEquals(known, range().earliest());
  }

  @Test
  void switchingOffForgetsThePast() {
    recoveryOn(35);
    write("a", 1, 1.0);
    db.clock.advance(Duration.ofSeconds(5));
    db.engine.updateRecovery(EngineUnderTest.TABLE, false, 0);
    assertThrows(InvalidRequestException.class, () -> contentAt(now()));
    write("a", 2, 2.0);
    db.clock.advance(Duration.ofSeconds(5));
    recoveryOn(35);
    assertEquals(now(), range().earliest());
    assertEquals(Optional.of("2.0"), valueAt(now(), "a"));
  }

  @Test
  void aRestartChangesNoState() throws Exception {
    recoveryOn(35);
    write("a", 1, 1.0);
    db.clock.advance(Duration.ofSeconds(1));
    Instant first = now();
    write("a", 2, 2.0);
    db.clock.advance(Duration.ofSeconds(1));
    Instant second = now();
    for (int restart = 0; restart < 3; restart++) {
      assertEquals(Optional.of("1.0"), valueAt(first, "a"));
      assertEquals(Optional.of("2.0"), valueAt(second, "a"));
      db.crashAndOpen(restart);
    }
  }

  @Test
  void aStateIsCutAtTheHorizonOfItsInstant() {
    recoveryOn(35);
    long old = db.hoursAgo(29 * 24);
    db.write(EngineUnderTest.point("a", old, 1, 1.0));
    db.clock.advance(Duration.ofHours(1));
    Instant alive = now();
    db.clock.advance(Duration.ofDays(2));
    assertEquals(0, db.content().size());
    assertEquals(0, contentAt(now()).size());
    assertEquals(1, contentAt(alive).size());
  }

  @Test
  void aSnapshotOfThePastStaysAsItIs() {
    recoveryOn(35);
    write("a", 1, 1.0);
    db.clock.advance(Duration.ofSeconds(1));
    try (Snapshot snapshot = db.engine.snapshotAt(EngineUnderTest.TABLE, now())) {
      write("a", 2, 2.0);
      db.clock.advance(Duration.ofSeconds(1));
      write("b", 2, 2.0);
      assertEquals(1, TableContent.of(snapshot).size());
    }
  }

  @Test
  void aFlushChangesNoState() throws Exception {
    write("z", 1, 0.5);
    write("a", 1, 1.0);
    recoveryOn(35);
    Instant first = now();
    List<Instant> instants = new ArrayList<>();
    List<TreeMap<Key, Map<String, String>>> states = new ArrayList<>();
    for (int round = 1; round <= 12; round++) {
      write("a", 1 + round, 1.0 + round);
      write("b" + round % 3, round, round);
      write("late", 1, round);
      if (round % 4 == 0) {
        db.engine.flush();
      }
      db.clock.advance(Duration.ofSeconds(1 + round % 2));
      instants.add(now());
      states.add(contentAt(now()));
    }
    assertEquals(2, contentAt(first).size());
    assertEquals(Optional.of("1.0"), valueAt(first, "a"));
    for (int restart = 0; restart < 2; restart++) {
      for (int i = 0; i < states.size(); i++) {
        assertEquals(states.get(i), contentAt(instants.get(i)), "state " + i);
      }
      db.engine.flush();
      db.crashAndOpen(restart);
    }
  }

  @Test
  void aTableWithoutRecoveryHasNoHistoryFiles() {
    write("a", 1, 1.0);
    write("a", 2, 2.0);
    db.engine.flush();
    assertEquals(0, historyFiles());
    recoveryOn(35);
    write("a", 3, 3.0);
    db.engine.flush();
    assertEquals(1, historyFiles());
  }

  private int historyFiles() {
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      return snapshot.view().histories().size();
    }
  }

  /** Enough flushes that segments of the window are gathered, several times over. */
  @Test
  void aCompactionChangesNoState() throws Exception {
    write("z", 1, 0.5);
    write("a", 1, 1.0);
    recoveryOn(35);
    List<Instant> instants = new ArrayList<>();
    List<TreeMap<Key, Map<String, String>>> states = new ArrayList<>();
    for (int round = 1; round <= 20; round++) {
      write("a", 1 + round, 1.0 + round);
      write("b" + round % 3, round, round);
      db.clock.advance(Duration.ofSeconds(1 + round % 2));
      instants.add(now());
      states.add(contentAt(now()));
      db.engine.flush();
      db.step(100);
    }
    db.clock.advance(Duration.ofHours(6));
    db.step(500);
    assertTrue(db.engine.metrics().compaction().merges() >= 5, "merges");
    assertEquals(1, segments());
    assertTrue(historyFiles() <= 2, "history files " + historyFiles());
    for (int restart = 0; restart < 2; restart++) {
      for (int i = 0; i < states.size(); i++) {
        assertEquals(states.get(i), contentAt(instants.get(i)), "state " + i);
      }
      db.crashAndOpen(restart);
    }
  }

  @Test
  void expiredSegmentsStayUntilTheWindowHasPassed() throws Exception {
    recoveryOn(2);
    long old = db.hoursAgo(29 * 24);
    db.write(EngineUnderTest.point("a", old, 1, 1.0));
    db.engine.flush();
    db.clock.advance(Duration.ofHours(1));
    Instant alive = now();
    for (int hours = 0; hours < 71; hours++) {
      db.clock.advance(Duration.ofHours(1));
      db.step(100);
      if (hours < 47) {
        assertEquals(1, contentAt(alive).size(), "hours " + hours);
      }
    }
    assertEquals(0, db.content().size());
    assertOutside(alive);
    for (int hours = 0; hours < 6; hours++) {
      db.clock.advance(Duration.ofHours(1));
      db.step(100);
    }
    assertEquals(0, segments());
  }

  @Test
  void historyFilesGoWhenTheirTicksHaveLeftTheWindow() throws Exception {
    recoveryOn(1);
    write("a", 1, 1.0);
    write("a", 2, 2.0);
    db.engine.flush();
    assertEquals(1, historyFiles());
    db.clock.advance(Duration.ofHours(24));
    db.step(200);
    assertEquals(1, historyFiles(), "the earliest state is the one before the points came");
    db.clock.advance(Duration.ofSeconds(2));
    db.step(200);
    assertEquals(0, historyFiles());
    assertEquals(1, segments());
    assertEquals(Optional.of("2.0"), valueAt(range().earliest(), "a"));
  }

  @Test
  void historyFilesGoWhenRecoveryIsSwitchedOff() throws Exception {
    recoveryOn(35);
    write("a", 1, 1.0);
    db.engine.flush();
    db.engine.updateRecovery(EngineUnderTest.TABLE, false, 0);
    db.step(200);
    assertEquals(0, historyFiles());
    assertEquals(Optional.of("1.0"), db.value("a", time));
  }

  private int segments() {
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      return snapshot.view().segments().size();
    }
  }

  /**
   * The machine came up with a clock ten years ahead, and was put right: neither a flush nor a look
   * for what has aged may have gone by that time.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWrongTimeAtTheStartForgetsNothing(boolean flushedBefore) throws Exception {
    recoveryOn(1);
    db.clock.advance(Duration.ofMinutes(2));
    write("a", 1, 1.0);
    db.clock.advance(Duration.ofSeconds(10));
    Instant before = now();
    write("a", 2, 2.0);
    db.clock.advance(Duration.ofSeconds(10));
    if (flushedBefore) {
      db.engine.flush();
    }
    db.clock.step(Duration.ofDays(3_650));
    db.killAndOpen();
    db.clock.advance(Duration.ofSeconds(30));
    db.step(1_000);
    db.engine.flush();
    db.clock.step(Duration.ofDays(-3_650));
    db.crashAndOpen(3);
    assertEquals(Optional.of("1.0"), valueAt(before, "a"));
    assertEquals(Optional.of("2.0"), valueAt(now(), "a"));
  }
}
