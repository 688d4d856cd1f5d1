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
 * @param role never null; not part of the object, which is the same in every role
 */
public record SegmentMetadata(
    SegmentId id,
    long tableId,
    long points,
    long seriesCount,
    long minTimeNanos,
    long maxTimeNanos,
    long sizeBytes,
    int footerChecksum,
    SegmentRole role) {
  public SegmentMetadata {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(role, "role");
    if (points < 1 || seriesCount < 1 || minTimeNanos > maxTimeNanos) {
      throw new IllegalArgumentException(
          "impossible segment: " + points + " points, " + seriesCount + " series");
    }
  }

  /** A segment of current points. */
  public SegmentMetadata(
      SegmentId id,
      long tableId,
      long points,
      long seriesCount,
      long minTimeNanos,
      long maxTimeNanos,
      long sizeBytes,
      int footerChecksum) {
    this(
        id,
        tableId,
        points,
        seriesCount,
        minTimeNanos,
        maxTimeNanos,
        sizeBytes,
        footerChecksum,
        SegmentRole.CURRENT);
  }

  /** The same object in another role. */
  public SegmentMetadata withRole(SegmentRole newRole) {
    return new SegmentMetadata(
        id,
        tableId,
        points,
        seriesCount,
        minTimeNanos,
        maxTimeNanos,
        sizeBytes,
        footerChecksum,
        newRole);
  }
}
