package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.storage.DiskFullException;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.files.LeakCheckingDirectory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalFailureTest {
  private final CrashableDirectory disk = new CrashableDirectory();
  private final Faults faults = new Faults();
  private final FaultyDirectory faulty = new FaultyDirectory(disk, faults);

  @Test
  void afterAFailedSyncNothingUnsyncedIsEverFound() throws IOException {
    LogUnderTest log = new LogUnderTest(faulty);
    log.write("a", "b");
    log.append("lost");
    log.append("lost too");
    faults.failNext(Act.SYNC, Fault.EIO);
    log.agents.settle();
    assertEquals(List.of("durable 1", "durable 2", "failed after 2"), log.told);
    assertThrows(IOException.class, () -> log.append("too early"));
    assertEquals(List.of("1=a", "2=b"), log.frames());
    log.log.recover();
    assertEquals(3, log.append("c"));
    log.agents.settle();
    assertEquals(List.of("1=a", "2=b", "3=c"), log.frames());
    LogUnderTest second = new LogUnderTest(disk.kill());
    assertEquals(List.of("1=a", "2=b", "3=c"), second.frames());
    second.write("d");
    LogUnderTest third = new LogUnderTest(disk.kill().crash(5));
    assertEquals(List.of("1=a", "2=b", "3=c", "4=d"), third.frames());
    assertTrue(third.log.report().damages().isEmpty(), third.log.report().toString());
  }

  /** The kernel may still show what it failed to sync. The cut is made before the report. */
  @Test
  void aReportedFailureHoldsEvenIfTheProcessEndsBeforeRecovery() throws IOException {
    // A disk that fails the sync and keeps showing the bytes: the simulated one would drop them.
    LogUnderTest log =
        new LogUnderTest(new FaultyDirectory(new LeakCheckingDirectory(disk), faults));
    log.write("a");
    log.append("lost");
    faults.failNext(Act.SYNC, Fault.EIO);
    log.agents.settle();
    assertEquals("failed after 1", log.told.getLast());
    assertEquals(List.of("1=a"), new LogUnderTest(disk.kill()).frames());
  }

  @Test
  void aFailedWriteIsNotFoundLater() throws IOException {
    for (Fault fault : Fault.values()) {
      CrashableDirectory fresh = new CrashableDirectory();
      LogUnderTest log = new LogUnderTest(new FaultyDirectory(fresh, faults));
      log.write("a");
      faults.failNext(Act.APPEND, fault);
      assertThrows(IOException.class, () -> log.append("lost in the middle of the write"));
      log.agents.settle();
      log.log.recover();
      log.write("b");
      assertEquals(List.of("1=a", "2=b"), log.frames());
      assertEquals(List.of("1=a", "2=b"), new LogUnderTest(fresh.crash(2)).frames());
    }
  }

  @Test
  void whoWaitsForAFrameIsToldOfItsLossByTheClose() throws IOException {
    LogUnderTest log = new LogUnderTest(faulty);
    log.write("a");
    log.append("lost");
    faults.failNext(Act.SYNC, Fault.EIO);
    assertThrows(IOException.class, log.log::close);
    assertEquals(List.of("durable 1", "failed after 1"), log.told);
    assertEquals(List.of("1=a"), new LogUnderTest(disk.kill()).frames());
  }

  @Test
  void aFailureThatNobodyWasToldOfIsToldByTheClose() throws IOException {
    LogUnderTest log = new LogUnderTest(faulty);
    log.write("a");
    log.append("lost with the next");
    faults.failNext(Act.APPEND, Fault.SHORT_WRITE);
    assertThrows(IOException.class, () -> log.append("refused"));
    log.log.close();
    assertEquals(List.of("durable 1", "failed after 1"), log.told);
    assertEquals(List.of("1=a"), new LogUnderTest(disk.kill()).frames());
  }

  /** Every act of a short life fails in turn, in every way; what was told is kept. */
  @Test
  void whicheverActFailsTheDurableFramesAreKept() throws IOException {
    WalOptions options = LogUnderTest.SMALL.withFileBytes(300).withFirstFrame(1);
    for (Fault fault : Fault.values()) {
      for (int act = 1; act < 80; act++) {
        CrashableDirectory fresh = new CrashableDirectory();
        Faults once = new Faults().failAt(act, fault);
        FaultyDirectory failing = new FaultyDirectory(fresh, once);
        long durable = 0;
        try {
          LogUnderTest log = new LogUnderTest(failing, options);
          for (int i = 0; i < 12; i++) {
            tryToWrite(log, i);
          }
          durable = log.log.durableFrame();
          assertTrue(durable >= 10, "act " + act + " " + fault + ": " + log.told);
        } catch (IOException refusedToOpen) {
          assertEquals(0, durable);
        }
        LogUnderTest again = new LogUnderTest(fresh.crash(act), options);
        assertTrue(again.frames().size() >= durable, "act " + act + " " + fault);
        assertEquals(List.of(), again.log.report().damages(), "act " + act + " " + fault);
      }
    }
  }

  private static void tryToWrite(LogUnderTest log, int i) {
    try {
      log.append("payload " + i);
      log.agents.settle();
    } catch (IOException e) {
      log.agents.settle();
      try {
        log.log.recover();
      } catch (IOException later) {
        return; // The next round tries again.
      }
    }
  }

  @Test
  void aFullDiskGivesUpTheBallastAndTheLogGoesOnWhenThereIsRoom() throws IOException {
    WalOptions options = LogUnderTest.SMALL.withBallastBytes(20_000);
    LogUnderTest log = new LogUnderTest(disk, options);
    log.write("a");
    assertTrue(disk.exists("ballast"));
    disk.limit(20_000 + disk.size("00000001.wal") + 100);
    assertThrows(DiskFullException.class, () -> log.append("x".repeat(500)));
    log.agents.settle();
    assertEquals("failed after 1", log.told.getLast());
    assertFalse(disk.exists("ballast"), "given up so that others can make room");
    assertThrows(DiskFullException.class, log.log::recover);
    assertEquals(List.of("1=a"), log.frames());
    disk.limit(100_000);
    log.log.recover();
    log.write("b");
    assertTrue(disk.exists("ballast"), "restored");
    assertEquals(List.of("1=a", "2=b"), log.frames());
    assertEquals(List.of("1=a", "2=b"), new LogUnderTest(disk.crash(1), options).frames());
  }

  @Test
  void aNearlyFullDiskIsOpenedOnTheBallast() throws IOException {
    WalOptions options = LogUnderTest.SMALL.withBallastBytes(2_000);
    new LogUnderTest(disk, options).write("a");
    CrashableDirectory found = disk.kill();
    found.limit(2_000 + found.size("00000001.wal"));
    LogUnderTest log = new LogUnderTest(found, options);
    assertEquals(List.of("1=a"), log.frames());
  }
}
