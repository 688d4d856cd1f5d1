package io.lodestone.segments.index;

import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Some series of a segment, walked in ascending order. One owner. */
public final class SeriesSelection {
  private final RoaringBitmap all;
  private final PeekableIntIterator rest;
  private int series = -1;

  SeriesSelection(RoaringBitmap series) {
    all = series;
    rest = series.getIntIterator();
  }

  /** The series from one to before another. */
  public static SeriesSelection range(int from, int to) {
    return new SeriesSelection(RoaringBitmap.bitmapOfRange(from, to));
  }

  /** One of them. */
  public static SeriesSelection single(int series) {
    return new SeriesSelection(RoaringBitmap.bitmapOf(series));
  }

  /** How many series are wanted, passed ones included. */
  public int count() {
    return all.getCardinality();
  }

  /** Moves to the next series; false at the end. */
  public boolean advance() {
    if (!rest.hasNext()) {
      return false;
    }
    series = rest.next();
    return true;
  }

  /** Whether all series from one to before another are wanted, passed ones included. */
  public boolean containsAll(int from, int to) {
    return all.contains((long) from, (long) to);
  }

  /** The series moved to. */
  public int series() {
    return series;
  }

  /** Leaves out what lies before this series. Never leads back. */
  public void skipTo(int first) {
    // The iterator over a bitmap of runs goes back to a value that it has passed already.
    if (first > series) {
      rest.advanceIfNeeded(first);
    }
  }
}
