package io.lodestone.server.parquet;

import java.util.Arrays;

/**
 * Small numbers of a fixed width in bits as the format's hybrid of runs and packed bits, without
 * the length that stands before it in some places.
 *
 * <pre>
 *   run     varint (count &lt;&lt; 1)        the value in whole bytes
 *   packed  varint (groups &lt;&lt; 1 | 1)   8 values a group, {@code width} bytes a group, lowest bits first
 * </pre>
 *
 * <p>Numbers are taken in groups of eight. A group of one value begins a run, which goes on as long
 * as the value does; any other group is packed. So a run begins at a multiple of eight only, and a
 * change of values costs a group at most.
 */
final class HybridEncoder {
  private static final int GROUP = 8;

  /** As many as a header of one byte can tell, which is reserved before they are counted. */
  private static final int PACKED_GROUPS_MAX = 63;

  private final GrowingBuffer target = new GrowingBuffer();
  private final int[] group = new int[GROUP];

  private int width;
  private int groupSize;

  /** The number added last, and how often it stands at the end: of the group, or as a run. */
  private int last;

  private int repeats;

  /** Where the header of the packed groups stands that are being written; -1 when none are. */
  private int packedHeader;

  private int packedGroups;

  HybridEncoder(int width) {
    restart(width);
  }

  /** Bits that hold all numbers from 0 to the greatest one; at least one. */
  static int widthOf(int greatest) {
    return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(greatest));
  }

  /** Forgets everything; what comes has another width. */
  void restart(int newWidth) {
    width = newWidth;
    restart();
  }

  /** Forgets everything. */
  void restart() {
    target.clear();
    groupSize = 0;
    repeats = 0;
    packedHeader = -1;
  }

  /** Bytes written so far; up to a group and a header are still to come. */
  int size() {
    return target.length();
  }

  void add(int value) {
    if (repeats >= GROUP) {
      if (value == last) {
        repeats++;
        return;
      }
      endRun();
    }
    repeats = repeats > 0 && value == last ? repeats + 1 : 1;
    last = value;
    group[groupSize++] = value;
    if (groupSize == GROUP) {
      endGroup();
    }
  }

  /**
   * Ends the encoding.
   *
   * @return the bytes, valid until the next restart
   */
  GrowingBuffer finish() {
    if (repeats >= GROUP) {
      endRun();
    } else if (groupSize > 0) {
      // How many values count is told elsewhere, so that a group may be filled up with anything.
      Arrays.fill(group, groupSize, GROUP, 0);
      pack();
    }
    packedHeader = -1;
    return target;
  }

  private void endGroup() {
    groupSize = 0;
    if (repeats == GROUP) {
      // The group is the beginning of a run.
      packedHeader = -1;
    } else {
      pack();
      repeats = 0;
    }
  }

  private void endRun() {
    target.putVarint((long) repeats << 1);
    for (int bits = 0; bits < width; bits += Byte.SIZE) {
      target.put(last >>> bits);
    }
    repeats = 0;
  }

  private void pack() {
    if (packedHeader < 0 || packedGroups == PACKED_GROUPS_MAX) {
      packedHeader = target.length();
      packedGroups = 0;
      target.put(0);
    }
    packedGroups++;
    target.set(packedHeader, packedGroups << 1 | 1);
    long pending = 0;
    int bits = 0;
    for (int value : group) {
      pending |= (long) value << bits;
      for (bits += width; bits >= Byte.SIZE; bits -= Byte.SIZE) {
        target.put((int) pending);
        pending >>>= Byte.SIZE;
      }
    }
  }
}
