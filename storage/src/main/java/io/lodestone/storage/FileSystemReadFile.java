package io.lodestone.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Reads by position, or through one mapping that is undone on {@link #close()}. */
final class FileSystemReadFile implements ReadFile {
  private final Path path;
  private final FileChannel channel;

  /** Of the mapping; null before {@link #map()}. Guarded by this. */
  private Arena arena;

  FileSystemReadFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  @Override
  public String name() {
    return path.getFileName().toString();
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    int before = into.position();
    while (into.hasRemaining()) {
      int got = channel.read(into, position + (into.position() - before));
      if (got < 0) {
        break;
      }
    }
    return into.position() - before;
  }

  @Override
  public synchronized MemorySegment map() throws IOException {
    if (arena != null) {
      throw new IllegalStateException(path + " is mapped already");
    }
    // Shared, since any thread may read; one for each file, because closing one stops every thread.
    Arena mapping = Arena.ofShared();
    try {
      MemorySegment segment =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), mapping);
      arena = mapping;
      return segment;
    } catch (IOException | RuntimeException | Error e) {
      mapping.close();
      throw e;
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try (channel) {
      if (arena != null && arena.scope().isAlive()) {
        arena.close();
      }
    }
  }
}
