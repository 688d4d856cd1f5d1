package io.lodestone.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FileKind;
import io.lodestone.storage.FormatVersionException;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestLogTest {
  private CrashableDirectory disk = new CrashableDirectory();
  private final List<String> findings = new ArrayList<>();

  private static SegmentMetadata segment(long id) {
    return new SegmentMetadata(new SegmentId(id), 3, 10, 2, -5, 1L << 60, 4_096, (int) id * 77);
  }

  private static ManifestEdit adds(long id, long frame) {
    return ManifestEdit.flushed(
        List.of(segment(id)), new Checkpoint(frame, Catalog.EMPTY, 1_000 + frame));
  }

  private ManifestLog open() throws IOException {
    return ManifestLog.open(disk, findings::add);
  }

  private List<Long> segmentsAfterReopening() throws IOException {
    disk = disk.kill();
    return segments(open());
  }

  private static List<Long> segments(ManifestLog log) {
    return log.manifest().segments().stream().map(segment -> segment.id().value()).toList();
  }

  @Test
  void editsAddUpAndSurviveAPowerCut() throws IOException {
    ManifestLog log = open();
    log.append(adds(1, 10));
    log.append(adds(2, 20));
    log.append(ManifestEdit.dropped(List.of(new SegmentId(1))));
    for (long seed = 0; seed < 50; seed++) {
      disk = disk.crash(seed);
      Manifest found = open().manifest();
      assertEquals(List.of(segment(2)), found.segments());
      assertEquals(20, found.checkpoint().frame());
      assertEquals(1_020, found.checkpoint().clockMillis());
      assertEquals(3, found.nextSegment());
    }
    assertEquals(List.of(), findings);
  }

  @Test
  void aFailedEditIsNotInForceAndNeverComesBack() throws IOException {
    for (Faults.Fault fault : Faults.Fault.values()) {
      disk = new CrashableDirectory();
      Faults faults = new Faults();
      ManifestLog log = ManifestLog.open(new FaultyDirectory(disk, faults), findings::add);
      log.append(adds(1, 10));
      faults.failNext(Faults.Act.SYNC, fault);
      assertThrows(IOException.class, () -> log.append(adds(2, 20)), fault.toString());
      assertEquals(List.of(1L), segments(log));
      log.append(adds(3, 30));
      assertEquals(List.of(1L, 3L), segments(log));
      assertEquals(List.of(1L, 3L), segmentsAfterReopening());
    }
  }

  @Test
  void aTornEditIsCutOffAndTold() throws IOException {
    ManifestLog log = open();
    log.append(adds(1, 10));
    log.append(adds(2, 20));
    String name = fileInForce();
    disk = disk.kill();
    Damage.resize(disk, name, (int) disk.size(name) - 3);
    assertEquals(List.of(1L), segments(open()));
    assertTrue(findings.getFirst().contains("were cut off"), findings.toString());
  }

  @Test
  void damageInTheMiddleIsNamedAndTheFileIsKept() throws IOException {
    ManifestLog log = open();
    log.append(adds(1, 10));
    log.append(adds(2, 20));
    log.append(adds(3, 30));
    String name = fileInForce();
    int size = (int) disk.size(name);
    disk = disk.kill();
    Damage.flipBit(disk, name, 8L * (size - 150));
    ManifestLog reopened = open();
    assertTrue(findings.getFirst().contains(name), findings.toString());
    assertTrue(findings.getFirst().contains("corrupt at offset"), findings.toString());
    assertTrue(disk.directory("quarantine").exists(name));
    assertFalse(segments(reopened).isEmpty());
  }

  @Test
  void aLostCurrentIsReplacedByTheNewestFile() throws IOException {
    open().append(adds(1, 10));
    disk = disk.kill();
    disk.delete("CURRENT");
    assertEquals(List.of(1L), segments(open()));
    assertTrue(findings.getFirst().contains("CURRENT is missing"), findings.toString());
    assertEquals(1, disk.directory("quarantine").list().size());
  }

  @Test
  void aCurrentThatPointsNowhereIsToldAndReplacedByTheNewestFile() throws IOException {
    open().append(adds(1, 10));
    disk = disk.kill();
    Damage.replace(disk, "CURRENT", "00000099.manifest\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals(List.of(1L), segments(open()));
    assertTrue(findings.getFirst().contains("00000099.manifest"), findings.toString());
    findings.clear();
    assertEquals(List.of(1L), segmentsAfterReopening());
    assertEquals(List.of(), findings);
  }

  @Test
  void withoutCurrentAFileThatWasNeverFinishedIsPassedOver() throws IOException {
    open().append(adds(1, 10));
    disk = disk.kill();
    byte[] whole = Damage.bytesOf(disk, fileInForce());
    disk.delete("CURRENT");
    Damage.replace(disk, "00000007.manifest", Arrays.copyOf(whole, 20));
    assertEquals(List.of(1L), segments(open()));
    assertEquals(2, disk.directory("quarantine").list().size());
    assertEquals("00000008.manifest", fileInForce());
  }

  @Test
  void aFirstStartThatWasCutShortIsNoFinding() throws IOException {
    open();
    for (long seed = 0; seed < 50; seed++) {
      disk = new CrashableDirectory();
      Faults faults = new Faults().failAt(1 + seed % 12, Faults.Fault.EIO);
      openWith(faults);
      disk = disk.crash(seed);
      open().append(adds(1, 10));
      assertEquals(List.of(1L), segmentsAfterReopening());
    }
    assertEquals(List.of(), findings);
  }

  private void openWith(Faults faults) {
    try {
      ManifestLog.open(new FaultyDirectory(disk, faults), findings::add);
    } catch (IOException e) {
      assertTrue(e.getMessage().contains("injected"), e.getMessage());
    }
  }

  /** The start that found the damage died before it could put the file aside. */
  @Test
  void aDamagedFileIsPutAsideByALaterStartIfNeedBe() throws IOException {
    ManifestLog log = open();
    log.append(adds(1, 10));
    log.append(adds(2, 20));
    log.append(adds(3, 30));
    String name = fileInForce();
    byte[] damaged = Damage.bytesOf(disk, name);
    damaged[damaged.length - 150] ^= 1;
    disk = disk.kill();
    open();
    disk = disk.kill();
    Damage.replace(disk, name, damaged);
    open();
    assertTrue(disk.directory("quarantine").exists(name));
    assertEquals(List.of(), findings);
    disk = disk.kill();
    Damage.replace(disk, name, damaged);
    open();
    assertFalse(disk.exists(name));
  }

  @Test
  void aFileOfANewerReleaseIsRefused() throws IOException {
    open().append(adds(1, 10));
    String name = fileInForce();
    disk = disk.kill();
    byte[] bytes = Damage.bytesOf(disk, name);
    ByteBuffer header = ByteBuffer.allocate(FileHeader.BYTES);
    new FileHeader(new FileKind("MANI"), 2, 1).writeTo(header);
    System.arraycopy(header.array(), 0, bytes, 0, FileHeader.BYTES);
    Damage.replace(disk, name, bytes);
    assertThrows(FormatVersionException.class, this::open);
    assertArrayEquals(bytes, Damage.bytesOf(disk, name));
  }

  @Test
  void aLongFileIsWrittenAnewAndTheOldOneGoes() throws IOException {
    ManifestLog log = open();
    String first = fileInForce();
    List<SegmentMetadata> many = new ArrayList<>();
    for (long id = 1; id <= 1_000; id++) {
      many.add(segment(id));
    }
    log.append(ManifestEdit.flushed(many, new Checkpoint(1, Catalog.EMPTY, 1)));
    List<SegmentId> ids = many.stream().map(SegmentMetadata::id).toList();
    int edits = 0;
    while (fileInForce().equals(first)) {
      log.append(ManifestEdit.dropped(ids));
      log.append(ManifestEdit.flushed(many, new Checkpoint(2 + edits, Catalog.EMPTY, 1)));
      edits++;
      assertTrue(disk.size(fileInForce()) < 17 << 20, "it grows without end");
    }
    assertEquals(2, disk.list().size(), disk.list().toString());
    assertEquals(many, log.manifest().segments());
    assertEquals(1_000, segmentsAfterReopening().size());
    assertEquals(List.of(), findings);
  }

  /** Every act of every edit fails once; what is found afterwards is one of the two states. */
  @Test
  void wheneverTheDiskFailsTheManifestIsAsBeforeOrAsAfter() throws IOException {
    for (Faults.Fault fault : Faults.Fault.values()) {
      for (int act = 1; act <= 14; act++) {
        disk = new CrashableDirectory();
        Faults faults = new Faults();
        ManifestLog log = ManifestLog.open(new FaultyDirectory(disk, faults), findings::add);
        log.append(adds(1, 10));
        faults.failNext(Faults.Act.SYNC, fault);
        assertThrows(IOException.class, () -> log.append(adds(2, 20)));
        faults.failAt(faults.acts() + act, fault);
        List<Long> expected = List.of(1L, 3L);
        try {
          log.append(adds(3, 30));
        } catch (IOException e) {
          assertEquals(List.of(1L), segments(log));
          log.append(adds(4, 40));
          expected = List.of(1L, 4L);
        }
        assertEquals(expected, segments(log), fault + " at act " + act);
        disk = disk.crash(act);
        assertEquals(expected, segments(open()), fault + " at act " + act);
      }
    }
  }

  @Test
  void onlyTheFileInForceStays() throws IOException {
    open().append(adds(1, 10));
    segmentsAfterReopening();
    segmentsAfterReopening();
    assertEquals(2, disk.list().size(), disk.list().toString());
  }

  @Test
  void anEditThatContradictsIsRefused() throws IOException {
    ManifestLog log = open();
    log.append(adds(1, 10));
    assertThrows(IllegalArgumentException.class, () -> log.append(adds(1, 20)));
    assertThrows(
        IllegalArgumentException.class,
        () -> log.append(ManifestEdit.dropped(List.of(new SegmentId(9)))));
    assertEquals(List.of(1L), segmentsAfterReopening());
  }

  private String fileInForce() throws IOException {
    return disk.list().stream()
        .filter(name -> name.endsWith(".manifest"))
        .findFirst()
        .orElseThrow();
  }
}
