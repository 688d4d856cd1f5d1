package io.lodestone.server.dynamodb.streams;

import io.lodestone.engine.feed.FeedShard;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.SequenceNumber;

/**
 * Sequence numbers as clients see them: 37 digits that compare as numbers like the changes do.
 *
 * <pre>
 *   epoch (6, from 100000) | frame (14) | ordinal (7) | 0000000000
 * </pre>
 *
 * The epoch is there so that a number from before a restore can be told from one after it; nothing
 * raises it yet. Stateless.
 */
final class SequenceText {
  private static final String EPOCH = "100000";
  private static final int DIGITS = 37;
  private static final int FRAME_END = 20;
  private static final int ORDINAL_END = 27;
  private static final String SUB_ORDINAL = "0000000000";
  private static final long ORDINAL_MAX = 9_999_999;

  private SequenceText() {}

  /** The text of a packed sequence number. */
  static String of(long sequence) {
    SequenceNumber number = new SequenceNumber(sequence);
    return text(number.frame(), number.ordinal());
  }

  /** The highest number that a shard can hold, once it has ended. */
  static String last(FeedShard shard) {
    SequenceNumber end = new SequenceNumber(shard.end());
    return end.ordinal() > 0
        ? text(end.frame(), end.ordinal() - 1L)
        : text(end.frame() - 1, ORDINAL_MAX);
  }

  private static String text(long frame, long ordinal) {
    return String.format("%s%014d%07d%s", EPOCH, frame, ordinal, SUB_ORDINAL);
  }

  /**
   * The packed sequence number of a text.
   *
   * @throws InvalidRequestException when no change has such a number
   */
  static long parse(String text) {
    if (text.length() != DIGITS
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')
        || !text.startsWith(EPOCH)
        || !text.endsWith(SUB_ORDINAL)) {
      throw new InvalidRequestException("Invalid SequenceNumber.");
    }
    try {
      return SequenceNumber.of(
              Long.parseLong(text.substring(EPOCH.length(), FRAME_END)),
              Integer.parseInt(text.substring(FRAME_END, ORDINAL_END)))
          .packed();
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException("Invalid SequenceNumber.");
    }
  }
}
