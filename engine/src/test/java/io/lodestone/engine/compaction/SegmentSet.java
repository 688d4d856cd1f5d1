package io.lodestone.engine.compaction;

import io.lodestone.engine.manifest.TimeOverlap;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TimeRange;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Segments that consist of their metadata only: points lie evenly over their span of time. */
final class SegmentSet {
  private static final int MERGES_MAX = 10_000;

  private final CompactionPlanner planner;
  private final Map<SegmentId, SegmentMetadata> segments = new HashMap<>();
  private long nextId = 1;
  private long bytesCompacted;

  SegmentSet(CompactionPlanner planner) {
    this.planner = planner;
  }

  void add(long minNanos, long maxNanos, long bytes) {
    SegmentId id = new SegmentId(nextId++);
    segments.put(id, new SegmentMetadata(id, 1, 1, 1, minNanos, maxNanos, Math.max(1, bytes), 0));
  }

  /** Carries out plans until there is none. */
  void compact(long nowNanos, RetentionPolicy retention) {
    for (int merge = 0; merge < MERGES_MAX; merge++) {
      Optional<CompactionPlan> plan =
          planner.plan(List.copyOf(segments.values()), nowNanos, retention);
      if (plan.isEmpty()) {
        return;
      }
      carryOut(plan.get());
    }
    throw new AssertionError("compaction goes round in circles: " + segments.values());
  }

  private void carryOut(CompactionPlan plan) {
    List<SegmentMetadata> inputs = new ArrayList<>();
    plan.inputs().forEach(id -> inputs.add(segments.remove(id)));
    for (TimeRange range : plan.outputs()) {
      long min = Long.MAX_VALUE;
      long max = Long.MIN_VALUE;
      double bytes = 0;
      for (SegmentMetadata input : inputs) {
        long from = Math.max(input.minTimeNanos(), range.startInclusiveNanos());
        long to = Math.min(input.maxTimeNanos(), range.endExclusiveNanos() - 1);
        if (from <= to) {
          min = Math.min(min, from);
          max = Math.max(max, to);
          double span = input.maxTimeNanos() - input.minTimeNanos() + 1.0;
          bytes += input.sizeBytes() * ((to - from + 1.0) / span);
        }
      }
      if (min <= max) {
        add(min, max, Math.round(bytes));
        bytesCompacted += Math.round(bytes);
      }
    }
  }

  /** Removes what lies before a time as a whole. */
  void expire(long horizonNanos) {
    segments.values().removeIf(segment -> segment.maxTimeNanos() < horizonNanos);
  }

  long bytesCompacted() {
    return bytesCompacted;
  }

  long bytes() {
    return segments.values().stream().mapToLong(SegmentMetadata::sizeBytes).sum();
  }

  int count() {
    return segments.size();
  }

  int depth() {
    return TimeOverlap.depth(segments.values());
  }
}
