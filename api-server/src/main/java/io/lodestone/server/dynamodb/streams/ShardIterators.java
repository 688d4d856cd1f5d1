package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.ServiceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Shard iterators: where a reader goes on, sealed, so that nobody can make or change one. Good for
 * any key of their account, for a quarter of an hour, and over a restart. See {@code
 * docs/formats/tokens.md}. Safe for several threads.
 */
final class ShardIterators {
  /** How long an iterator can be used. */
  static final Duration LIFETIME = Duration.ofMinutes(15);

  private static final int BYTES = 5 * Long.BYTES + Integer.BYTES;

  /**
   * Where a reader goes on. A stream is named by its table and its label: numbers of streams begin
   * anew where the feed's state was damaged.
   *
   * @param tableId the number of the table
   * @param since when the stream was switched on, in milliseconds
   * @param shard the number of the shard
   * @param from where in the shard
   */
  record Place(long tableId, Instant since, int shard, FeedPosition from) {
    static Place of(FeedStream stream, int shard, FeedPosition from) {
      return new Place(stream.tableId(), stream.since(), shard, from);
    }
  }

  private final PageTokens tokens;
  private final InstantSource clock;

  ShardIterators(PageTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  String issue(Principal caller, Place place) {
    return tokens.issue(
        binding(caller),
        ByteBuffer.allocate(BYTES)
            .putLong(place.tableId())
            .putLong(place.since().toEpochMilli())
            .putInt(place.shard())
            .putLong(place.from().sequence())
            .putLong(place.from().subOrdinal())
            .putLong(clock.millis())
            .array());
  }

  /**
   * @throws InvalidRequestException when this server gave out no such iterator
   * @throws ServiceException EXPIRED_ITERATOR
   */
  Place open(Principal caller, String iterator) {
    ByteBuffer bytes;
    try {
      bytes = ByteBuffer.wrap(tokens.open(binding(caller), iterator));
      if (bytes.remaining() != BYTES) {
        throw invalid();
      }
    } catch (ServiceException e) {
      throw invalid();
    }
    Place place =
        new Place(
            bytes.getLong(),
            Instant.ofEpochMilli(bytes.getLong()),
            bytes.getInt(),
            new FeedPosition(bytes.getLong(), bytes.getLong()));
    if (clock.millis() - bytes.getLong() > LIFETIME.toMillis()) {
      throw new ServiceException(
          ErrorType.EXPIRED_ITERATOR,
          "The shard iterator has expired: it is good for "
              + LIFETIME.toMinutes()
              + " minutes. Ask GetShardIterator for another one.");
    }
    return place;
  }

  private static InvalidRequestException invalid() {
    return new InvalidRequestException(
        "Invalid ShardIterator: this server gave out no such iterator. Ask GetShardIterator for"
            + " another one.");
  }

  /**
   * Not to an access key: a reader's key is exchanged while it reads, a temporary one every hour,
   * and what it may read is asked with each call.
   */
  private static PageTokens.Binding binding(Principal caller) {
    return new PageTokens.Binding("GetRecords", "", caller.account().digits());
  }
}
