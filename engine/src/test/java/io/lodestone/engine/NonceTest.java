package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.journal.JournalDecoder;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.model.DatabaseName;
import io.lodestone.storage.crypt.DataKey;
import io.lodestone.storage.crypt.PieceCipher;
import io.lodestone.testkit.crypt.SimulatedKeys;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.wal.FrameCursor;
import io.lodestone.wal.WriteAheadLog;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No nonce comes twice under a key: not after a crash, not when a frame's number or a file's is
 * used again after a failure.
 */
class NonceTest {
  /** Salt and number of an envelope. */
  private static final int NONCE_BYTES = 16 + Long.BYTES;

  private static final int FOOTER_BYTES = 48;

  private final EngineUnderTest db = new EngineUnderTest();

  /** What was sealed under each salt and number. */
  private final Map<String, String> envelopes = new HashMap<>();

  private final Map<String, String> salts = new HashMap<>();

  @Test
  void everyEntryAndEverySegmentHasItsOwn() throws Exception {
    db.encryptionKey = Optional.of("master");
    db.open();
    for (int life = 0; life < 12; life++) {
      for (int i = 0; i < 6; i++) {
        if (i == 3) {
          // The frame is lost, and another one gets its number.
          db.faults.failNext(life % 2 == 0 ? Act.SYNC : Act.APPEND, Fault.values()[0]);
          var _ = db.writeLater(EngineUnderTest.point("lost", db.now() + i, 1, life));
          db.step(50);
          db.faults.heal();
        }
        db.write(EngineUnderTest.point("h" + i, db.now() + 10L * life + i, 1, i));
      }
      if (life % 3 == 0) {
        db.engine.flush();
      }
      collectSegments();
      db.disk = life % 2 == 0 ? db.disk.kill() : db.disk.crash(life);
      collectEntries();
      db.open();
    }
    assertTrue(envelopes.size() > 60, envelopes.size() + " envelopes");
    assertTrue(salts.size() > 3, salts.size() + " segments");
  }

  /** Who cannot open the entries sees them as they are. */
  private void collectEntries() throws IOException {
    SimulatedKeys none = new SimulatedKeys(5);
    DatabaseKeys locked = new DatabaseKeys(none, none.random());
    locked.learn(
        new DatabaseEntry(
            1,
            new DatabaseName("plant"),
            db.clock.instant(),
            db.clock.instant(),
            Optional.of("master"),
            Map.of(),
            Optional.of(new SimulatedKeys(6).add("master").wrapped("master"))));
    try (WriteAheadLog log =
            WriteAheadLog.open(db.disk.directory("wal"), StoryOptions.plainWal(), db.agents);
        FrameCursor frames = log.read(log.firstFrame())) {
      JournalDecoder decoder = JournalDecoder.ofReplayed(locked);
      while (frames.advance()) {
        for (JournalEntry entry : decoder.decode(frames.frame(), frames.payload())) {
          if (entry instanceof JournalEntry.EntryLocked sealed) {
            note(
                envelopes,
                Arrays.copyOf(sealed.envelope(), NONCE_BYTES),
                Arrays.copyOfRange(sealed.envelope(), NONCE_BYTES, sealed.envelope().length));
          }
        }
      }
    }
  }

  private void collectSegments() throws IOException {
    for (String name : db.disk.directory("segments").list()) {
      byte[] bytes = Damage.bytesOf(db.disk.directory("segments"), name);
      // Behind the salt stands, sealed, the name of a leading dimension, of which there is none.
      int end = bytes.length - FOOTER_BYTES - PieceCipher.TAG_BYTES;
      note(
          salts,
          Arrays.copyOfRange(bytes, end - DataKey.SALT_BYTES, end),
          Arrays.copyOf(bytes, end));
    }
    Set<String> distinct = new HashSet<>(salts.values());
    assertEquals(salts.size(), distinct.size());
  }

  private static void note(Map<String, String> known, byte[] nonce, byte[] sealed) {
    String text = HexFormat.of().formatHex(sealed);
    String before = known.put(HexFormat.of().formatHex(nonce), text);
    assertTrue(before == null || before.equals(text), "one nonce for two");
  }
}
