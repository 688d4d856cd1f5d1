package io.lodestone.testkit.files;

import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Remembers which files and locks are open, and where they were opened. */
public final class LeakCheckingDirectory extends ForwardingDirectory {
  private final Map<Object, Throwable> open;

  public LeakCheckingDirectory(Directory disk) {
    this(disk, new ConcurrentHashMap<>());
  }

  private LeakCheckingDirectory(Directory disk, Map<Object, Throwable> open) {
    super(disk);
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
  protected Directory wrap(Directory child) {
    return new LeakCheckingDirectory(child, open);
  }

  @Override
  public AppendFile create(String name) throws IOException {
    return opened(new LeakCheckedAppendFile(super.create(name)), name + " (append)");
  }

  @Override
  public ReadFile open(String name) throws IOException {
    return opened(new LeakCheckedReadFile(super.open(name)), name + " (read)");
  }

  @Override
  public DirectoryLock lock(String name) throws IOException {
    return opened(new LeakCheckedLock(super.lock(name)), name + " (lock)");
  }

  private final class LeakCheckedAppendFile extends ForwardingAppendFile {
    LeakCheckedAppendFile(AppendFile file) {
      super(file);
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      super.close();
    }
  }

  private final class LeakCheckedReadFile extends ForwardingReadFile {
    LeakCheckedReadFile(ReadFile file) {
      super(file);
    }

    @Override
    public void close() throws IOException {
      open.remove(this);
      super.close();
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
