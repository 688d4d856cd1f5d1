package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.ResourceException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLockedException;
import io.lodestone.storage.FormatVersionException;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.time.StepAgentHost;
import io.lodestone.wal.CommitLog;
import io.lodestone.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecoveryReportTest {
  private final EngineUnderTest db = new EngineUnderTest();

  @BeforeEach
  void open() throws Exception {
    db.open();
    db.write(EngineUnderTest.point("a", db.hoursAgo(2), 1, 1.0));
  }

  private Directory folder(String name) throws Exception {
    return db.disk.directory(name);
  }

  private String only(String folder, String suffix) throws Exception {
    List<String> names = folder(folder).list();
    return names.stream().filter(name -> name.endsWith(suffix)).reduce((a, b) -> b).orElseThrow();
  }

  @Test
  void anOrderlyCloseLeavesNothingToReplay() throws Exception {
    db.engine.close();
    db.killAndOpen();
    RecoveryReport report = db.engine.recovery();
    assertEquals(0, report.replayedFrames());
    assertEquals(1, report.segments());
    assertEquals(List.of(), report.findings());
    assertEquals(1, db.content().size());
  }

  @Test
  void aKillIsReplayed() throws Exception {
    db.engine.flush();
    db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 1.0));
    db.killAndOpen();
    assertEquals(1, db.engine.recovery().replayedPoints());
    assertEquals(2, db.content().size());
  }

  /** Whoever gave a segment another name has it still. */
  @Test
  void aSegmentThatNoManifestNamesIsPutAsideWhenAnythingElseIsWrong() throws Exception {
    db.engine.close();
    db.disk = db.disk.kill();
    byte[] bytes = Damage.bytesOf(folder("segments"), only("segments", ".seg"));
    folder("segments").delete(only("segments", ".seg"));
    Damage.replace(folder("segments"), "0000000000000077.seg", bytes);
    db.open();
    assertTrue(db.engine.recovery().findings().getFirst().contains("segment 1 is missing"));
    assertTrue(db.engine.recovery().findings().getLast().contains("segment 77"));
    assertTrue(folder("segments").directory("quarantine").exists("0000000000000077.seg"));
    // Its number is not given out again.
    db.write(EngineUnderTest.point("c", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    assertTrue(folder("segments").exists("0000000000000078.seg"));
  }

  /** Such a one may be all that is left of what the log held. */
  @Test
  void aSegmentThatNoManifestNamesIsPutAsideWhenTheLogIsGone() throws Exception {
    db.engine.flush();
    db.disk = db.disk.kill();
    byte[] bytes = Damage.bytesOf(folder("segments"), only("segments", ".seg"));
    Damage.replace(folder("segments"), "0000000000000077.seg", bytes);
    for (String file : folder("wal").list()) {
      folder("wal").delete(file);
    }
    db.open();
    assertTrue(db.engine.recovery().findings().getFirst().contains("segment 77"));
    assertTrue(folder("segments").directory("quarantine").exists("0000000000000077.seg"));
  }

  /** However often a process ends between the writing of a segment and its edit. */
  @Test
  void whatAnUnfinishedFlushLeavesGoesWithTheNextStart() throws Exception {
    int leftOver = 0;
    for (int act = 1; act <= 30; act++) {
      db.write(EngineUnderTest.point("h" + act, db.hoursAgo(1), 1, act));
      db.faults.failAll(Faults.Act.DELETE, Faults.Fault.EIO);
      db.faults.failAt(db.faults.acts() + act, Faults.Fault.EIO);
      try {
        db.engine.flush();
      } catch (ResourceException refused) {
        // As it has to be.
      }
      db.faults.heal();
      db.killAndOpen();
      String found = "act " + act + ": " + db.engine.recovery().findings();
      leftOver += found.contains("never put in force and was deleted") ? 1 : 0;
      assertEquals(List.of(), folder("segments").directory("quarantine").list(), found);
      assertEquals(act + 1, db.content().size(), found);
    }
    assertTrue(leftOver > 0, "no flush was cut off where it mattered");
  }

  @Test
  void aMissingSegmentIsNamedAndNeverReadAsEmpty() throws Exception {
    db.engine.close();
    db.disk = db.disk.kill();
    folder("segments").delete(only("segments", ".seg"));
    db.open();
    assertTrue(db.engine.recovery().findings().getFirst().contains("is missing"));
    assertThrows(CorruptionException.class, db::content);
  }

  @Test
  void aDamagedSegmentIsNamedWhenItIsRead() throws Exception {
    db.engine.close();
    db.disk = db.disk.kill();
    Damage.flipBit(folder("segments"), only("segments", ".seg"), 8 * 50);
    db.open();
    CorruptionException damage = assertThrows(CorruptionException.class, db::content);
    assertTrue(damage.getMessage().contains(".seg"), damage.getMessage());
  }

  @Test
  void aDamagedFrameCostsItsOwnPointsOnly() throws Exception {
    db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 1.0));
    db.write(EngineUnderTest.point("c", db.hoursAgo(1), 1, 1.0));
    db.disk = db.disk.kill();
    String file = only("wal", ".wal");
    byte[] bytes = Damage.bytesOf(folder("wal"), file);
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("host\0b");
    Damage.flipBit(folder("wal"), file, 8L * at);
    db.open();
    assertTrue(
        db.engine.recovery().findings().toString().contains("corrupt"),
        db.engine.recovery().findings().toString());
    assertEquals(2, db.content().size());
  }

  @Test
  void aSegmentOfAnotherSizeIsNamedBeforeItIsRead() throws Exception {
    db.engine.close();
    db.disk = db.disk.kill();
    Damage.resize(folder("segments"), only("segments", ".seg"), 100);
    db.open();
    String finding = db.engine.recovery().findings().getFirst();
    assertTrue(finding.contains("segment 1 has 100 bytes"), finding);
    assertThrows(CorruptionException.class, db::content);
  }

  /** The frame's checksum is right, its entries are not. */
  @Test
  void aFrameThatMakesNoSenseIsAFindingAndTheOthersAreReplayed() throws Exception {
    db.write(EngineUnderTest.point("b", db.hoursAgo(1), 1, 1.0));
    db.disk = db.disk.kill();
    StepAgentHost agents = new StepAgentHost(1);
    try (WriteAheadLog log = WriteAheadLog.open(folder("wal"), db.options.wal(), agents)) {
      log.start(
          new CommitLog.DurableListener() {
            @Override
            public void durable(long frame) {}

            @Override
            public void failed(long lastDurableFrame, IOException cause) {
              throw new AssertionError(cause);
            }
          });
      log.append(ByteBuffer.wrap(new byte[] {99, 0, 0, 0, 0}));
    }
    db.disk = db.disk.kill();
    db.open();
    String finding = db.engine.recovery().findings().getFirst();
    assertTrue(finding.contains("log frame 5"), finding);
    assertEquals(2, db.content().size());
    db.write(EngineUnderTest.point("c", db.hoursAgo(1), 1, 1.0));
    db.killAndOpen();
    assertEquals(3, db.content().size());
  }

  @Test
  void theReportCountsWhatWasReplayed() throws Exception {
    db.engine.flush();
    long flushed = db.engine.durableFrame();
    db.write(
        new EngineUnderTest.Points()
            .add("b", db.hoursAgo(1), 1, 1.0)
            .add("c", db.hoursAgo(100), 1, 1.0)
            .build());
    db.write(EngineUnderTest.point("b", db.hoursAgo(1), 2, 1.0));
    db.killAndOpen();
    assertEquals(new RecoveryReport(flushed, 2, 3, 0, 1, List.of()), db.engine.recovery());
    assertEquals(3, db.content().size());
  }

  /** A restart needs no more memory than running did. */
  @Test
  void aReplayThatOutgrowsMemoryFlushesAsItGoes() throws Exception {
    for (int i = 0; i < 200; i++) {
      db.write(EngineUnderTest.point("h" + i, db.hoursAgo(1), 1, i));
    }
    db.options = db.options.withFlush(new FlushOptions(1L << 30, 20_000, 3_600_000, true));
    db.killAndOpen();
    RecoveryReport report = db.engine.recovery();
    assertTrue(report.flushes() > 0, report.toString());
    assertEquals(report.flushes(), report.segments());
    assertEquals(List.of(), report.findings());
    assertEquals(201, db.content().size());
    db.crashAndOpen(5);
    assertEquals(201, db.content().size());
    assertTrue(db.engine.recovery().replayedPoints() < 201);
  }

  @Test
  void aManifestOfANewerReleaseIsRefused() throws Exception {
    db.engine.close();
    db.disk = db.disk.kill();
    String file = only("manifest", ".manifest");
    byte[] bytes = Damage.bytesOf(folder("manifest"), file);
    bytes[8] = 9;
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(bytes, 0, 28);
    java.nio.ByteBuffer.wrap(bytes)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .putInt(28, (int) crc.getValue());
    Damage.replace(folder("manifest"), file, bytes);
    FormatVersionException refusal = assertThrows(FormatVersionException.class, db::open);
    assertTrue(refusal.getMessage().contains("format version 9"), refusal.getMessage());
  }

  @Test
  void aSecondEngineOnTheDirectoryIsRefused() {
    EngineUnderTest second = new EngineUnderTest();
    second.disk = db.disk;
    assertThrows(DirectoryLockedException.class, second::open);
    assertEquals(1, db.content().size());
  }
}
