package io.lodestone.testkit.files;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.DirectoryLockedException;
import io.lodestone.storage.DiskFullException;
import io.lodestone.storage.FileNames;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A disk in memory that loses power when asked to.
 *
 * <p>After {@link #crash} it is what a real one may be: everything that was synced is there. Of
 * what was appended and not synced each sector may be there or not, in a file that may have its old
 * size, its new one full of zeros, or anything between. Of what was done to a directory and not
 * synced (create, rename, delete) the later part is lost, in each directory on its own. {@link
 * #kill} ends only the processes: everything is still seen, and what was not synced can still be
 * lost later.
 *
 * <p>Handles opened before a crash or kill fail with an {@link IOException}. All directories of one
 * disk are safe for several threads.
 */
public final class CrashableDirectory implements Directory {
  /** The piece of a file that a disk writes as a whole. */
  public static final int SECTOR_BYTES = 512;

  private final SimulatedDisk disk;
  private final DirectoryNode node;
  private final int generation;

  /** The root of an empty disk. */
  public CrashableDirectory() {
    this(SECTOR_BYTES);
  }

  /**
   * The root of an empty disk with sectors of another size; small ones tear small files in more
   * ways.
   */
  public CrashableDirectory(int sectorBytes) {
    this.disk = new SimulatedDisk(sectorBytes);
    this.node = new DirectoryNode("/", null);
    this.generation = 0;
    disk.directories.add(node);
  }

  private CrashableDirectory(SimulatedDisk disk, DirectoryNode node) {
    this.disk = disk;
    this.node = node;
    this.generation = disk.generation();
  }

  /**
   * Cuts the power.
   *
   * @param seed decides what is lost
   * @return this directory as it is found afterwards
   */
  public CrashableDirectory crash(long seed) {
    synchronized (disk) {
      disk.losePower(new SplittableRandom(seed));
      return new CrashableDirectory(disk, node);
    }
  }

  /**
   * Ends all processes, as {@code kill -9} does.
   *
   * @return this directory as the next process finds it
   */
  public CrashableDirectory kill() {
    synchronized (disk) {
      disk.die();
      return new CrashableDirectory(disk, node);
    }
  }

  /**
   * Gives the disk a size; beyond it there is {@link DiskFullException}. May be less than is used.
   */
  public void limit(long bytes) {
    synchronized (disk) {
      disk.limit(bytes);
    }
  }

  @Override
  public List<String> list() throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      List<String> names = new ArrayList<>();
      node.entries()
          .forEach(
              (name, entry) -> {
                if (entry instanceof FileNode) {
                  names.add(name);
                }
              });
      return names;
    }
  }

  @Override
  public List<String> listDirectories() throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      List<String> names = new ArrayList<>();
      node.entries()
          .forEach(
              (name, entry) -> {
                if (entry instanceof DirectoryNode) {
                  names.add(name);
                }
              });
      return names;
    }
  }

  @Override
  public boolean exists(String name) throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      return node.file(FileNames.require(name)) != null;
    }
  }

  @Override
  public long size(String name) throws IOException {
    synchronized (disk) {
      return existing(name).length;
    }
  }

  @Override
  public Directory directory(String name) throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      return switch (node.entries().get(FileNames.require(name))) {
        case DirectoryNode child -> new CrashableDirectory(disk, child);
        case null -> {
          DirectoryNode child = new DirectoryNode(node.path + name + "/", node);
          disk.directories.add(child);
          node.add(name, child);
          yield new CrashableDirectory(disk, child);
        }
        default -> throw new NotDirectoryException(node.path + name);
      };
    }
  }

  @Override
  public AppendFile create(String name) throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      if (node.entries().containsKey(FileNames.require(name))) {
        throw new FileAlreadyExistsException(node.path + name);
      }
      if (disk.freeBytes() == 0) {
        throw new DiskFullException(node.path + name, null);
      }
      FileNode file = new FileNode();
      node.add(name, file);
      return new CrashableAppendFile(name, file);
    }
  }

  @Override
  public ReadFile open(String name) throws IOException {
    synchronized (disk) {
      return new CrashableReadFile(name, existing(name));
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    synchronized (disk) {
      existing(from);
      if (node.entries().get(FileNames.require(to)) instanceof DirectoryNode) {
        throw new FileAlreadyExistsException(node.path + to);
      }
      if (!from.equals(to)) {
        node.rename(from, to);
      }
    }
  }

  @Override
  public void moveTo(String name, Directory target) throws IOException {
    if (!(target instanceof CrashableDirectory other) || other.disk != disk) {
      throw new IllegalArgumentException(target + " is not on the disk of " + this);
    }
    synchronized (disk) {
      existing(name);
      disk.requireAlive(other.generation);
      if (other.node.entries().containsKey(name)) {
        throw new FileAlreadyExistsException(other.node.path + name);
      }
      node.moveTo(name, other.node);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      if (node.file(FileNames.require(name)) != null) {
        node.remove(name);
      }
    }
  }

  @Override
  public void deleteDirectory(String name) throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      if (node.entries().get(FileNames.require(name)) instanceof DirectoryNode child) {
        if (!child.entries().isEmpty()) {
          throw new DirectoryNotEmptyException(child.path);
        }
        node.remove(name);
      }
    }
  }

  @Override
  public void sync() throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      node.sync();
    }
  }

  @Override
  public long freeBytes() throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      return disk.freeBytes();
    }
  }

  @Override
  public long totalBytes() throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      return disk.totalBytes();
    }
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    synchronized (disk) {
      disk.requireAlive(generation);
      if (node.file(FileNames.require(name)) == null) {
        node.add(name, new FileNode());
      }
      FileNode file = node.file(name);
      if (!disk.locked.add(file)) {
        throw new DirectoryLockedException(this + " is locked already");
      }
      return new CrashableLock(file);
    }
  }

  @Override
  public String toString() {
    return "simulated:" + node.path;
  }

  private FileNode existing(String name) throws IOException {
    disk.requireAlive(generation);
    FileNode file = node.file(FileNames.require(name));
    if (file == null) {
      throw new NoSuchFileException(node.path + name);
    }
    return file;
  }

  /** An append file of this disk. */
  final class CrashableAppendFile implements AppendFile {
    private final String name;
    private final FileNode file;
    private boolean closed;
    private boolean dead;

    CrashableAppendFile(String name, FileNode file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      synchronized (disk) {
        return file.size;
      }
    }

    @Override
    public void preallocate(long bytes) throws IOException {
      synchronized (disk) {
        requireOpen();
        requireRoom(bytes - file.length);
        file.preallocate(Math.toIntExact(bytes));
      }
    }

    @Override
    public void append(ByteBuffer buffer) throws IOException {
      synchronized (disk) {
        requireOpen();
        long free = disk.freeBytes() + (file.length - file.size);
        int room = Math.clamp(free, 0, buffer.remaining());
        if (room < buffer.remaining()) {
          put(buffer.slice(buffer.position(), room));
          dead = true;
          throw new DiskFullException(node.path + name, null);
        }
        put(buffer);
      }
    }

    private void put(ByteBuffer buffer) {
      if (buffer.hasArray()) {
        file.append(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        buffer.position(buffer.limit());
      } else {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        file.append(copy, 0, copy.length);
      }
    }

    @Override
    public void sync() throws IOException {
      synchronized (disk) {
        requireOpen();
        file.sync();
      }
    }

    /** For {@link FaultyDirectory}: forgets what was not synced, and is dead. */
    void failSync() {
      synchronized (disk) {
        file.dropUnsynced();
        dead = true;
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    private void requireRoom(long bytes) throws IOException {
      if (bytes > disk.freeBytes()) {
        dead = true;
        throw new DiskFullException(node.path + name, null);
      }
    }

    private void requireOpen() throws IOException {
      disk.requireAlive(generation);
      if (closed || dead) {
        throw new IOException(node.path + name + (closed ? " is closed" : " is dead"));
      }
    }
  }

  private final class CrashableReadFile implements ReadFile {
    private final String name;
    private final FileNode file;
    private Arena arena;
    private boolean closed;

    CrashableReadFile(String name, FileNode file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() throws IOException {
      synchronized (disk) {
        requireOpen();
        return file.length;
      }
    }

    @Override
    public int read(long position, ByteBuffer into) throws IOException {
      synchronized (disk) {
        requireOpen();
        int from = (int) Math.min(position, file.length);
        int count = Math.min(into.remaining(), file.length - from);
        int stored = Math.clamp(file.bytes.length - (long) from, 0, count);
        into.put(file.bytes, Math.min(from, file.bytes.length), stored);
        for (int i = stored; i < count; i++) {
          into.put((byte) 0);
        }
        return count;
      }
    }

    /**
     * In native memory, so that what is read is aligned, and gone after close, as a real mapping.
     */
    @Override
    public MemorySegment map() throws IOException {
      synchronized (disk) {
        requireOpen();
        if (arena != null) {
          throw new IllegalStateException(name + " is mapped already");
        }
        arena = Arena.ofShared();
        MemorySegment segment = arena.allocate(file.length, Long.BYTES);
        MemorySegment.copy(
            file.bytes,
            0,
            segment,
            ValueLayout.JAVA_BYTE,
            0,
            Math.min(file.length, file.bytes.length));
        return segment.asReadOnly();
      }
    }

    @Override
    public void close() {
      synchronized (disk) {
        closed = true;
        if (arena != null && arena.scope().isAlive()) {
          arena.close();
        }
      }
    }

    private void requireOpen() throws IOException {
      disk.requireAlive(generation);
      if (closed) {
        throw new IOException(node.path + name + " is closed");
      }
    }
  }

  private final class CrashableLock implements DirectoryLock {
    private final FileNode file;

    CrashableLock(FileNode file) {
      this.file = file;
    }

    @Override
    public boolean isHeld() {
      synchronized (disk) {
        return disk.generation() == generation && disk.locked.contains(file);
      }
    }

    @Override
    public void close() {
      synchronized (disk) {
        if (disk.generation() == generation) {
          disk.locked.remove(file);
        }
      }
    }
  }
}
