package io.lodestone.engine.seam;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.testkit.time.StepAgentHost;
import io.lodestone.wal.CommitLog;
import io.lodestone.wal.FrameCursor;
import io.lodestone.wal.LogLease;
import io.lodestone.wal.LogTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CommitLog} owes. Subclassed for each implementation. */
abstract class CommitLogContract {
  private final List<String> told = new ArrayList<>();
  private StepAgentHost agents;
  private CommitLog log;

  /**
   * Opens the log, the same one at each call.
   *
   * @param firstFrame the least number that the next frame may get
   */
  abstract CommitLog open(StepAgentHost agents, long firstFrame) throws IOException;

  /** Ends the process without a word, and what was not durable may be lost. */
  abstract void crash() throws IOException;

  /** Lets the next sync fail; false when this implementation cannot be made to. */
  abstract boolean failNextSync();

  @BeforeEach
  void begin() throws IOException {
    start(1);
  }

  @AfterEach
  void end() throws IOException {
    log.close();
  }

  private void start(long firstFrame) throws IOException {
    agents = new StepAgentHost(1);
    log = open(agents, firstFrame);
    told.clear();
    log.start(
        new CommitLog.DurableListener() {
          @Override
          public void durable(long frame) {
            told.add("durable " + frame);
          }

          @Override
          public void failed(long lastDurableFrame, IOException cause) {
            told.add("failed after " + lastDurableFrame);
          }
        });
  }

