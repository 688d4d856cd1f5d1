package io.lodestone.storage;

import java.io.Closeable;

/**
 * A lock that this process holds on a directory. The operating system lets go of it when the
 * process ends, however.
 */
public interface DirectoryLock extends Closeable {
  /** Whether the lock is still held. */
  boolean isHeld();
}
