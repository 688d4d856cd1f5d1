package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.SequenceNumber;

/**
 * Sequence numbers as clients see them: 37 digits that compare as numbers like the changes do.
 *
 * <pre>
 *   epoch (6, from 100000) | frame (14) | ordinal (7) | sub-ordinal (10)
 * </pre>
 *
 * The sub-ordinal is 0 but for the points that one expiry let go, which share all that stands
 * before it.
 *
 * <p>The epoch is there so that a number from before a restore can be told from one after it;
 * nothing raises it yet. Stateless.
 */
final class SequenceText {
  private static final String EPOCH = "100000";
  private static final int DIGITS = 37;
  private static final int FRAME_END = 20;
  private static final int ORDINAL_END = 27;
  private static final long ORDINAL_MAX = 9_999_999;

  private SequenceText() {}

  /** The text of a packed sequence number, in front of whatever stands there. */
  static String of(long sequence) {
    return of(FeedPosition.at(sequence));
  }

  /** The text of a place. */
  static String of(FeedPosition position) {
    SequenceNumber number = new SequenceNumber(position.sequence());
    return text(number.frame(), number.ordinal(), position.subOrdinal());
  }

  /** The highest number that a shard can hold, once it has ended. */
  static String last(FeedShard shard) {
    SequenceNumber end = new SequenceNumber(shard.end());
    return end.ordinal() > 0
        ? text(end.frame(), end.ordinal() - 1L, FeedPosition.SUB_ORDINAL_MAX)
        : text(end.frame() - 1, ORDINAL_MAX, FeedPosition.SUB_ORDINAL_MAX);
  }

  private static String text(long frame, long ordinal, long subOrdinal) {
    return String.format("%s%014d%07d%010d", EPOCH, frame, ordinal, subOrdinal);
  }

  /**
   * The place of a text.
   *
   * @throws InvalidRequestException when no change has such a number
   */
  static FeedPosition parse(String text) {
    if (text.length() != DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw invalid(text);
    }
    if (!text.startsWith(EPOCH)) {
      throw ofOtherHistory(text);
    }
    try {
      return new FeedPosition(
          SequenceNumber.of(
                  Long.parseLong(text.substring(EPOCH.length(), FRAME_END)),
                  Integer.parseInt(text.substring(FRAME_END, ORDINAL_END)))
              .packed(),
          Long.parseLong(text.substring(ORDINAL_END)));
    } catch (IllegalArgumentException e) {
      throw invalid(text);
    }
  }

  /** What is said of a number that this history has not reached, or that is of another one. */
  static InvalidRequestException ofOtherHistory(String text) {
    return new InvalidRequestException(
        "Invalid SequenceNumber: "
            + text
            + " is not of the history that this stream tells. It may come from before a restore, or"
            + " from another server: begin again with TRIM_HORIZON or LATEST.");
  }

  private static InvalidRequestException invalid(String text) {
    return new InvalidRequestException(
        "Invalid SequenceNumber: "
            + text
            + " is not the number of a record. One has "
            + DIGITS
            + " digits.");
  }
}
