package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.LeakCheckingDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalAppendTest {
  private final CrashableDirectory disk = new CrashableDirectory();

  @Test
  void framesAreNumberedFromOneAndDurableAfterOneSyncForAll() throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    assertEquals(1, log.log.nextFrame());
    assertEquals(1, log.append("a"));
    assertEquals(2, log.append("b"));
    assertEquals(0, log.log.durableFrame());
    assertEquals(List.of(), log.frames());
    log.agents.settle();
    assertEquals(List.of("durable 2"), log.told);
    assertEquals(List.of("1=a", "2=b"), log.frames());
  }

  @Test
  void framesAreFoundAfterACleanStopWithNothingToReport() throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    log.write("a", "", "c");
    log.append("d");
    log.log.close();
    assertEquals("durable 4", log.told.getLast());
    LogUnderTest again = new LogUnderTest(disk.crash(1));
    assertTrue(again.log.report().isClean(), again.log.report().toString());
    assertEquals(4, again.log.report().frames());
    assertEquals(List.of("1=a", "2=", "3=c", "4=d"), again.frames());
    assertEquals(5, again.append("e"));
  }

  @Test
  void aFullFileIsFollowedByTheNext() throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    List<String> written = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      String payload = "x".repeat(i * 13);
      log.append(payload);
      written.add(i + "=" + payload);
      if (i % 7 == 0) {
        log.agents.settle();
      }
    }
    log.agents.settle();
    assertEquals(written, log.frames());
    assertTrue(disk.list().size() >= 3, disk.list().toString());
    assertEquals(written, new LogUnderTest(disk.crash(3)).frames());
  }

  @Test
  void aFrameLargerThanAFileGetsOneOfItsOwn() throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    String large = "y".repeat(300_000);
    log.write("a", large, "c");
    assertEquals(List.of("1=a", "2=" + large, "3=c"), new LogUnderTest(disk.crash(3)).frames());
  }

  @Test
  void aFrameBeyondTheLimitIsRefused() throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    ByteBuffer large = ByteBuffer.allocate(CommitLog.FRAME_BYTES_MAX + 1);
    assertThrows(IllegalArgumentException.class, () -> log.log.append(large));
    log.write("a");
    assertEquals(List.of("1=a"), log.frames());
  }

  @Test
  void readingBeginsAtAnyFrame() throws IOException {
    LogUnderTest log = new LogUnderTest(disk);
    for (int i = 1; i <= 100; i++) {
      log.append("payload number " + i + "x".repeat(60));
    }
    log.agents.settle();
    for (int from = 1; from <= 101; from++) {
      assertEquals(101 - from, log.frames(from).size(), "from " + from);
    }
    assertThrows(IllegalArgumentException.class, () -> log.log.read(0));
  }

  @Test
  void filesAreFilledWithZerosAheadWhenAskedFor() throws IOException {
    WalOptions options = LogUnderTest.SMALL.withPreallocate(true).withBallastBytes(1000);
    LogUnderTest log = new LogUnderTest(disk, options);
    log.write("a", "b");
    assertEquals(4096, disk.size("00000001.wal"));
    assertEquals(1000, disk.size("ballast"));
    assertEquals(4096, disk.size("spare.tmp"));
    log.write("x".repeat(4000), "d");
    assertEquals(
        List.of("00000001.wal", "00000002.wal", "00000003.wal"), disk.list().subList(0, 3));
    LogUnderTest again = new LogUnderTest(disk.crash(1), options);
    assertEquals(List.of("1=a", "2=b", "3=" + "x".repeat(4000), "4=d"), again.frames());
    assertTrue(again.log.report().isClean(), again.log.report().toString());
  }

  @Test
  void nothingIsLeftOpen() throws IOException {
    LeakCheckingDirectory checked = new LeakCheckingDirectory(disk);
    LogUnderTest log =
        new LogUnderTest(checked, LogUnderTest.SMALL.withPreallocate(true).withBallastBytes(10));
    for (int i = 0; i < 50; i++) {
      log.append("x".repeat(300));
    }
    log.agents.settle();
    log.frames();
    log.log.close();
    log.log.close();
    checked.assertNothingIsOpen();
    assertThrows(IOException.class, () -> log.append("late"));
  }

  @Test
  void numbersThatTheCallerKnowsAreNotGivenAgain() throws IOException {
    new LogUnderTest(disk).write("a", "b");
    WalOptions options = LogUnderTest.SMALL.withFirstFrame(10);
    LogUnderTest log = new LogUnderTest(disk.kill(), options);
    assertEquals(10, log.append("j"));
    log.agents.settle();
    assertEquals(List.of("1=a", "2=b", "10=j"), log.frames());
    assertEquals(1, log.log.report().damages().size());
    assertEquals(3, log.log.report().damages().getFirst().firstMissing());
    assertEquals(9, log.log.report().damages().getFirst().lastMissing());
    assertEquals(List.of("1=a", "2=b", "10=j"), new LogUnderTest(disk.crash(1)).frames());
  }
}
