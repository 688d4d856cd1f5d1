package io.lodestone.storage;

import java.io.IOException;

/** Another process, or another holder in this one, has the directory. */
public final class DirectoryLockedException extends IOException {
  private static final long serialVersionUID = 1L;

  public DirectoryLockedException(String message) {
    super(message);
  }
}
