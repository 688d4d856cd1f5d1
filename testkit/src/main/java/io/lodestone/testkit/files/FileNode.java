package io.lodestone.testkit.files;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A file's content, seen by the processes, and how much of it has reached the disk. */
final class FileNode {
  private static final byte[] NONE = new byte[0];

  /** Bytes at and after {@link #size} are zero. */
  byte[] bytes = NONE;

  /** Bytes appended. */
  int size;

  /** Bytes of the file: those appended, and zeros written ahead. */
  int length;

  private int sizeOnDisk;
  private int lengthOnDisk;

  void append(byte[] source, int offset, int count) {
    reserve(size + count);
    System.arraycopy(source, offset, bytes, size, count);
    size += count;
    length = Math.max(length, size);
  }

  void preallocate(int target) {
    reserve(target);
    length = Math.max(length, target);
  }

  private void reserve(int target) {
    if (target > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(target, Math.min(2 * bytes.length, 1 << 30)));
    }
  }

  void sync() {
    sizeOnDisk = size;
    lengthOnDisk = length;
  }

  /**
   * What a kernel does after a failed sync: the pages are clean, and sooner or later read as zeros.
   */
  void dropUnsynced() {
    Arrays.fill(bytes, sizeOnDisk, size, (byte) 0);
  }

  /**
   * Leaves what the power cut leaves: everything synced; of the rest each sector or its old
   * content, in a file as long as before, as long as now, or something between.
   */
  void tear(SplittableRandom random, int sectorBytes) {
    if (sizeOnDisk != size || lengthOnDisk != length) {
      length =
          switch (random.nextInt(4)) {
            case 0 -> lengthOnDisk;
            case 1 -> random.nextInt(lengthOnDisk, length + 1);
            default -> length;
          };
      int end = Math.min(size, length);
      int fate = random.nextInt(4);
      int firstLost = fate == 2 ? random.nextInt(sizeOnDisk, size + 1) : 0;
      for (int from = sizeOnDisk; from < end; ) {
        int to = Math.min(end, (from / sectorBytes + 1) * sectorBytes);
        boolean survives =
            switch (fate) {
              case 0 -> false;
              case 1 -> true;
              case 2 -> from < firstLost;
              default -> random.nextBoolean();
            };
        if (!survives) {
          Arrays.fill(bytes, from, to, (byte) 0);
        }
        from = to;
      }
      if (size > length) {
        Arrays.fill(bytes, length, size, (byte) 0);
      }
    }
    // Whatever is found now is on the disk; the file begins a new life as one that is only read.
    size = length;
    sync();
  }
}
