package io.lodestone.engine.catalog;

import io.lodestone.model.InvalidRequestException;
import java.time.Instant;
import java.util.Objects;

/**
 * How the changes of a table are told to those who follow it.
 *
 * @param view what a change shows of the point
 * @param shards in how many ranges of series the stream is cut, 1 to {@link #SHARDS_MAX}
 * @param since when it was switched on, in milliseconds: tells a stream from an earlier one of the
 *     same table, and is its label
 */
public record StreamSpecification(StreamView view, int shards, Instant since) {
  /**
   * A tag of a table: with the value {@code off} its stream does not tell what retention lets go.
   */
  public static final String EXPIRY_TAG = "lodestone:stream-expiry";

  /** The most shards that a stream can have at a time. */
  public static final int SHARDS_MAX = 256;

  /**
   * @throws InvalidRequestException when the number of shards is out of range
   */
  public StreamSpecification {
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(since, "since");
    if (shards < 1 || shards > SHARDS_MAX) {
      throw new InvalidRequestException(
          "A stream has 1 to " + SHARDS_MAX + " shards, asked for were " + shards + ".");
    }
  }
}
