package io.lodestone.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much of a disk something may take. */
sealed interface DiskAllowance {
  /** So many bytes, above 0. */
  record Bytes(long bytes) implements DiskAllowance {}

  /** A part of all that the disk has, used or free, in percent, 1 to 100. */
  record Share(int percent) implements DiskAllowance {}

  /**
   * In bytes.
   *
   * @param folder on the disk in question; it need not be there yet
   * @throws StartException when the disk does not tell its size
   */
  default long bytesAt(Path folder) {
    return switch (this) {
      case Bytes(long bytes) -> bytes;
      case Share(int percent) -> Math.max(1, diskBytes(folder) / 100 * percent);
    };
  }

  private static long diskBytes(Path folder) {
    Path present = folder.toAbsolutePath();
    while (!Files.exists(present) && present.getParent() != null) {
      present = present.getParent();
    }
    try {
      return Files.getFileStore(present).getTotalSpace();
    } catch (IOException e) {
      throw new StartException(
          "the disk of "
              + folder
              + " does not tell its size; give the allowance in bytes. "
              + e.getMessage(),
          e);
    }
  }
}
