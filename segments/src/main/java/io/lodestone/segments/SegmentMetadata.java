package io.lodestone.segments;

import java.util.Objects;

/**
 * What the manifest remembers of a segment, enough to plan with and to open it without reading it:
 * the footer's checksum is verified at first use.
 *
 * @param id never null
 * @param tableId the table whose points it holds
 * @param points how many, at least 1
 * @param seriesCount how many series
 * @param minTimeNanos the oldest point's time
 * @param maxTimeNanos the youngest point's time
 * @param sizeBytes the size of the whole object
 * @param footerChecksum CRC-32C of its footer
 */
public record SegmentMetadata(
    SegmentId id,
    long tableId,
    long points,
    long seriesCount,
    long minTimeNanos,
    long maxTimeNanos,
    long sizeBytes,
    int footerChecksum) {
  public SegmentMetadata {
    Objects.requireNonNull(id, "id");
    if (points < 1 || seriesCount < 1 || minTimeNanos > maxTimeNanos) {
      throw new IllegalArgumentException(
          "impossible segment: " + points + " points, " + seriesCount + " series");
    }
  }
}
