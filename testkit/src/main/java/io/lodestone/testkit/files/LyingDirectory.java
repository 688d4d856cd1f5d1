package io.lodestone.testkit.files;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import java.io.IOException;
import java.util.Set;

/** Says that it has synced, and has not: to see whether a test would notice. */
public final class LyingDirectory extends ForwardingDirectory {
  /** What it does not do. */
  public enum Lie {
    FILE_SYNC,
    DIRECTORY_SYNC
  }

  private final Set<Lie> lies;

  public LyingDirectory(Directory disk, Set<Lie> lies) {
    super(disk);
    this.lies = Set.copyOf(lies);
  }

  @Override
  protected Directory wrap(Directory child) {
    return new LyingDirectory(child, lies);
  }

  @Override
  public AppendFile create(String name) throws IOException {
    AppendFile file = super.create(name);
    return lies.contains(Lie.FILE_SYNC) ? new LyingFile(file) : file;
  }

  @Override
  public void sync() throws IOException {
    if (!lies.contains(Lie.DIRECTORY_SYNC)) {
      super.sync();
    }
  }

  private static final class LyingFile extends ForwardingAppendFile {
    LyingFile(AppendFile file) {
      super(file);
    }

    @Override
    public void sync() {
      // The lie.
    }
  }
}
