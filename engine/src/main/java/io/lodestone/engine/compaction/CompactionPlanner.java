package io.lodestone.engine.compaction;

import io.lodestone.engine.compaction.CompactionPlan.Reason;
import io.lodestone.engine.manifest.TimeOverlap;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import io.lodestone.segments.SegmentMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Decides which segments of a table to merge next. Pure. The policy and its bounds are those of
 * {@code docs/adr/0022-compaction-policy.md}:
 *
 * <ul>
 *   <li>At least four segments of similar size in a window are gathered into one: the result is at
 *       least three times as large as any of them, so that a point takes part in few such merges.
 *   <li>A window that is over becomes one segment, once; later additions join it when they amount
 *       to a quarter of it.
 *   <li>A segment over many windows is left with its like until its pieces are worth a file each.
 * </ul>
 */
public final class CompactionPlanner {
  /** So many segments of similar size are merged at least. */
  static final int FAN_IN = 4;

  /** A gathered segment is at least so many times as large as any that went into it. */
  private static final int GROWTH_MIN = 3;

  /** A segment over at most so many windows counts as one of each. */
  static final int WINDOWS_NARROW_MAX = 4;

  /** The most windows that a segment is cut into at once. */
  static final int WINDOWS_SPLIT_MAX = 4_096;

  /** How long after its end a window is taken for over: late points have come and been flushed. */
  private static final long CLOSED_AFTER_NANOS = Duration.ofHours(1).toNanos();

  /** Additions to a closed window join it when they are at least this part of what is there. */
  private static final int ADDITIONS_PART = 4;

  private static final Comparator<SegmentMetadata> SMALLEST_FIRST =
      Comparator.comparingLong(SegmentMetadata::sizeBytes)
          .thenComparingLong(SegmentMetadata::minTimeNanos)
          .thenComparing(SegmentMetadata::id);

  static final Comparator<CompactionPlan> MOST_URGENT_FIRST =
      Comparator.comparingInt(CompactionPlan::depth)
          .reversed()
          .thenComparingLong(CompactionPlan::startNanos);

  private final CompactionOptions options;

  public CompactionPlanner(CompactionOptions options) {
    this.options = options;
  }

  /**
   * The most useful merge: the one that frees readers of most overlapping segments, among equals
   * the oldest.
   *
   * @param segments of one table, those that must not be touched left out
   * @return empty when the table is as it should be
   */
  public Optional<CompactionPlan> plan(
      List<SegmentMetadata> segments, long nowNanos, RetentionPolicy retention) {
    if (segments.isEmpty()) {
      return Optional.empty();
    }
    return new Planning(segments, nowNanos, retention).mostUrgent();
  }

  /** One look at one table. */
  private final class Planning {
    private final long nowNanos;
    private final WindowsInForce windows;

    /** By the start of the window. */
    private final SequencedMap<Long, Window> narrow = new TreeMap<>();

    private final List<SegmentMetadata> wide = new ArrayList<>();
    private final List<CompactionPlan> plans = new ArrayList<>();

    private record Window(TimeRange range, List<SegmentMetadata> segments) {}

    Planning(List<SegmentMetadata> segments, long nowNanos, RetentionPolicy retention) {
      this.nowNanos = nowNanos;
      this.windows = new WindowsInForce(segments, nowNanos, retention, options.segmentBytesMax());
      for (SegmentMetadata segment : segments) {
        List<TimeRange> touched =
            windows.between(segment.minTimeNanos(), segment.maxTimeNanos(), WINDOWS_NARROW_MAX);
        if (touched.isEmpty()) {
          wide.add(segment);
        }
        for (TimeRange window : touched) {
          narrow
              .computeIfAbsent(
                  window.startInclusiveNanos(), _ -> new Window(window, new ArrayList<>()))
              .segments()
              .add(segment);
        }
      }
    }

    Optional<CompactionPlan> mostUrgent() {
      for (SegmentMetadata segment : wide) {
        List<TimeRange> pieces = cut(List.of(segment));
        if (pieces.size() > 1) {
          plans.add(plan(Reason.SPLIT, List.of(segment), pieces));
        }
      }
      gather(wide);
      for (Window window : narrow.values()) {
        if (!isOver(window.range()) || !close(window.segments())) {
          gather(window.segments());
        }
      }
      return plans.stream().min(MOST_URGENT_FIRST);
    }

    private boolean isOver(TimeRange window) {
      return nowNanos - window.endExclusiveNanos() >= CLOSED_AFTER_NANOS;
    }

    /** Plans to make one segment of a window's, if that is worth while. */
    private boolean close(List<SegmentMetadata> segments) {
      List<SegmentMetadata> inputs = fitting(segments);
      if (inputs.size() < 2) {
        return false;
      }
      long largest = inputs.getLast().sizeBytes();
      if (totalBytes(inputs) - largest < largest / ADDITIONS_PART) {
        return false;
      }
      plans.add(plan(Reason.CLOSE, inputs, cut(inputs)));
      return true;
    }

    /** Plans to merge the most segments of which none is more than a third of the whole. */
    private void gather(List<SegmentMetadata> segments) {
      List<SegmentMetadata> smallest = fitting(segments);
      for (int count = smallest.size(); count >= FAN_IN; count--) {
        List<SegmentMetadata> inputs = smallest.subList(0, count);
        if (totalBytes(inputs) >= GROWTH_MIN * inputs.getLast().sizeBytes()) {
          plans.add(plan(Reason.GATHER, inputs, cut(inputs)));
          return;
        }
      }
    }

    /** The smallest segments, ascending, as many as one merge takes. */
    private List<SegmentMetadata> fitting(List<SegmentMetadata> segments) {
      List<SegmentMetadata> smallest = new ArrayList<>(segments);
      smallest.sort(SMALLEST_FIRST);
      int count = 0;
      long bytes = 0;
      while (count < smallest.size() && count < CompactionOptions.INPUTS_MAX) {
        bytes += smallest.get(count).sizeBytes();
        if (bytes > options.segmentBytesMax()) {
          break;
        }
        count++;
      }
      return smallest.subList(0, count);
    }

    /** Where to cut the points of some segments: at windows, or nowhere if pieces would be tiny. */
    private List<TimeRange> cut(List<SegmentMetadata> inputs) {
      long min = Long.MAX_VALUE;
      long max = Long.MIN_VALUE;
      boolean anyWide = false;
      for (SegmentMetadata segment : inputs) {
        min = Math.min(min, segment.minTimeNanos());
        max = Math.max(max, segment.maxTimeNanos());
        anyWide |= wide.contains(segment);
      }
      List<TimeRange> pieces = windows.between(min, max, WINDOWS_SPLIT_MAX);
      boolean largeEnough =
          !pieces.isEmpty() && totalBytes(inputs) / pieces.size() >= options.pieceBytesMin();
      return anyWide && !largeEnough ? List.of(new TimeRange(min, max + 1)) : pieces;
    }

    private CompactionPlan plan(
        Reason reason, List<SegmentMetadata> inputs, List<TimeRange> outputs) {
      return new CompactionPlan(
          inputs.getFirst().tableId(),
          reason,
          inputs.stream().map(SegmentMetadata::id).toList(),
          outputs,
          TimeOverlap.depth(inputs));
    }

    private static long totalBytes(List<SegmentMetadata> segments) {
      long bytes = 0;
      for (SegmentMetadata segment : segments) {
        bytes += segment.sizeBytes();
      }
      return bytes;
    }
  }
}
