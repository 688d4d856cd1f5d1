package io.lodestone.segments.index;

import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;

/** Some series of a segment, walked in ascending order. One owner. */
public final class SeriesSelection {
  private final PeekableIntIterator rest;
  private int series = -1;

  SeriesSelection(RoaringBitmap series) {
    rest = series.getIntIterator();
  }

  /** All of them. */
  public static SeriesSelection all(int seriesCount) {
    return new SeriesSelection(RoaringBitmap.bitmapOfRange(0, seriesCount));
  }

  /** One of them. */
  public static SeriesSelection single(int series) {
    return new SeriesSelection(RoaringBitmap.bitmapOf(series));
  }

  /** Moves to the next series; false at the end. */
  public boolean advance() {
    if (!rest.hasNext()) {
      return false;
    }
    series = rest.next();
    return true;
  }

  /** The series moved to. */
  public int series() {
    return series;
  }

  /** Leaves out what lies before this series. */
  public void skipTo(int first) {
    rest.advanceIfNeeded(first);
  }
}
