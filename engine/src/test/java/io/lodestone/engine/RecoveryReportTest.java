package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.CorruptionException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLockedException;
import io.lodestone.storage.FormatVersionException;
import io.lodestone.testkit.files.Damage;
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

  @Test
  void aSegmentThatNoManifestNamesIsPutAside() throws Exception {
    db.engine.close();
    db.disk = db.disk.kill();
    byte[] bytes = Damage.bytesOf(folder("segments"), only("segments", ".seg"));
    Damage.replace(folder("segments"), "0000000000000077.seg", bytes);
    db.open();
    assertTrue(db.engine.recovery().findings().getFirst().contains("segment 77"));
    assertTrue(folder("segments").directory("quarantine").exists("0000000000000077.seg"));
    assertEquals(1, db.content().size());
    // Its number is not given out again.
    db.write(EngineUnderTest.point("c", db.hoursAgo(1), 1, 1.0));
    db.engine.flush();
    assertTrue(folder("segments").exists("0000000000000078.seg"));
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
