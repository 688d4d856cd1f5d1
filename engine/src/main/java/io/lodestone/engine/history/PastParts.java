package io.lodestone.engine.history;

import io.lodestone.scan.PointSource;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentRole;
import java.util.ArrayList;
import java.util.List;

/** What segments and history files together hold of a table as it was. Pure. */
public final class PastParts {
  private PastParts() {}

  /** The newest tick that a history file makes a difference to. */
  public static long newestTick(Segment history) {
    return switch (history.metadata().role()) {
      case SegmentRole.History(long newestTick) -> newestTick;
      case SegmentRole.Current() ->
          throw new IllegalArgumentException(
              "segment " + history.metadata().id() + " is no history file");
    };
  }

  /**
   * The parts that a reader merges who wants the table as it was at the end of a tick.
   *
   * @param segments of current points, youngest first
   * @param histories all history files of the table
   */
  public static List<PointSource> asOf(long tick, List<Segment> segments, List<Segment> histories) {
    List<Segment> telling = new ArrayList<>();
    for (Segment history : histories) {
      if (newestTick(history) > tick) {
        telling.add(history);
      }
    }
    List<PointSource> parts = new ArrayList<>();
    for (Segment segment : segments) {
      PointSource part = segment;
      for (Segment history : telling) {
        if (segment.minTimeNanos() <= history.maxTimeNanos()
            && history.minTimeNanos() <= segment.maxTimeNanos()) {
          part = new CommittedPart(part, history, tick);
        }
      }
      parts.add(part);
    }
    for (Segment history : telling) {
      parts.add(new ReplacedPart(history, tick));
    }
    return parts;
  }
}
