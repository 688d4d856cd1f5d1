package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import io.lodestone.wal.OpenReport.TornTail;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalTornTailTest {
  private static final List<String> WRITTEN = List.of("1=alpha", "2=beta", "3=gamma", "4=");
  private static final int HEADER = 88;

  /** Where each frame ends. */
  private static final int[] ENDS = {HEADER, 133, 177, 222, 262};

  private CrashableDirectory disk = new CrashableDirectory();

  /** One file with four frames, none of which the file itself knows to be durable but the first. */
  private byte[] file() throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    log.write("alpha");
    log.append("beta");
    log.append("gamma");
    log.append("");
    log.agents.settle();
    disk = disk.kill();
    return Damage.bytesOf(disk, "00000001.wal");
  }

  @Test
  void everyTruncationKeepsTheWholeFramesBeforeIt() throws IOException {
    byte[] whole = file();
    assertEquals(ENDS[4], whole.length);
    for (int length = HEADER; length <= whole.length; length++) {
      Damage.replace(disk, "00000001.wal", Arrays.copyOf(whole, length));
      expectFramesUpTo(length);
    }
  }

  @Test
  void aTailOfZerosIsAsGoodAsNone() throws IOException {
    byte[] whole = file();
    for (int length = HEADER; length <= whole.length; length++) {
      byte[] zeroTail = Arrays.copyOf(Arrays.copyOf(whole, length), 5000);
      Damage.replace(disk, "00000001.wal", zeroTail);
      expectFramesUpTo(length);
    }
  }

  private void expectFramesUpTo(int length) throws IOException {
    int frames = 0;
    while (frames < 4 && ENDS[frames + 1] <= length) {
      frames++;
    }
    LogUnderTest log = new LogUnderTest(disk);
    assertEquals(WRITTEN.subList(0, frames), log.frames(), "cut at " + length);
    assertEquals(List.of(), log.log.report().damages(), "cut at " + length);
    if (length > ENDS[frames]) {
      TornTail torn = log.log.report().tornTail().orElseThrow();
      assertEquals("00000001.wal", torn.file());
      assertEquals(ENDS[frames], torn.offset());
      assertTrue(torn.bytesDropped() > 0 && torn.bytesDropped() <= length - ENDS[frames]);
    }
    log.write("next");
    disk = disk.kill();
    LogUnderTest again = new LogUnderTest(disk);
    assertEquals((frames + 1) + "=next", again.frames().getLast());
    assertEquals(frames + 1, again.frames().size(), "cut at " + length);
    for (String name : disk.list()) {
      if (!name.equals("00000001.wal")) {
        disk.delete(name);
      }
    }
  }

  /** Sectors reach the disk in any order, so a torn frame may be followed by whole ones. */
  @Test
  void wholeFramesBehindATornOneWereNeverDurableAndGoWithIt() throws IOException {
    file();
    Damage.flipBit(disk, "00000001.wal", (ENDS[1] + 42) * 8L);
    LogUnderTest log = new LogUnderTest(disk);
    assertEquals(List.of("1=alpha"), log.frames());
    assertEquals(2, log.log.report().tornTail().orElseThrow().framesDropped());
    log.write("next");
    assertEquals(List.of("1=alpha", "2=next"), new LogUnderTest(disk.crash(7)).frames());
  }

  @Test
  void emptyAndZeroFilledFilesAreLegalLeftovers() throws IOException {
    file();
    Damage.replace(disk, "00000002.wal", new byte[0]);
    Damage.replace(disk, "00000003.wal", new byte[700]);
    LogUnderTest log = new LogUnderTest(disk);
    assertEquals(WRITTEN, log.frames());
    assertEquals(List.of("00000003.wal", "00000002.wal"), log.log.report().leftovers());
    log.write("next");
    assertEquals(5, new LogUnderTest(disk.crash(7)).frames().size());
  }

  @Test
  void anUnfinishedFileIsRemoved() throws IOException {
    file();
    Damage.replace(disk, "00000002.wal.tmp", new byte[50]);
    Damage.replace(disk, "spare.tmp", new byte[50]);
    LogUnderTest log = new LogUnderTest(disk);
    assertEquals(WRITTEN, log.frames());
    assertEquals(List.of("00000001.wal", "00000002.wal"), disk.list());
  }

  /** What a killed process wrote is seen by the next one, though the disk may not have it yet. */
  @Test
  void framesFoundAfterAKillDoNotVanishInALaterPowerCut() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      CrashableDirectory fresh = new CrashableDirectory();
      LogUnderTest log = new LogUnderTest(fresh);
      log.write("a");
      log.append("b");
      log.append("c");
      LogUnderTest second = new LogUnderTest(fresh.kill());
      assertEquals(List.of("1=a", "2=b", "3=c"), second.frames());
      LogUnderTest third = new LogUnderTest(fresh.kill().crash(seed));
      assertEquals(List.of("1=a", "2=b", "3=c"), third.frames(), "seed " + seed);
    }
  }
}
