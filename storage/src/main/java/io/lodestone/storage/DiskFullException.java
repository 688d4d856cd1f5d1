package io.lodestone.storage;

import java.io.IOException;

/**
 * The disk, or this process's share of it, has no room for what was to be written. Passes when room
 * is made.
 */
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1L;

  public DiskFullException(String file, Throwable cause) {
    super("no space left on the disk for " + file, cause);
  }
}
