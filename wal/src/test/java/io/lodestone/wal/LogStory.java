package io.lodestone.wal;

import io.lodestone.storage.Directory;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.StepAgentHost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    long unsettled;
    long failures;
    long refusedOpens;
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
          + " failures ("
          + unsettled
          + " not cut off at once), "
          + refusedOpens
          + " refused opens, "
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

  /** Whether an append was refused and the log has not recovered from it. */
  private boolean broken;

  private long nextMark = 1;
  private final ByteBuffer payload = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

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
    while (random.nextInt(10) == 0) {
      openInVain();
    }
    boolean faulty = random.nextInt(4) == 0;
    faults = new Faults();
    agents = new StepAgentHost(random.nextLong());
    Directory seen = lens.apply(disk);
    log = WriteAheadLog.open(faulty ? new FaultyDirectory(seen, faults) : seen, options, agents);
    counts.cycles++;
    failed = false;
    broken = false;
    check();
    log.start(this);
    if (faulty) {
      for (int i = random.nextInt(4); i > 0; i--) {
        faults.failAt(faults.acts() + 1 + random.nextInt(25), anyFault());
      }
    }
  }

  /** A start that may fail at any step, and is cut off at the latest when it has succeeded. */
  private void openInVain() {
    Faults once = new Faults().failAt(1 + random.nextInt(14), anyFault());
    try {
      WriteAheadLog.open(
          new FaultyDirectory(lens.apply(disk), once), options, new StepAgentHost(0));
    } catch (IOException refused) {
      counts.refusedOpens++;
    }
    disk = random.nextBoolean() ? disk.kill() : disk.crash(random.nextLong());
  }

  private Faults.Fault anyFault() {
    Faults.Fault[] kinds = Faults.Fault.values();
    return kinds[random.nextInt(kinds.length)];
  }

  /** Reads everything and holds it against what was told. What is there now, stays there. */
  private void check() throws IOException {
    if (!log.report().damages().isEmpty()) {
      throw new AssertionError("a crash was taken for damage: " + log.report().damages());
    }
    if (log.firstFrame() > trimmedBelow) {
      throw new AssertionError(
          "the log begins at " + log.firstFrame() + ", trimmed was below " + trimmedBelow);
    }
    long expected = log.firstFrame();
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
    payload.clear().putLong(mark);
    int rest = random.nextInt(random.nextInt(6) == 0 ? 200 : 24);
    for (int i = 0; i < rest; i++) {
      payload.put((byte) mark);
    }
    payload.flip();
    try {
      if (random.nextBoolean()) {
        log.nextStretch(random.nextInt(1000));
      }
      long frame = log.append(payload);
      if (frame != marks.size() + 1) {
        throw new AssertionError("frame " + frame + " after " + marks.size());
      }
      marks.add(mark);
      counts.appended++;
    } catch (IOException refused) {
      if (!broken) {
        // Until the failure is dealt with, a start may find it: its bytes may all have been
        // written.
        broken = true;
        marks.add(mark);
      }
      step(random.nextInt(20)); // Time enough to deal with the failure, or not.
    }
  }

  @Override
  public void durable(long frame) {
    if (frame > marks.size() || frame < acknowledged) {
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
    acknowledged = lastDurableFrame;
    failed = true;
    broken = true;
    if (cause.getSuppressed().length == 0) {
      counts.lost += marks.size() - lastDurableFrame;
      forgetFrom(lastDurableFrame + 1);
    } else {
      // The disk refused the cut as well. Until recovery the lost frames may be found by a start.
      counts.unsettled++;
    }
  }

  private void recover() {
    if (failed) {
      try {
        log.recover();
        failed = false;
        broken = false;
        forgetFrom(acknowledged + 1);
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
