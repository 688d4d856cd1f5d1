package io.lodestone.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever asks in which stretch the next frame lies can rely on the answer. */
class WalStretchTest {
  private static final WalOptions FOUR_FRAMES = LogUnderTest.SMALL.withFileBytes(88 + 4 * 50);

  private final CrashableDirectory disk = new CrashableDirectory();

  @Test
  void aStretchEndsWhenItsFileHasReachedItsSize() throws IOException {
    LogUnderTest log = new LogUnderTest(disk, FOUR_FRAMES);
    List<Long> stretches = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      stretches.add(log.log.nextStretch(0));
      log.write("0123456789");
    }
    long first = stretches.getFirst();
    assertEquals(List.of(first, first + 1, first + 2), stretches.stream().distinct().toList());
    assertEquals(3, disk.list().size());
    assertEquals(10, log.frames().size());
  }

  @Test
  void whatWouldBeRepeatedDoesNotCountTowardsTheSize() throws IOException {
    LogUnderTest log = new LogUnderTest(disk, FOUR_FRAMES);
    long first = log.log.nextStretch(0);
    for (int i = 1; i <= 9; i++) {
      assertEquals(first, log.log.nextStretch(5 * 50), "frame " + i);
      log.write("0123456789");
    }
    assertEquals(first + 1, log.log.nextStretch(5 * 50));
  }

  @Test
  void aStretchIsAtMostFourTimesAsLongHoweverMuchWouldBeRepeated() throws IOException {
    LogUnderTest log = new LogUnderTest(disk, FOUR_FRAMES);
    long first = log.log.nextStretch(0);
    log.write("x".repeat(3 * (88 + 4 * 50)));
    assertEquals(first, log.log.nextStretch(Long.MAX_VALUE));
    log.write("x".repeat(88 + 4 * 50));
    assertEquals(first + 1, log.log.nextStretch(Long.MAX_VALUE));
  }

  @Test
  void aFrameLiesWhereItWasSaidToHoweverLargeItIs() throws IOException {
    LogUnderTest log = new LogUnderTest(disk, FOUR_FRAMES);
    log.write("0123456789");
    long stretch = log.log.nextStretch(0);
    log.write("x".repeat(5_000));
    assertEquals(1, disk.list().size());
    assertEquals(stretch + 1, log.log.nextStretch(0));
    log.write("y");
    log.log.trim(3);
    assertEquals(3, log.log.firstFrame());
  }

  @Test
  void anAppendWithoutTheQuestionStaysWithinTheSize() throws IOException {
    LogUnderTest log = new LogUnderTest(disk, FOUR_FRAMES);
    log.log.nextStretch(0);
    log.write("0123456789");
    log.write("x".repeat(5_000));
    assertEquals(2, disk.list().size());
  }

  @Test
  void anotherStretchFollowsAFailure() throws IOException {
    Faults faults = new Faults();
    LogUnderTest log = new LogUnderTest(new FaultyDirectory(disk, faults), FOUR_FRAMES);
    long before = log.log.nextStretch(0);
    log.write("kept");
    faults.failAt(faults.acts() + 1, Faults.Fault.values()[0]);
    assertThrows(IOException.class, () -> log.append("lost"));
    log.agents.settle();
    assertThrows(IOException.class, () -> log.log.nextStretch(0));
    log.log.recover();
    assertTrue(log.log.nextStretch(0) > before);
  }

  @Test
  void aStretchThatCannotBeBegunIsAFailureOfTheLog() throws IOException {
    Faults faults = new Faults();
    LogUnderTest log = new LogUnderTest(new FaultyDirectory(disk, faults), FOUR_FRAMES);
    log.log.nextStretch(0);
    log.write("x".repeat(5_000));
    faults.failAt(faults.acts() + 1, Faults.Fault.values()[0]);
    assertThrows(IOException.class, () -> log.log.nextStretch(0));
    log.agents.settle();
    assertEquals("failed after 1", log.told.getLast());
    log.log.recover();
    log.log.nextStretch(0);
    log.write("after");
    assertEquals(2, log.frames().size());
  }
}
