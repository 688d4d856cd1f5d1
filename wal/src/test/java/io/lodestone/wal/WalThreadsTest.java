package io.lodestone.wal;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Appends on one thread, syncs on another, failures between the two at any moment. */
@ExtendWith(SeedExtension.class)
class WalThreadsTest implements CommitLog.DurableListener {
  private static final int FRAMES = 60_000;

  /** Last durable frames, in the order in which failures were told. */
  private final LinkedBlockingQueue<Long> failures = new LinkedBlockingQueue<>();

  private volatile long durable;
  private volatile String wrong = "";

  @Override
  public void durable(long frame) {
    if (frame <= durable) {
      wrong = "durable " + frame + " after " + durable;
    }
    durable = frame;
  }

  @Override
  public void failed(long lastDurableFrame, IOException cause) {
    if (lastDurableFrame != durable) {
      wrong = "failed after " + lastDurableFrame + ", durable " + durable;
    }
    failures.add(lastDurableFrame);
  }

  @Test
  void whatWasToldIsWhatIsThere(Seed seed) throws Exception {
    SplittableRandom random = seed.random();
    CrashableDirectory disk = new CrashableDirectory();
    Faults faults = new Faults();
    ThreadAgentHost agents =
        new ThreadAgentHost((agent, failure) -> wrong = agent.name() + ": " + failure);
    WriteAheadLog log =
        WriteAheadLog.open(
            new FaultyDirectory(disk, faults), LogUnderTest.SMALL.withFileBytes(20_000), agents);
    log.start(this);
    List<Long> marks = new ArrayList<>();
    ByteBuffer payload = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    for (long mark = 1; mark <= FRAMES; mark++) {
      if (random.nextInt(300) == 0) {
        Act act = random.nextInt(3) == 0 ? Act.APPEND : Act.SYNC;
        faults.failNext(act, random.nextBoolean() ? Fault.EIO : Fault.ENOSPC);
      }
      try {
        long frame = log.append(payload.clear().putLong(0, mark));
        assertEquals(marks.size() + 1, frame);
        marks.add(mark);
      } catch (IOException e) {
        long last = requireNonNull(failures.poll(10, SECONDS), "not told of the failure");
        marks.subList((int) last, marks.size()).clear();
        recover(log);
      }
    }
    faults.heal();
    try {
      log.close();
    } catch (IOException e) {
      assertEquals(1, failures.size());
    }
    if (!failures.isEmpty()) {
      marks.subList(failures.take().intValue(), marks.size()).clear();
    }
    assertEquals("", wrong);
    assertEquals(marks.size(), durable);
    assertTrue(durable > FRAMES / 20, "durable " + durable);
    LogUnderTest again = new LogUnderTest(disk.kill().crash(seed.value()));
    assertEquals(marks, marksOf(again.log));
  }

  /** The fault that is waiting for the next sync may meet the recovery. */
  private static void recover(WriteAheadLog log) throws IOException {
    try {
      log.recover();
    } catch (IOException e) {
      log.recover();
    }
  }

  private static List<Long> marksOf(WriteAheadLog log) throws IOException {
    List<Long> marks = new ArrayList<>();
    try (FrameCursor cursor = log.read(1)) {
      while (cursor.advance()) {
        marks.add(cursor.payload().getLong());
      }
    }
    return marks;
  }
}
