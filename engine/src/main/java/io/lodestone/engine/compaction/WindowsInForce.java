package io.lodestone.engine.compaction;

import io.lodestone.engine.manifest.TimeWindows;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import io.lodestone.segments.SegmentMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a table's time is cut at a moment: by the widest windows that are old enough and that hold no
 * more than one segment may.
 */
final class WindowsInForce {
  private final long nowNanos;
  private final int rungs;
  private final long segmentBytesMax;

  /** Per rung, by the start of the window: bytes of the segments that lie within it. */
  private final List<Map<Long, Long>> bytes = new ArrayList<>();

  WindowsInForce(
      List<SegmentMetadata> segments,
      long nowNanos,
      RetentionPolicy retention,
      long segmentBytesMax) {
    this.nowNanos = nowNanos;
    this.rungs = TimeWindows.rungs(retention);
    this.segmentBytesMax = segmentBytesMax;
    for (int rung = 0; rung < rungs; rung++) {
      Map<Long, Long> ofRung = new HashMap<>();
      for (SegmentMetadata segment : segments) {
        TimeRange window = TimeWindows.window(rung, segment.minTimeNanos());
        if (window.contains(segment.maxTimeNanos())) {
          ofRung.merge(window.startInclusiveNanos(), segment.sizeBytes(), Long::sum);
        }
      }
      bytes.add(ofRung);
    }
  }

  /** The window that holds a time. */
  TimeRange windowOf(long timeNanos) {
    int rung = rungs - 1;
    while (rung > 0 && !holds(rung, TimeWindows.window(rung, timeNanos))) {
      rung--;
    }
    return TimeWindows.window(rung, timeNanos);
  }

  private boolean holds(int rung, TimeRange window) {
    return TimeWindows.isInForce(rung, window, nowNanos)
        && bytes.get(rung).getOrDefault(window.startInclusiveNanos(), 0L) <= segmentBytesMax;
  }

  /**
   * The windows from one time to another, ascending.
   *
   * @return empty when there are more than {@code windowsMax}
   */
  List<TimeRange> between(long minNanos, long maxNanos, int windowsMax) {
    List<TimeRange> windows = new ArrayList<>();
    TimeRange window = windowOf(minNanos);
    windows.add(window);
    while (!window.contains(maxNanos)) {
      if (windows.size() == windowsMax) {
        return List.of();
      }
      window = windowOf(window.endExclusiveNanos());
      windows.add(window);
    }
    return windows;
  }
}
