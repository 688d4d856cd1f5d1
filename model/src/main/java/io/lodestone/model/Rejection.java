package io.lodestone.model;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Why one point of a batch was not stored. A result, not an exception: the other points of the
 * batch are stored.
 *
 * @param requestIndex the point's index in the client's request, from 0
 * @param reason never null
 * @param detail what the reason needs to be told well (the two types of a column, the limit that
 *     was met), may be empty
 * @param existingVersion the version of the stored point that stands in the way, for the two
 *     version reasons
 */
public record Rejection(
    int requestIndex, Reason reason, String detail, OptionalLong existingVersion) {

  /** The kinds of rejection; the protocols turn them into their own words. */
  public enum Reason {
    /** The time is older than the tiers that accept writes, or too far in the future. */
    OUTSIDE_TIME_WINDOW,
    /** A point with the same key holds other values at a higher version. */
    VERSION_TOO_LOW,
    /** A point with the same key holds other values at this very version. */
    VERSION_NOT_HIGHER,
    /** The column holds another type since its first accepted point. */
    COLUMN_TYPE_CONFLICT,
    /** The table would hold more dimensions, columns, measure names or series than the limit. */
    LIMIT_EXCEEDED,
    /** The point lacks a dimension that the table's partition key requires. */
    DIMENSION_REQUIRED
  }

  public Rejection {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(existingVersion, "existingVersion");
  }

  public static Rejection of(int requestIndex, Reason reason, String detail) {
    return new Rejection(requestIndex, reason, detail, OptionalLong.empty());
  }

  public static Rejection ofVersion(int requestIndex, Reason reason, long existingVersion) {
    return new Rejection(requestIndex, reason, "", OptionalLong.of(existingVersion));
  }
}
