package io.lodestone.testkit.files;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.ReadFile;
import io.lodestone.testkit.files.CrashableDirectory.CrashableAppendFile;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A directory that fails when its {@link Faults} say so. On a simulated disk a failed sync also
 * loses what was not synced, as a real kernel does.
 */
public final class FaultyDirectory implements Directory {
  private final Directory disk;
  private final Faults faults;

  public FaultyDirectory(Directory disk, Faults faults) {
    this.disk = disk;
    this.faults = faults;
  }

  @Override
  public List<String> list() throws IOException {
    faults.check(Act.LIST, toString());
    return disk.list();
  }

  @Override
  public List<String> listDirectories() throws IOException {
    faults.check(Act.LIST, toString());
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
    faults.check(Act.CREATE, name);
    return new FaultyDirectory(disk.directory(name), faults);
  }

  @Override
  public AppendFile create(String name) throws IOException {
    faults.check(Act.CREATE, name);
    return new FaultyAppendFile(disk.create(name));
  }

  @Override
  public ReadFile open(String name) throws IOException {
    faults.check(Act.OPEN, name);
    return new FaultyReadFile(disk.open(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    faults.check(Act.RENAME, from);
    disk.rename(from, to);
  }

  @Override
  public void moveTo(String name, Directory target) throws IOException {
    faults.check(Act.MOVE, name);
    disk.moveTo(name, target instanceof FaultyDirectory faulty ? faulty.disk : target);
  }

  @Override
  public void delete(String name) throws IOException {
    faults.check(Act.DELETE, name);
    disk.delete(name);
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    faults.check(Act.DELETE, name);
    disk.deleteDirectory(name);
  }

  @Override
  public void sync() throws IOException {
    faults.check(Act.SYNC_DIRECTORY, toString());
    disk.sync();
  }

  @Override
  public long freeBytes() throws IOException {
    return disk.freeBytes();
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    faults.check(Act.LOCK, name);
    return disk.lock(name);
  }

  @Override
  public String toString() {
    return disk.toString();
  }

  private final class FaultyAppendFile implements AppendFile {
    private final AppendFile file;

    /** What killed the file, or null. */
    private volatile IOException death;

    FaultyAppendFile(AppendFile file) {
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
      requireAlive();
      Fault fault = faults.count(Act.PREALLOCATE);
      if (fault != null) {
        throw dead(fault);
      }
      file.preallocate(bytes);
    }

    @Override
    public void append(ByteBuffer buffer) throws IOException {
      requireAlive();
      Fault fault = faults.count(Act.APPEND);
      if (fault != null) {
        if (fault.isShort()) {
          file.append(buffer.slice(buffer.position(), buffer.remaining() / 2));
        }
        throw dead(fault);
      }
      file.append(buffer);
    }

    @Override
    public void append(ByteBuffer first, ByteBuffer second) throws IOException {
      requireAlive();
      Fault fault = faults.count(Act.APPEND);
      if (fault != null) {
        if (fault.isShort()) {
          file.append(first, second.slice(second.position(), second.remaining() / 2));
        }
        throw dead(fault);
      }
      file.append(first, second);
    }

    @Override
    public void sync() throws IOException {
      requireAlive();
      Fault fault = faults.count(Act.SYNC);
      if (fault != null) {
        if (file instanceof CrashableAppendFile simulated) {
          simulated.failSync();
        }
        throw dead(fault);
      }
      file.sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }

    private void requireAlive() throws IOException {
      if (death != null) {
        throw new IOException(name() + " is dead after an earlier failure", death);
      }
    }

    private IOException dead(Fault fault) {
      death = fault.exception(name());
      return death;
    }
  }

  private final class FaultyReadFile implements ReadFile {
    private final ReadFile file;

    FaultyReadFile(ReadFile file) {
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
      faults.check(Act.READ, name());
      return file.read(position, into);
    }

    @Override
    public MemorySegment map() throws IOException {
      faults.check(Act.MAP, name());
      return file.map();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
