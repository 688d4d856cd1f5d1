package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.FormatVersionException;
import io.lodestone.storage.bytes.Checksum;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WalCorruptionTest {
  private CrashableDirectory disk = new CrashableDirectory();

  /** Four files: the first three full, the last closed in good order. */
  private List<String> severalFiles() throws IOException {
    LogUnderTest log = new LogUnderTest(disk, LogUnderTest.SMALL.withFileBytes(250));
    log.write("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");
    List<String> written = log.frames();
    log.log.close();
    disk = disk.kill();
    assertEquals(List.of("00000001.wal", "00000002.wal"), disk.list().subList(0, 2));
    return written;
  }

  @Test
  void aDamagedFrameCostsThatFrameAloneAndIsNamed() throws IOException {
    List<String> written = severalFiles();
    int payloadOfThree = 88 + 40 + 3 + 40 + 3 + 40;
    Damage.flipBit(disk, "00000001.wal", payloadOfThree * 8L);
    LogUnderTest log = new LogUnderTest(disk);
    List<String> kept = new ArrayList<>(written);
    kept.remove("3=three");
    assertEquals(kept, log.frames());
    OpenReport.Damage damage = log.log.report().damages().getFirst();
    assertEquals(1, log.log.report().damages().size());
    assertEquals("00000001.wal", damage.file());
    assertEquals(payloadOfThree - 40, damage.offset());
    assertEquals(3, damage.firstMissing());
    assertEquals(3, damage.lastMissing());
    assertTrue(damage.toString().matches(".*checksum [0-9a-f]{8}, found [0-9a-f]{8}.*"));
    assertEquals(9, log.log.report().frames());
    assertEquals(
        log.log.report().damages(), WriteAheadLog.check(disk, LogUnderTest.SMALL).damages());
  }

  @Test
  void aDamagedFileGoesToQuarantineWhenItIsNotNeededAnyMore() throws IOException {
    severalFiles();
    Damage.flipBit(disk, "00000001.wal", 150 * 8L);
    byte[] damaged = Damage.bytesOf(disk, "00000001.wal");
    LogUnderTest log = new LogUnderTest(disk);
    log.log.trim(11);
    assertFalse(disk.exists("00000001.wal"));
    assertEquals(List.of("00000001.wal"), disk.directory("quarantine").list());
    assertEquals(damaged.length, disk.directory("quarantine").size("00000001.wal"));
  }

  /** Whatever one bit does: right frames, or a damage or torn tail that is reported. */
  @Test
  void everyFlippedBitOfEveryFileIsHarmlessOrNamed() throws IOException {
    List<String> written = severalFiles();
    TreeMap<String, byte[]> files = new TreeMap<>();
    for (String name : disk.list()) {
      files.put(name, Damage.bytesOf(disk, name));
    }
    for (String damaged : files.keySet()) {
      for (long bit = 0; bit < files.get(damaged).length * 8L; bit++) {
        disk = new CrashableDirectory();
        for (var file : files.entrySet()) {
          Damage.replace(disk, file.getKey(), file.getValue());
        }
        Damage.flipBit(disk, damaged, bit);
        expectRightFramesOrNamedDamage(written, damaged + " bit " + bit);
      }
    }
  }

  private void expectRightFramesOrNamedDamage(List<String> written, String where)
      throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    List<String> frames = log.frames();
    assertTrue(written.containsAll(frames), () -> where + ": " + frames);
    if (frames.size() < written.size()) {
      assertFalse(log.log.report().isClean(), () -> where + ": " + frames);
      assertTrue(written.size() - frames.size() <= 1, () -> where + ": " + frames);
    }
    long next = log.append("more");
    assertEquals(written.size() + 1, next, where);
    log.agents.settle();
    assertEquals(next + "=more", new LogUnderTest(disk.crash(bitSeed(where))).frames().getLast());
  }

  private static long bitSeed(String where) {
    return where.hashCode();
  }

  @Test
  void aDamagedHeaderCostsNoFrame() throws IOException {
    List<String> written = severalFiles();
    for (String name : disk.list()) {
      CrashableDirectory copy = new CrashableDirectory();
      for (String each : disk.list()) {
        Damage.replace(copy, each, Damage.bytesOf(disk, each));
      }
      Damage.zero(copy, name, 0, 88);
      LogUnderTest log = new LogUnderTest(copy);
      assertEquals(written, log.frames(), name);
      if (copy.size(name) > 88 + 40) {
        assertEquals(name, log.log.report().damages().getFirst().file());
      }
    }
  }

  @Test
  void aFileThatIsGoneIsMissedByNumberOfFrames() throws IOException {
    List<String> written = severalFiles();
    disk.delete("00000002.wal");
    LogUnderTest log = new LogUnderTest(disk);
    OpenReport.Damage damage = log.log.report().damages().getFirst();
    assertEquals("00000002.wal", damage.file());
    List<String> kept = new ArrayList<>(written);
    kept.removeIf(
        frame -> {
          int number = Integer.parseInt(frame.substring(0, frame.indexOf('=')));
          return number >= damage.firstMissing() && number <= damage.lastMissing();
        });
    assertTrue(kept.size() < written.size());
    assertEquals(kept, log.frames());
  }

  @Test
  void aFileOfRubbishIsPutInQuarantine() throws IOException {
    List<String> written = severalFiles();
    byte[] rubbish = "not a log at all, but long enough to be one".repeat(10).getBytes("UTF-8");
    Damage.replace(disk, "00000077.wal", rubbish);
    LogUnderTest log = new LogUnderTest(disk);
    assertEquals(written, log.frames());
    assertEquals(List.of("00000077.wal"), log.log.report().quarantined());
    assertEquals(List.of("00000077.wal"), disk.directory("quarantine").list());
  }

  /** A payload may hold anything, also the bytes of a log. */
  @Test
  void aCopyOfAFrameInsideADamagedPayloadIsNoFrame() throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    log.write("first", "second");
    byte[] file = Damage.bytesOf(disk, "00000001.wal");
    String copy = new String(file, 88 + 45, 46, StandardCharsets.ISO_8859_1);
    log.log.append(ByteBuffer.wrap(copy.getBytes(StandardCharsets.ISO_8859_1)));
    log.agents.settle();
    log.write("fourth", "fifth");
    disk = disk.kill();
    int payload = 88 + 45 + 46 + 40;
    Damage.flipBit(disk, "00000001.wal", (payload + 45) * 8L);
    assertEquals(
        List.of("1=first", "2=second", "4=fourth", "5=fifth"), new LogUnderTest(disk).frames());
  }

  @Test
  void bytesThatTurnBadWhileTheLogIsOpenAreAnError() throws IOException {
    severalFiles();
    LogUnderTest log = new LogUnderTest(disk);
    Damage.flipBit(disk, "00000001.wal", 150 * 8L);
    CorruptFileException e = assertThrows(CorruptFileException.class, log::frames);
    assertEquals("00000001.wal", e.file());
  }

  @Test
  void aLogOfANewerReleaseIsNotOpened() throws IOException {
    severalFiles();
    byte[] file = Damage.bytesOf(disk, "00000001.wal");
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(8, 2);
    header.putInt(28, Checksum.of(file, 0, 28));
    Damage.replace(disk, "00000001.wal", file);
    assertThrows(FormatVersionException.class, () -> new LogUnderTest(disk));
  }
}
