package io.lodestone.engine.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.util.ArrayList;
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
