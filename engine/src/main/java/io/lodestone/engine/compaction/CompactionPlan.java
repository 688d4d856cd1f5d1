package io.lodestone.engine.compaction;

import io.lodestone.model.TimeRange;
import io.lodestone.segments.SegmentId;
import java.util.List;

/**
 * One merge.
 *
 * @param tableId whose segments
 * @param reason why
 * @param inputs the segments to merge, at least one
 * @param outputs where to cut: each range with points gets a segment. Ascending, without overlap,
 *     covering everything in the inputs
 * @param depth how many of the inputs share a moment: what readers gain
 */
public record CompactionPlan(
    long tableId, Reason reason, List<SegmentId> inputs, List<TimeRange> outputs, int depth) {

  /** What a merge is for. */
  public enum Reason {
    /** Several segments of similar size become one. */
    GATHER,
    /** A window is over: what it holds becomes one segment. */
    CLOSE,
    /** A segment over many windows is large enough to be cut. */
    SPLIT
  }

  public CompactionPlan {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** The oldest time that may be touched. */
  long startNanos() {
    return outputs.getFirst().startInclusiveNanos();
  }
}