  private long append(String payload) throws IOException {
    return log.append(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)));
  }

  private void write(String... payloads) throws IOException {
    for (String payload : payloads) {
      append(payload);
      agents.settle();
    }
  }

  private List<String> frames() throws IOException {
    try (FrameCursor cursor = log.read(log.firstFrame())) {
      return rest(cursor);
    }
  }

  private static List<String> rest(FrameCursor cursor) throws IOException {
    List<String> frames = new ArrayList<>();
    while (cursor.advance()) {
      frames.add(cursor.frame() + "=" + StandardCharsets.UTF_8.decode(cursor.payload()));
    }
    return frames;
  }

  @Test
  void numbersFramesFromOneAndReadsThemBackInOrder() throws IOException {
    assertEquals(1, log.nextFrame());
    assertEquals(0, log.durableFrame());
    assertEquals(1, append("a"));
    assertEquals(2, append("b"));
    assertEquals(3, log.nextFrame());
    agents.settle();
    assertEquals(2, log.durableFrame());
    assertEquals(List.of("1=a", "2=b"), frames());
    assertEquals("durable 2", told.getLast());
  }

  @Test
  void showsNothingBeforeItIsDurable() throws IOException {
    append("a");
    assertEquals(0, log.durableFrame());
    assertEquals(List.of(), frames());
    assertEquals(List.of(), told);
  }

  @Test
  void hasReadThePayloadWhenAppendReturns() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap("xxabyy".getBytes(StandardCharsets.UTF_8)).slice(2, 2);
    log.append(buffer);
    assertEquals(0, buffer.remaining());
    buffer.clear().put((byte) '?').put((byte) '?');
    agents.settle();
    assertEquals(List.of("1=ab"), frames());
  }

  @Test
  void takesLargeFramesAndKeepsEveryByte() throws IOException {
    byte[] large = new byte[300_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 >> 3);
    }
    log.append(ByteBuffer.wrap(large));
    agents.settle();
    try (FrameCursor cursor = log.read(1)) {
      assertTrue(cursor.advance());
      byte[] read = new byte[cursor.payload().remaining()];
      cursor.payload().get(read);
      assertArrayEquals(large, read);
      assertFalse(cursor.advance());
    }
  }

  @Test
  void refusesAFrameBeyondTheLimitAndNothingIsHurt() throws IOException {
    write("a");
    assertThrows(
        IllegalArgumentException.class,
        () -> log.append(ByteBuffer.allocate(CommitLog.FRAME_BYTES_MAX + 1)));
    write("b");
    assertEquals(List.of("1=a", "2=b"), frames());
  }

  @Test
  void goesOnWhereItWasAfterAClose() throws IOException {
    write("a");
    append("b");
    log.close();
    start(1);
    assertEquals(List.of("1=a", "2=b"), frames(), "a close syncs");
    assertEquals(3, append("c"));
  }

  @Test
  void keepsWhatIsDurableThroughACrashAndTheRestAsAPrefixOrNot() throws IOException {
    write("a", "b");
    append("c");
    append("d");
    crash();
    start(1);
    List<String> found = frames();
    List<String> all = List.of("1=a", "2=b", "3=c", "4=d");
    assertTrue(found.size() >= 2, found.toString());
    assertEquals(all.subList(0, found.size()), found);
    assertEquals(found.size() + 1, log.nextFrame());
    crash();
    start(1);
    assertEquals(found, frames(), "what was found stays");
  }

  @Test
  void neverGivesANumberThatTheCallerKnowsToBeUsed() throws IOException {
    log.close();
    start(100);
    assertEquals(100, append("a"));
    agents.settle();
    assertEquals(List.of("100=a"), frames());
    log.close();
    start(50);
    assertEquals(101, append("b"));
  }

  @Test
  void keepsWhatIsNotTrimmed() throws IOException {
    for (int i = 1; i <= 40; i++) {
      write("payload " + i);
    }
    long before = log.bytes();
    log.trim(31);
    assertTrue(log.firstFrame() <= 31, "first is " + log.firstFrame());
    assertTrue(log.bytes() <= before);
    List<String> kept = frames();
    assertEquals("40=payload 40", kept.getLast());
    assertEquals(40 - log.firstFrame() + 1, kept.size());
    if (log.firstFrame() > 1) {
      assertThrows(IllegalArgumentException.class, () -> log.read(log.firstFrame() - 1).close());
    }
    crash();
    start(1);
    assertTrue(log.firstFrame() <= 31);
    assertEquals("40=payload 40", frames().getLast());
    assertEquals(41, log.nextFrame());
  }

  @Test
  void keepsWhatALeaseNames() throws IOException {
    for (int i = 1; i <= 40; i++) {
      write("payload " + i);
    }
    try (LogLease lease = log.lease("feed", 10)) {
      assertEquals("feed", lease.owner());
      log.trim(41);
      assertTrue(log.firstFrame() <= 10);
      lease.moveTo(20);
      lease.moveTo(5);
      assertEquals(20, lease.frame(), "never back");
      log.trim(41);
      assertTrue(log.firstFrame() <= 20);
    }
    log.trim(41);
    assertEquals(41, log.nextFrame());
  }

  @Test
  void lyingInAStretchIsKnownBeforehandAndStretchesAscend() throws IOException {
    long last = Long.MIN_VALUE;
    for (int i = 1; i <= 40; i++) {
      long stretch = log.nextStretch(0);
      assertTrue(stretch >= last);
      assertEquals(stretch, log.nextStretch(0), "asking changes nothing");
      write("payload " + i);
      last = stretch;
    }
    assertEquals(40, frames().size());
  }

  @Test
  void aFollowerSeesWhatBecomesDurable() throws Exception {
    write("a");
    try (LogTail tail = log.follow(1)) {
      assertEquals(List.of("1=a"), rest(tail));
      append("b");
      assertFalse(tail.advance());
      assertFalse(tail.await(0));
      agents.settle();
      assertTrue(tail.await(0));
      assertEquals(List.of("2=b"), rest(tail));
    }
  }

  @Test
  void whatAFailedSyncLosesNeverComesBack() throws IOException {
    write("a");
    append("lost");
    append("lost too");
    if (!failNextSync()) {
      return;
    }
    agents.settle();
    assertEquals("failed after 1", told.getLast());
    assertThrows(IOException.class, () -> append("refused"));
    assertEquals(List.of("1=a"), frames());
    long stretch = -1;
    log.recover();
    assertTrue(log.nextStretch(0) > stretch);
    assertEquals(2, append("b"));
    agents.settle();
    assertEquals(List.of("1=a", "2=b"), frames());
    crash();
    start(1);
    assertEquals(List.of("1=a", "2=b"), frames());
  }
}
