package io.lodestone.server.timestream.query;

import java.time.Duration;
import java.util.Objects;

/**
 * How much a result may take, and how long it waits for its reader.
 *
 * @param openResultsMax results that wait with pages left; the one that was read least recently
 *     makes room for a new one
 * @param keptBytesMax bytes of the pages that are kept for a token to be used again, all results
 *     together
 * @param waitMax how long a result waits for its next page to be asked for; one hour as in
 *     Timestream
 * @param pageBytesMax bytes of a page's rows; 1 MiB as in Timestream
 * @param tokenUsesMax how often one token gives its page; five times as in Timestream
 */
public record QueryLimits(
    int openResultsMax, long keptBytesMax, Duration waitMax, int pageBytesMax, int tokenUsesMax) {
  public static final QueryLimits DEFAULT =
      new QueryLimits(256, 64L << 20, Duration.ofHours(1), 1 << 20, 5);

  /**
   * @throws IllegalArgumentException when a limit is not positive
   */
  public QueryLimits {
    Objects.requireNonNull(waitMax, "waitMax");
    if (openResultsMax < 1
        || keptBytesMax < 1
        || pageBytesMax < 1
        || tokenUsesMax < 1
        || !waitMax.isPositive()) {
      throw new IllegalArgumentException("limits of results must be positive");
    }
  }
}
