package io.lodestone.engine.seam;

import io.lodestone.storage.Directory;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.StepAgentHost;
import io.lodestone.wal.CommitLog;
import io.lodestone.wal.WalOptions;
import io.lodestone.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract on everything that the engine may find behind {@link CommitLog}. */
class CommitLogContractTest {
  private static final WalOptions SMALL =
      WalOptions.DEFAULT.withFileBytes(1_000).withPreallocate(false).withBallastBytes(0);

  @Nested
  class FilesOfASimulatedDisk extends CommitLogContract {
    private CrashableDirectory disk = new CrashableDirectory(64);
    private final Faults faults = new Faults();

    @Override
    CommitLog open(StepAgentHost agents, long firstFrame) throws IOException {
      return WriteAheadLog.open(
          new FaultyDirectory(disk, faults), SMALL.withFirstFrame(firstFrame), agents);
    }

    @Override
    void crash() {
      disk = disk.crash(7);
    }

    @Override
    boolean failNextSync() {
      faults.failNext(Act.SYNC, Fault.EIO);
      return true;
    }
  }

  @Nested
  class FilesOfARealDisk extends CommitLogContract {
    @TempDir Path folder;

    @Override
    CommitLog open(StepAgentHost agents, long firstFrame) throws IOException {
      Directory directory = FileSystemDirectory.open(folder);
      return WriteAheadLog.open(directory, SMALL.withFirstFrame(firstFrame), agents);
    }

    /** As far as this process can: nobody steps the old log's agent any more. */
    @Override
    void crash() {}

    @Override
    boolean failNextSync() {
      return false;
    }
  }

  @Nested
  class TheHeap extends CommitLogContract {
    private final HeapCommitLog.Store store = new HeapCommitLog.Store();

    @Override
    CommitLog open(StepAgentHost agents, long firstFrame) {
      return new HeapCommitLog(store, agents, firstFrame);
    }

    @Override
    void crash() {
      store.crash(new SplittableRandom(7));
    }

    @Override
    boolean failNextSync() {
      store.failNextSync();
      return true;
    }
  }
}
