package io.lodestone.server;

/** How much of a disk something may take. */
sealed interface DiskAllowance {
  /** So many bytes, above 0. */
  record Bytes(long bytes) implements DiskAllowance {}

  /** A part of all that the disk has, used or free, in percent, 1 to 100. */
  record Share(int percent) implements DiskAllowance {}

  /** In bytes, at least 1, of a disk that has so many in all. */
  default long of(long diskBytes) {
    return switch (this) {
      case Bytes(long bytes) -> bytes;
      case Share(int percent) -> Math.max(1, diskBytes / 100 * percent);
    };
  }
}
