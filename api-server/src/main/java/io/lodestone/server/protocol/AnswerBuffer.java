package io.lodestone.server.protocol;

import io.lodestone.server.http.ByteRange;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Collects an answer and hands its bytes over without a copy: those that are written, and between
 * them those of others. One thread.
 */
public final class AnswerBuffer extends OutputStream {
  private static final int FIRST_BYTES = 512;

  private final List<ByteRange> ranges = new ArrayList<>(3);

  /** What is written. Arrays before it, outgrown, live on in ranges that have ended. */
  private byte[] written = new byte[FIRST_BYTES];

  /** Where what is in no range yet begins and ends. */
  private int start;

  private int end;

  AnswerBuffer() {}

  @Override
  public void write(int b) {
    reserve(1);
    written[end++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    reserve(length);
    System.arraycopy(bytes, offset, written, end, length);
    end += length;
  }

  /**
   * Appends bytes without copying them.
   *
   * @param bytes not to be changed any more
   */
  public void append(ByteRange bytes) {
    endRange();
    ranges.add(bytes);
  }

  /** What has been collected, in order. Nothing may be written afterwards. */
  List<ByteRange> ranges() {
    endRange();
    return ranges;
  }

  /** A copy of what has been collected. */
  byte[] toByteArray() {
    List<ByteRange> all = ranges();
    byte[] copy = new byte[all.stream().mapToInt(ByteRange::length).sum()];
    int at = 0;
    for (ByteRange range : all) {
      System.arraycopy(range.array(), range.offset(), copy, at, range.length());
      at += range.length();
    }
    return copy;
  }

  /** Forgets everything. */
  void reset() {
    ranges.clear();
    start = end;
  }

  private void endRange() {
    if (end > start) {
      ranges.add(new ByteRange(written, start, end - start));
      start = end;
    }
  }

  /** Only what is in no range yet moves. */
  private void reserve(int more) {
    if (more <= written.length - end) {
      return;
    }
    int unfinished = end - start;
    int needed = Math.addExact(unfinished, more);
    byte[] larger = new byte[Math.max(needed, 2 * unfinished)];
    System.arraycopy(written, start, larger, 0, unfinished);
    written = larger;
    start = 0;
    end = unfinished;
  }
}
