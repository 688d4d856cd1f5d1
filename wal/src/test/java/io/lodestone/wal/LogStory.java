package io.lodestone.wal;

import io.lodestone.storage.Directory;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * One log directory through many lives: appends, syncs, failures, trims, and then the power goes.
 * After each start every frame that was acknowledged has to be there, in order, with its own bytes;
 * nothing that was reported as lost may be; what was neither may be, as a whole.
 */
final class LogStory implements CommitLog.DurableListener {
  private static final int LIVES = 40;

  /** What happened over all stories. */
  static final class Counts {
    long cycles;
    long crashes;
    long kills;
    long closes;
    long appended;
    long acknowledged;
    long lost;
    long failures;
    long trims;
    long framesRead;

    @Override
    public String toString() {
      return cycles
          + " recoveries ("
          + crashes
          + " power cuts, "
          + kills
          + " kills, "
          + closes
          + " closes), "
          + appended
          + " frames appended, "
          + acknowledged
          + " acknowledged, "
          + lost
          + " reported as lost, "
          + failures
          + " failures, "
          + trims
          + " trims, "
          + framesRead
          + " frames read back";
    }
  }

  private final SplittableRandom random;
  private final Counts counts;
  private final UnaryOperator<Directory> lens;
  private final WalOptions options;
  private CrashableDirectory disk = new CrashableDirectory(64);
  private Faults faults;
  private StepAgentHost agents;
  private WriteAheadLog log;

  /** The mark of each frame from 1 on, as far as frames are acknowledged or may be there. */
  private final List<Long> marks = new ArrayList<>();

  private long acknowledged;
  private long trimmedBelow = 1;
  private boolean failed;
  private long nextMark = 1;
  private final ByteBuffer payload = ByteBuffer.allocate(256);

  /**
   * @param lens through which the log sees the disk: as it is, or with a lie to be noticed
   */
  LogStory(Seed seed, Counts counts, UnaryOperator<Directory> lens) {
    this.random = seed.random();
    this.counts = counts;
    this.lens = lens;
    this.options =
        LogUnderTest.SMALL
            .withFileBytes(128 + random.nextInt(900))
            .withPreallocate(random.nextInt(8) == 0)
            .withLogId(random.nextLong());
  }

  void run() throws IOException {
    for (int life = 0; life < LIVES; life++) {
      open();
      int acts = random.nextInt(14);
      for (int i = 0; i < acts; i++) {
        act();
      }
      end();
    }
  }

  private void open() throws IOException {
    boolean faulty = random.nextInt(4) == 0;
    faults = new Faults();
    agents = new StepAgentHost(random.nextLong());
    Directory seen = lens.apply(disk);
    log = WriteAheadLog.open(faulty ? new FaultyDirectory(seen, faults) : seen, options, agents);
    counts.cycles++;
    failed = false;
    check();
    log.start(this);
    if (faulty && random.nextBoolean()) {
      Faults.Fault[] kinds = Faults.Fault.values();
      faults.failAt(faults.acts() + random.nextInt(20), kinds[random.nextInt(kinds.length)]);
    }
  }

  /** Reads everything and holds it against what was told. What is there now, stays there. */
  private void check() throws IOException {
    if (!log.report().damages().isEmpty()) {
      throw new AssertionError("a crash was taken for damage: " + log.report().damages());
    }
    long expected = Math.min(trimmedBelow, log.firstFrame());
    if (log.firstFrame() > trimmedBelow) {
      throw new AssertionError(
          "the log begins at " + log.firstFrame() + ", trimmed was below " + trimmedBelow);
    }
    expected = log.firstFrame();
    try (FrameCursor cursor = log.read(expected)) {
      while (cursor.advance()) {
        if (cursor.frame() != expected) {
          throw new AssertionError("frame " + cursor.frame() + " follows " + (expected - 1));
        }
        if (expected > marks.size()) {
          throw new AssertionError("frame " + expected + " was never appended, or was lost");
        }
        ByteBuffer bytes = cursor.payload();
        long mark = bytes.getLong();
        if (mark != marks.get((int) expected - 1) || !isRest(bytes, mark)) {
          throw new AssertionError(
              "frame " + expected + " is " + mark + " and not " + marks.get((int) expected - 1));
        }
        expected++;
        counts.framesRead++;
      }
    }
    long last = expected - 1;
    if (last < acknowledged) {
      throw new AssertionError(
          "frames " + (last + 1) + " to " + acknowledged + " were acknowledged and are gone");
    }
    if (log.nextFrame() != last + 1) {
      throw new AssertionError("the next frame would be " + log.nextFrame() + " after " + last);
    }
    forgetFrom(last + 1);
    acknowledged = Math.max(acknowledged, log.durableFrame());
  }

  private static boolean isRest(ByteBuffer bytes, long mark) {
    while (bytes.hasRemaining()) {
      if (bytes.get() != (byte) mark) {
        return false;
      }
    }
    return true;
  }

  private void act() {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3, 4 -> append();
      case 5, 6, 7, 8 -> step(1 + random.nextInt(4));
      case 9 -> agents.settle();
      case 10 -> recover();
      default -> trim();
    }
  }

  private void append() {
    long mark = nextMark++;
    payload.clear();
    payload.order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(mark);
    int rest = random.nextInt(random.nextInt(6) == 0 ? 200 : 24);
    for (int i = 0; i < rest; i++) {
      payload.put((byte) mark);
    }
    payload.flip();
    try {
      long frame = log.append(payload);
      if (frame != marks.size() + 1) {
        throw new AssertionError("frame " + frame + " after " + marks.size());
      }
      marks.add(mark);
      counts.appended++;
    } catch (IOException refused) {
      // Neither it nor anything after the last durable frame will be there again.
      step(50);
    }
  }

  @Override
  public void durable(long frame) {
    if (frame > marks.size() || frame <= acknowledged && frame < acknowledged) {
      throw new AssertionError("frame " + frame + " durable of " + marks.size());
    }
    counts.acknowledged += frame - acknowledged;
    acknowledged = frame;
  }

  @Override
  public void failed(long lastDurableFrame, IOException cause) {
    if (lastDurableFrame < acknowledged) {
      throw new AssertionError(
          "frame "
              + acknowledged
              + " was durable and is reported as lost after "
              + lastDurableFrame);
    }
    counts.failures++;
    counts.lost += marks.size() - lastDurableFrame;
    acknowledged = lastDurableFrame;
    forgetFrom(lastDurableFrame + 1);
    failed = true;
  }

  private void recover() {
    if (failed) {
      try {
        log.recover();
        failed = false;
      } catch (IOException stillFailing) {
        // Tried again, or not, before the power goes.
        step(2);
      }
    }
  }

  private void trim() {
    long below = 1 + random.nextLong(acknowledged + 1);
    try {
      log.trim(below);
      counts.trims++;
    } catch (IOException refused) {
      step(1);
    }
    trimmedBelow = Math.max(trimmedBelow, below);
  }

  private void step(int steps) {
    for (int i = 0; i < steps; i++) {
      agents.step();
    }
  }

  private void forgetFrom(long frame) {
    while (marks.size() >= frame) {
      marks.removeLast();
    }
  }

  private void end() {
    switch (random.nextInt(8)) {
      case 0 -> {
        try {
          log.close();
        } catch (IOException refused) {
          counts.failures++;
        }
        counts.closes++;
        disk = disk.kill();
      }
      case 1 -> {
        disk = disk.kill();
        counts.kills++;
      }
      default -> {
        disk = disk.crash(random.nextLong());
        counts.crashes++;
      }
    }
  }
}
