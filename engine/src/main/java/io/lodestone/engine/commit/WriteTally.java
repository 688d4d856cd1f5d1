package io.lodestone.engine.commit;

import java.util.concurrent.atomic.LongAdder;

/** Counts what writers are told. Safe for several threads. */
public final class WriteTally {
  private final LongAdder batches = new LongAdder();
  private final LongAdder memoryStore = new LongAdder();
  private final LongAdder magneticStore = new LongAdder();
  private final LongAdder rejected = new LongAdder();

  /** A batch has been answered. */
  void add(WriteResult result) {
    batches.increment();
    memoryStore.add(result.memoryStore());
    magneticStore.add(result.magneticStore());
    rejected.add(result.rejections().size());
  }

  /** What was counted so far; calls that are under way may be in one number and not in another. */
  public WriteCounts counts() {
    return new WriteCounts(batches.sum(), memoryStore.sum(), magneticStore.sum(), rejected.sum());
  }
}
