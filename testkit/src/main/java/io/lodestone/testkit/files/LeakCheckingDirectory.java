package io.lodestone.testkit.files;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Remembers which files and locks are open, and where they were opened. */
public final class LeakCheckingDirectory implements Directory {
  private final Directory disk;
  private final Map<Object, Throwable> open;

  public LeakCheckingDirectory(Directory disk) {
    this(disk, new ConcurrentHashMap<>());
  }

  private LeakCheckingDirectory(Directory disk, Map<Object, Throwable> open) {
    this.disk = disk;
    this.open = open;
  }

  /**
   * @throws AssertionError naming what is open, with the places that opened it as suppressed traces
   */
  public void assertNothingIsOpen() {
    if (!open.isEmpty()) {
      AssertionError failure =
          new AssertionError(
              "left open: "
                  + open.values().stream()
                      .map(Throwable::getMessage)
                      .sorted()
                      .collect(Collectors.joining(", ")));
      open.values().forEach(failure::addSuppressed);
      throw failure;
    }
  }

  private <T> T opened(T handle, String name) {
    open.put(handle, new Throwable(name));
    return handle;
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
    return new LeakCheckingDirectory(disk.directory(name), open);
  }

  @Override
  public AppendFile create(String name) throws IOException {
    return opened(new LeakCheckedAppendFile(disk.create(name)), name + " (append)");
  }

  @Override
  public ReadFile open(String name) throws IOException {
    return opened(new LeakCheckedReadFile(disk.open(name)), name + " (read)");
  }

  @Override
  public void rename(String from, String to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void moveTo(String name, Directory target) throws IOException {
    disk.moveTo(name, target instanceof LeakCheckingDirectory checked ? checked.disk : target);
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
    disk.sync();
  }

  @Override
  public long freeBytes() throws IOException {
    return disk.freeBytes();
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    return opened(new LeakCheckedLock(disk.lock(name)), name + " (lock)");
  }

  @Override
  public String toString() {
    return disk.toString();
  }

  private final class LeakCheckedAppendFile implements AppendFile {
    private final AppendFile file;

    LeakCheckedAppendFile(AppendFile file) {
      this.file = file;
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
    public void sync() throws IOException {
      file.sync();
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      file.close();
    }
  }

  private final class LeakCheckedReadFile implements ReadFile {
    private final ReadFile file;

    LeakCheckedReadFile(ReadFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      return file.read(position, into);
    }

    @Override
    public MemorySegment map() throws IOException {
      return file.map();
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      file.close();
    }
  }

  private final class LeakCheckedLock implements DirectoryLock {
    private final DirectoryLock lock;

    LeakCheckedLock(DirectoryLock lock) {
      this.lock = lock;
    }

    @Override
    public boolean isHeld() {
      return lock.isHeld();
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      lock.close();
    }
  }
}
