package io.lodestone.engine;

import io.lodestone.engine.commit.CarryOptions;
import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.segments.SegmentOptions;
import io.lodestone.wal.WalOptions;
import java.util.SplittableRandom;

/** Options that make things happen that are rare in life: small files, no head start. */
final class StoryOptions {
  private StoryOptions() {}

  /** Nothing written ahead of use. */
  static WalOptions plainWal() {
    return WalOptions.DEFAULT.withPreallocate(false).withBallastBytes(0);
  }

  /** Sizes of everything, small enough to be met by a short history. */
  static EngineOptions engine(SplittableRandom random, TableLimits limits) {
    CommitOptions commit = CommitOptions.DEFAULT;
    return EngineOptions.DEFAULT
        .withWal(wal(random))
        .withCommit(
            new CommitOptions(
                commit.queueRequestsMax(),
                commit.queueBytesMax(),
                1 << (8 + random.nextInt(10)),
                1 + random.nextInt(8),
                commit.batchBytesMax(),
                commit.futureMillisMax(),
                limits))
        .withMemtable(memtable(random))
        .withFlush(
            new FlushOptions(
                1L << (10 + random.nextInt(9)),
                1L << (20 + random.nextInt(10)),
                random.nextBoolean() ? Long.MAX_VALUE : 60_000L * (1 + random.nextInt(60)),
                random.nextBoolean(),
                carry(random)))
        .withCompaction(
            new CompactionOptions(
                random.nextInt(6) > 0,
                32 + random.nextInt(32),
                1L << (13 + random.nextInt(20)),
                1L << (10 + random.nextInt(6)),
                1 + random.nextInt(40),
                1,
                1L << 40))
        .withSegments(
            new SegmentOptions(1_024 * (1 + random.nextInt(3)), 1 << (16 + random.nextInt(4))));
  }

  /** Mostly some tables are carried, some not; sometimes all of them, sometimes none. */
  static CarryOptions carry(SplittableRandom random) {
    return random.nextInt(4) == 0
        ? CarryOptions.NONE
        : new CarryOptions(1L << (12 + random.nextInt(8)), 1L << 17, 60_000L << random.nextInt(12));
  }

  static MemtableOptions memtable(SplittableRandom random) {
    return new MemtableOptions(1 << (6 + random.nextInt(5)));
  }

  static WalOptions wal(SplittableRandom random) {
    return WalOptions.DEFAULT
        .withFileBytes(1L << (9 + random.nextInt(5)))
        .withPreallocate(random.nextInt(4) == 0)
        .withBallastBytes(0);
  }
}
