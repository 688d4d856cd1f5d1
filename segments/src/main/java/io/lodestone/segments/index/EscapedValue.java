package io.lodestone.segments.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The bytes of a dimension's value as they stand in keys. Reused. One owner. */
final class EscapedValue {
  private byte[] bytes = new byte[64];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  void clear() {
    length = 0;
  }

  /** Keeps the first {@code shared} bytes and puts others behind them. */
  void replace(int shared, MemorySegment from, long at, int more) {
    if (shared + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(shared + more, 2 * bytes.length));
    }
    MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, bytes, shared, more);
    length = shared + more;
  }

  boolean startsWith(byte[] prefix) {
    return length >= prefix.length
        && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
  }

  int compare(byte[] other, int offset, int otherLength) {
    return Arrays.compareUnsigned(bytes, 0, length, other, offset, offset + otherLength);
  }
}
