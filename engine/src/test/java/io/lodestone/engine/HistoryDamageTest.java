package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.model.CorruptionException;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.Damage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A history file in which one bit is turned, or that is cut or lost: every state of the past is
 * seen as it was, or the snapshot fails with an error; the present does not care.
 *
 * <p>In the build every 32nd bit is turned; {@code -Dlodestone.damage.all=true} turns all.
 */
class HistoryDamageTest {
  private static final int STRIDE = Boolean.getBoolean("lodestone.damage.all") ? 1 : 32;

  private final EngineUnderTest db = new EngineUnderTest();
  private final List<Instant> instants = new ArrayList<>();
  private final List<TreeMap<Key, Map<String, String>>> states = new ArrayList<>();
  private TreeMap<Key, Map<String, String>> present;
  private Directory segments;
  private String history;
  private byte[] sound;
  private long seen;
  private long refused;

  @BeforeEach
  void writeThreeStatesAndFlush() throws Exception {
    db.open();
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, 35);
    long time = db.hoursAgo(1);
    for (int version = 1; version <= 3; version++) {
      db.clock.advance(Duration.ofSeconds(2));
      db.write(EngineUnderTest.point("a", time, version, 1.5 * version));
      db.write(EngineUnderTest.point("b" + version, time + version, 1, version));
      db.clock.advance(Duration.ofSeconds(1));
      instants.add(db.clock.instant());
      states.add(past(db.clock.instant()));
    }
    db.engine.flush();
    present = db.content();
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      history = snapshot.view().histories().getFirst().metadata().id() + ".seg";
    }
    db.engine.close();
    segments = db.disk.directory("segments");
    String wanted = history;
    history =
        segments.list().stream().filter(name -> name.endsWith(wanted)).findFirst().orElseThrow();
    sound = Damage.bytesOf(segments, history);
  }

  private TreeMap<Key, Map<String, String>> past(Instant instant) {
    try (Snapshot snapshot = db.engine.snapshotAt(EngineUnderTest.TABLE, instant)) {
      return TableContent.of(snapshot);
    }
  }

  private void look(String damage) throws Exception {
    db.open();
    assertEquals(present, db.content(), damage);
    for (int i = 0; i < states.size(); i++) {
      try {
        assertEquals(states.get(i), past(instants.get(i)), damage + ", state " + i);
        seen++;
      } catch (CorruptionException e) {
        refused++;
      }
    }
    db.engine.close();
    db.disk = db.disk.kill();
    segments = db.disk.directory("segments");
  }

  @Test
  void aTurnedBitIsNeverAnotherState() throws Exception {
    for (long bit = 0; bit < 8L * sound.length; bit += STRIDE) {
      Damage.flipBit(segments, history, bit);
      look("bit " + bit);
      Damage.replace(segments, history, sound);
    }
    assertTrue(refused > 0, "refused " + refused);
    // The last state needs no history file.
    assertTrue(seen >= refused / 2, "seen " + seen);
  }

  @Test
  void aFileThatIsCutOrLostIsMissedByThoseWhoNeedIt() throws Exception {
    for (int length = 0; length < sound.length; length += 1 + sound.length / 20) {
      Damage.resize(segments, history, length);
      look("length " + length);
      Damage.replace(segments, history, sound);
    }
    segments.delete(history);
    segments.sync();
    look("lost");
    assertTrue(refused > 0, "refused " + refused);
  }
}
