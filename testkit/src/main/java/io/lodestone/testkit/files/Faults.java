package io.lodestone.testkit.files;

import io.lodestone.storage.DiskFullException;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * When a {@link FaultyDirectory} fails, and how. Counts every act on the directory, its children
 * and their files, from 1. Safe for several threads.
 */
public final class Faults {
  /** Something done to a disk. */
  public enum Act {
    LIST,
    CREATE,
    OPEN,
    READ,
    MAP,
    APPEND,
    PREALLOCATE,
    SYNC,
    SYNC_DIRECTORY,
    RENAME,
    MOVE,
    DELETE,
    LOCK
  }

  /** A way to fail. */
  public enum Fault {
    /** An input/output error. Nothing was done. */
    EIO,
    /** The disk is full. Nothing was done. */
    ENOSPC,
    /** Half of the bytes were appended, then an input/output error; for other acts as EIO. */
    SHORT_WRITE,
    /** Half of the bytes were appended, then the disk was full; for other acts as ENOSPC. */
    SHORT_WRITE_ENOSPC;

    IOException exception(String name) {
      return switch (this) {
        case EIO, SHORT_WRITE -> new IOException(name + ": Input/output error (injected)");
        case ENOSPC, SHORT_WRITE_ENOSPC -> new DiskFullException(name + " (injected)", null);
      };
    }

    boolean isShort() {
      return this == SHORT_WRITE || this == SHORT_WRITE_ENOSPC;
    }
  }

  private final Map<Long, Fault> byNumber = new HashMap<>();
  private final Map<Act, Fault> next = new EnumMap<>(Act.class);
  private final Map<Act, Fault> always = new EnumMap<>(Act.class);
  private long acts;

  /** Acts so far. */
  public synchronized long acts() {
    return acts;
  }

  /** The act of this number fails, if it is one that can. */
  public synchronized Faults failAt(long act, Fault fault) {
    byNumber.put(act, fault);
    return this;
  }

  /** The next act of this kind fails. */
  public synchronized Faults failNext(Act act, Fault fault) {
    next.put(act, fault);
    return this;
  }

  /** From now on all acts of this kind fail. */
  public synchronized Faults failAll(Act act, Fault fault) {
    always.put(act, fault);
    return this;
  }

  /** From now on nothing fails. */
  public synchronized Faults heal() {
    byNumber.clear();
    next.clear();
    always.clear();
    return this;
  }

  /** Counts an act; how it has to fail, or null. */
  synchronized Fault count(Act act) {
    acts++;
    Fault fault = byNumber.remove(acts);
    if (fault == null) {
      fault = next.remove(act);
    }
    return fault != null ? fault : always.get(act);
  }

  void check(Act act, String name) throws IOException {
    Fault fault = count(act);
    if (fault != null) {
      throw fault.exception(name);
    }
  }
}
