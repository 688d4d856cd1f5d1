package io.lodestone.engine.manifest;

import io.lodestone.segments.SegmentMetadata;
import java.util.Arrays;
import java.util.Collection;

/** How deep segments lie on each other in time. Pure. */
public final class TimeOverlap {
  private TimeOverlap() {}

  /**
   * The largest number of segments whose spans of time share a moment: how many sources a reader of
   * that moment has to merge at most.
   */
  public static int depth(Collection<SegmentMetadata> segments) {
    int count = segments.size();
    long[] starts = new long[count];
    long[] ends = new long[count];
    int i = 0;
    for (SegmentMetadata segment : segments) {
      starts[i] = segment.minTimeNanos();
      ends[i] = segment.maxTimeNanos();
      i++;
    }
    Arrays.sort(starts);
    Arrays.sort(ends);
    int deepest = 0;
    int ended = 0;
    for (int begun = 0; begun < count; begun++) {
      while (ends[ended] < starts[begun]) {
        ended++;
      }
      deepest = Math.max(deepest, begun + 1 - ended);
    }
    return deepest;
  }
}
