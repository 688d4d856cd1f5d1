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
public final class FaultyDirectory extends ForwardingDirectory {
  private final Faults faults;

  public FaultyDirectory(Directory disk, Faults faults) {
    super(disk);
    this.faults = faults;
  }

  @Override
  public List<String> list() throws IOException {
    faults.check(Act.LIST, toString());
    return super.list();
  }

  @Override
  public List<String> listDirectories() throws IOException {
    faults.check(Act.LIST, toString());
    return super.listDirectories();
  }

  @Override
  public Directory directory(String name) throws IOException {
    faults.check(Act.CREATE, name);
    return super.directory(name);
  }

  @Override
  protected Directory wrap(Directory child) {
    return new FaultyDirectory(child, faults);
  }

  @Override
  public AppendFile create(String name) throws IOException {
    faults.check(Act.CREATE, name);
    return new FaultyAppendFile(super.create(name));
  }

  @Override
  public ReadFile open(String name) throws IOException {
    faults.check(Act.OPEN, name);
    return new FaultyReadFile(super.open(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    faults.check(Act.RENAME, from);
    super.rename(from, to);
  }

  @Override
  public void moveTo(String name, Directory target) throws IOException {
    faults.check(Act.MOVE, name);
    super.moveTo(name, target);
  }

  @Override
  public void delete(String name) throws IOException {
    faults.check(Act.DELETE, name);
    super.delete(name);
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    faults.check(Act.DELETE, name);
    super.deleteDirectory(name);
  }

  @Override
  public void sync() throws IOException {
    faults.check(Act.SYNC_DIRECTORY, toString());
    super.sync();
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    faults.check(Act.LOCK, name);
    return super.lock(name);
  }

  private final class FaultyAppendFile extends ForwardingAppendFile {
    /** What killed the file, or null. */
    private volatile IOException death;

    FaultyAppendFile(AppendFile file) {
      super(file);
    }

    @Override
    public void preallocate(long bytes) throws IOException {
      requireAlive();
      Fault fault = faults.count(Act.PREALLOCATE);
      if (fault != null) {
        throw dead(fault);
      }
      super.preallocate(bytes);
    }

    @Override
    public void append(ByteBuffer buffer) throws IOException {
      requireAlive();
      Fault fault = faults.count(Act.APPEND);
      if (fault != null) {
        if (fault.isShort()) {
          super.append(buffer.slice(buffer.position(), buffer.remaining() / 2));
        }
        throw dead(fault);
      }
      super.append(buffer);
    }

    @Override
    public void append(ByteBuffer first, ByteBuffer second) throws IOException {
      requireAlive();
      Fault fault = faults.count(Act.APPEND);
      if (fault != null) {
        if (fault.isShort()) {
          super.append(first, second.slice(second.position(), second.remaining() / 2));
        }
        throw dead(fault);
      }
      super.append(first, second);
    }

    @Override
    public void sync() throws IOException {
      requireAlive();
      Fault fault = faults.count(Act.SYNC);
      if (fault != null) {
        if (file() instanceof CrashableAppendFile simulated) {
          simulated.failSync();
        }
        throw dead(fault);
      }
      super.sync();
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

  private final class FaultyReadFile extends ForwardingReadFile {
    FaultyReadFile(ReadFile file) {
      super(file);
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      faults.check(Act.READ, name());
      return super.read(position, into);
    }

    @Override
    public MemorySegment map() throws IOException {
      faults.check(Act.MAP, name());
      return super.map();
    }
  }
}
