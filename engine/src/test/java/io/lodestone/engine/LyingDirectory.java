package io.lodestone.engine;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/** Says that it has synced, and has not. */
final class LyingDirectory extends ForwardingDirectory {
  /** What it does not do. */
  enum Lie {
    FILE_SYNC,
    DIRECTORY_SYNC
  }

  private final Set<Lie> lies;

  LyingDirectory(Directory disk, Set<Lie> lies) {
    super(disk);
    this.lies = lies;
  }

  @Override
  Directory wrap(Directory child) {
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

  private record LyingFile(AppendFile file) implements AppendFile {
    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public void preallocate(long bytes) throws IOException {
      file.preallocate(bytes);
    }

    @Override
    public void append(ByteBuffer buffer) throws IOException {
      file.append(buffer);
    }

    @Override
    public void append(ByteBuffer first, ByteBuffer second) throws IOException {
      file.append(first, second);
    }

    @Override
    public void sync() {}

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
