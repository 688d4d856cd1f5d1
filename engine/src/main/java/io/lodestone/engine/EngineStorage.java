package io.lodestone.engine;

import io.lodestone.segments.LocalSegmentStore;
import io.lodestone.segments.SegmentStore;
import io.lodestone.storage.Directory;
import io.lodestone.wal.CommitLog;
import io.lodestone.wal.WalOptions;
import io.lodestone.wal.WriteAheadLog;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Where an engine's log and segments lie: the seams behind which they may be somewhere else than in
 * files of the data directory. Whatever stands here has to keep the contracts of {@link CommitLog}
 * and {@link SegmentStore}; the manifest and the lock stay in the data directory.
 *
 * <p>Asked once each while an engine opens.
 */
public interface EngineStorage {
  /**
   * Opens the log, not started yet. The engine closes it.
   *
   * @param firstFrame the least number that the next frame may get: segments hold everything before
   * @param findings is told, in words, of whatever is not as it was written
   */
  CommitLog openLog(long firstFrame, Consumer<String> findings) throws IOException;

  /** Opens the store of segments. */
  SegmentStore openSegments() throws IOException;

  /** Files in the folders {@code wal} and {@code segments} of the data directory. */
  static EngineStorage local(EngineEnvironment environment, WalOptions options) {
    Directory root = environment.directory();
    return new EngineStorage() {
      @Override
      public CommitLog openLog(long firstFrame, Consumer<String> findings) throws IOException {
        WriteAheadLog log =
            WriteAheadLog.open(
                root.directory("wal"), options.withFirstFrame(firstFrame), environment.agents());
        log.report().findings().forEach(findings);
        return log;
      }

      @Override
      public SegmentStore openSegments() throws IOException {
        return new LocalSegmentStore(root.directory("segments"));
      }
    };
  }
}
