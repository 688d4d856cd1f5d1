package io.lodestone.wal;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A disk that says it has synced something and has not, to see whether a test would notice. */
final class LyingDirectory implements Directory {
  /** What is not synced. */
  enum Lie {
    FILES,
    NAMES
  }

  private final Directory truth;
  private final Lie lie;

  LyingDirectory(Directory truth, Lie lie) {
    this.truth = truth;
    this.lie = lie;
  }

  @Override
  public void sync() throws IOException {
    if (lie != Lie.NAMES) {
      truth.sync();
    }
  }

  @Override
  public AppendFile create(String name) throws IOException {
    AppendFile file = truth.create(name);
    return lie == Lie.FILES ? new UnsyncedFile(file) : file;
  }

  private record UnsyncedFile(AppendFile file) implements AppendFile {
    @Override
    public void sync() {
      // The lie.
    }

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
    public void close() throws IOException {
      file.close();
    }
  }

  @Override
  public List<String> list() throws IOException {
    return truth.list();
  }

  @Override
  public List<String> listDirectories() throws IOException {
    return truth.listDirectories();
  }

  @Override
  public boolean exists(String name) throws IOException {
    return truth.exists(name);
  }

  @Override
  public long size(String name) throws IOException {
    return truth.size(name);
  }

  @Override
  public Directory directory(String name) throws IOException {
    return new LyingDirectory(truth.directory(name), lie);
  }

  @Override
  public ReadFile open(String name) throws IOException {
    return truth.open(name);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    truth.rename(from, to);
  }

  @Override
  public void moveTo(String name, Directory target) throws IOException {
    truth.moveTo(name, ((LyingDirectory) target).truth);
  }

  @Override
  public void delete(String name) throws IOException {
    truth.delete(name);
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    truth.deleteDirectory(name);
  }

  @Override
  public long freeBytes() throws IOException {
    return truth.freeBytes();
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    return truth.lock(name);
  }

  @Override
  public String toString() {
    return truth.toString();
  }
}
