package io.lodestone.engine;

import io.lodestone.agent.AgentHost;
import io.lodestone.engine.seam.HeapCommitLog;
import io.lodestone.engine.seam.HeapSegmentStore;
import io.lodestone.segments.SegmentStore;
import io.lodestone.wal.CommitLog;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Log and segments on the heap. They outlive the engines that are opened on them. */
final class HeapStorage {
  private final HeapCommitLog.Store log = new HeapCommitLog.Store();
  private final HeapSegmentStore segments = new HeapSegmentStore();

  /** For one engine. */
  EngineStorage of(AgentHost agents) {
    return new EngineStorage() {
      @Override
      public CommitLog openLog(long firstFrame, Consumer<String> findings) {
        return new HeapCommitLog(log, agents, firstFrame);
      }

      @Override
      public SegmentStore openSegments() {
        return segments;
      }
    };
  }

  /** Lets the log's next sync fail. */
  void failNextSync() {
    log.failNextSync();
  }

  /** The engine has ended; what its log had not synced is there from the start up to some frame. */
  void crash(SplittableRandom random) {
    log.crash(random);
  }
}
