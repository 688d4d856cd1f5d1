package io.lodestone.sql;

import java.time.Duration;
import java.util.Objects;

/**
 * Limits of each query, of all that run, and of what is remembered of earlier ones.
 *
 * @param memoryBytesMax heap of a query for groups, sorted rows, distinct values and what its scans
 *     hold; 256 MiB unless said otherwise
 * @param memoryOfAllBytesMax the same of all queries that run at a time, together; 1 GiB unless
 *     said otherwise. One that finds too little left fails, and no other
 * @param runTimeMax from the start of the statement; one hour unless said otherwise, as in
 *     Timestream
 * @param textCharsMax length of a statement in UTF-16 units; 262,144 as in Timestream
 * @param depthMax how deep expressions and sub-queries may be nested; 500 unless said otherwise
 * @param plansMax how many statements are remembered, so that asking one again needs no parsing and
 *     mostly no planning; 256 unless said otherwise, 0 for none
 */
public record SqlOptions(
    long memoryBytesMax,
    long memoryOfAllBytesMax,
    Duration runTimeMax,
    int textCharsMax,
    int depthMax,
    int plansMax) {
  public static final SqlOptions DEFAULTS =
      new SqlOptions(256L << 20, 1L << 30, Duration.ofHours(1), 262_144, 500, 256);

  public SqlOptions {
    Objects.requireNonNull(runTimeMax, "runTimeMax");
    if (plansMax < 0) {
      throw new IllegalArgumentException("a negative number of plans");
    }
    if (memoryBytesMax <= 0
        || memoryOfAllBytesMax <= 0
        || textCharsMax <= 0
        || depthMax <= 0
        || !runTimeMax.isPositive()) {
      throw new IllegalArgumentException("limits of a query must be positive");
    }
  }

  public SqlOptions withMemoryBytesMax(long bytes) {
    return new SqlOptions(bytes, memoryOfAllBytesMax, runTimeMax, textCharsMax, depthMax, plansMax);
  }

  public SqlOptions withMemoryOfAllBytesMax(long bytes) {
    return new SqlOptions(memoryBytesMax, bytes, runTimeMax, textCharsMax, depthMax, plansMax);
  }

  public SqlOptions withRunTimeMax(Duration time) {
    return new SqlOptions(
        memoryBytesMax, memoryOfAllBytesMax, time, textCharsMax, depthMax, plansMax);
  }

  public SqlOptions withPlansMax(int plans) {
    return new SqlOptions(
        memoryBytesMax, memoryOfAllBytesMax, runTimeMax, textCharsMax, depthMax, plans);
  }
}
