package io.lodestone.engine.seam;

import io.lodestone.segments.LocalSegmentStore;
import io.lodestone.segments.SegmentStore;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.testkit.files.CrashableDirectory;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract on everything that the engine may find behind {@link SegmentStore}. */
class SegmentStoreContractTest {
  @Nested
  class FilesOfASimulatedDisk extends SegmentStoreContract {
    private CrashableDirectory disk = new CrashableDirectory(64);

    @Override
    SegmentStore open() {
      return new LocalSegmentStore(disk);
    }

    @Override
    void crash() {
      disk = disk.crash(7);
    }
  }

  @Nested
  class FilesOfARealDisk extends SegmentStoreContract {
    @TempDir Path folder;

    @Override
    SegmentStore open() throws IOException {
      return new LocalSegmentStore(FileSystemDirectory.open(folder));
    }

    /** As far as this process can: nobody uses the old store any more. */
    @Override
    void crash() {}
  }

  @Nested
  class TheHeap extends SegmentStoreContract {
    private final HeapSegmentStore store = new HeapSegmentStore();

    @Override
    SegmentStore open() {
      return store;
    }

    @Override
    void crash() {}
  }
}
