package io.lodestone.engine;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** Says that it has synced, and has not. */
final class LyingDirectory implements Directory {
  /** What it does not do. */
  enum Lie {
    FILE_SYNC,
    DIRECTORY_SYNC
  }

  private final Directory disk;
  private final Set<Lie> lies;

  LyingDirectory(Directory disk, Set<Lie> lies) {
    this.disk = disk;
    this.lies = lies;
  }

  @Override
  public List<String> list() throws IOException {
    return disk.list();
  }

  @Override
  public List<String> listDirectories() throws IOException {
    return disk.listDirectories();
  }

  @Override
  public boolean exists(String name) throws IOException {
    return disk.exists(name);
  }

  @Override
  public long size(String name) throws IOException {
    return disk.size(name);
  }

  @Override
  public Directory directory(String name) throws IOException {
    return new LyingDirectory(disk.directory(name), lies);
  }

  @Override
  public AppendFile create(String name) throws IOException {
    AppendFile file = disk.create(name);
    return lies.contains(Lie.FILE_SYNC) ? new LyingFile(file) : file;
  }

  @Override
  public ReadFile open(String name) throws IOException {
    return disk.open(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void moveTo(String name, Directory target) throws IOException {
    disk.moveTo(name, target instanceof LyingDirectory lying ? lying.disk : target);
  }

  @Override
  public void delete(String name) throws IOException {
    disk.delete(name);
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    disk.deleteDirectory(name);
  }

  @Override
  public void sync() throws IOException {
    if (!lies.contains(Lie.DIRECTORY_SYNC)) {
      disk.sync();
    }
  }

  @Override
  public long freeBytes() throws IOException {
    return disk.freeBytes();
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    return disk.lock(name);
  }

  @Override
  public String toString() {
    return disk.toString();
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
