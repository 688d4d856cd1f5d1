package io.lodestone.engine.history;

import io.lodestone.scan.Column;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentRole;
import io.lodestone.segments.SegmentWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes history files: segments in another role. */
public final class HistoryWriter {
  private HistoryWriter() {}

  /**
   * Pulls all points and makes them a durable history file.
   *
   * @param id never used before
   * @param measures the measure columns of the points
   * @param points the caller closes it
   * @return empty, and nothing is written, when there is no point
   */
  public static Optional<SegmentMetadata> write(
      SegmentWriter writer, SegmentId id, long tableId, List<Column> measures, HistoryPoints points)
      throws IOException {
    return writer
        .writeHistory(id, tableId, HistoryColumns.with(measures), points)
        .map(file -> file.withRole(new SegmentRole.History(points.newestTick())));
  }
}
