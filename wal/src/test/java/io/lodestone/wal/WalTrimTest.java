package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalTrimTest {
  private final CrashableDirectory disk = new CrashableDirectory();
  private LogUnderTest log;

  /** Files of four frames each: 1–4, 5–8, 9–12, 13–. */
  @BeforeEach
  void fill() throws IOException {
    log = new LogUnderTest(disk, LogUnderTest.SMALL.withFileBytes(88 + 4 * 50));
    for (int i = 1; i <= 14; i++) {
      log.write("0123456789");
    }
    assertEquals(4, disk.list().size());
  }

  @Test
  void onlyWholeFilesGo() throws IOException {
    log.log.trim(5);
    assertEquals(5, log.log.firstFrame());
    log.log.trim(12);
    assertEquals(9, log.log.firstFrame());
    log.log.trim(13);
    assertEquals(13, log.log.firstFrame());
    assertEquals(List.of("00000004.wal"), disk.list());
    assertThrows(IllegalArgumentException.class, () -> log.log.read(12));
  }

  @Test
  void theNewestFileStaysAndNumbersGoOn() throws IOException {
    log.log.trim(1000);
    assertEquals(List.of("13=0123456789", "14=0123456789"), log.frames());
    LogUnderTest again = new LogUnderTest(disk.crash(1));
    again.log.trim(15);
    assertEquals(15, again.append("x"));
  }

  @Test
  void aLeaseKeepsWhatItNames() throws IOException {
    LogLease feed = log.log.lease("feed", 6);
    LogLease checkpoint = log.log.lease("checkpoint", 9);
    log.log.trim(14);
    assertEquals(5, log.log.firstFrame());
    assertEquals(2, log.log.leases().size());
    assertEquals("feed", log.log.leases().getFirst().owner());
    feed.moveTo(3);
    assertEquals(6, feed.frame(), "never back");
    feed.close();
    log.log.trim(14);
    assertEquals(9, log.log.firstFrame());
    checkpoint.moveTo(14);
    log.log.trim(14);
    assertEquals(13, log.log.firstFrame());
  }

  @Test
  void bytesAreThoseOfFilesNotTrimmed() throws IOException {
    assertEquals(14 * 50, log.log.bytes());
    log.log.trim(9);
    assertEquals(6 * 50, log.log.bytes());
    log.append("0123456789");
    assertEquals(7 * 50, log.log.bytes());
  }

  @Test
  void bytesDoNotCountWhatOnlyALeaseKeeps() throws IOException {
    LogLease lease = log.log.lease("feed", 1);
    log.log.trim(9);
    assertEquals(6 * 50, log.log.bytes());
    assertEquals(1, log.log.firstFrame());
    lease.close();
  }

  @Test
  void trimmedFilesStayAwayOrComeBackWhole() throws IOException {
    for (long seed = 0; seed < 50; seed++) {
      CrashableDirectory fresh = new CrashableDirectory();
      LogUnderTest one = new LogUnderTest(fresh, LogUnderTest.SMALL.withFileBytes(150));
      for (int i = 1; i <= 9; i++) {
        one.write("0123456789");
      }
      one.log.trim(9);
      LogUnderTest two = new LogUnderTest(fresh.crash(seed));
      assertEquals(9, two.log.report().lastFrame());
      assertTrue(two.log.report().damages().isEmpty(), two.log.report().toString());
      assertEquals(10 - two.log.firstFrame(), two.frames().size());
    }
  }
}
