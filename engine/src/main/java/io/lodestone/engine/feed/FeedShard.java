package io.lodestone.engine.feed;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a stream: the changes of one range of series, from one sequence number to another. A
 * shard that has become old ends, and a child goes on with its range.
 *
 * @param number its place among the stream's shards, from 0, never used again
 * @param slot which of the stream's ranges of series, from 0
 * @param parent the number of the shard that it goes on from, or {@link #NO_PARENT}
 * @param first the sequence number of its first change, or a lower one
 * @param end the sequence number after its last change; {@link #OPEN} until then
 * @param openedTick the second of the engine's clock in which it was opened
 * @param bytes what its changes took in files so far, those included that are not kept any more
 */
public record FeedShard(
    int number, int slot, int parent, long first, long end, long openedTick, long bytes) {
  /** In the place of an end. */
  public static final long OPEN = Long.MAX_VALUE;

  private static final Pattern ID = Pattern.compile("shardId-[0-9]{20}-([0-9a-f]{8})");

  /** The parent of a shard that begins with its stream. */
  public static final int NO_PARENT = -1;

  /**
   * Its name on the wire, 37 characters: when it was opened, in milliseconds since the epoch, where
   * the Kinesis adapter looks for it, and its number.
   */
  public String id() {
    return String.format("shardId-%020d-%08x", openedTick * 1_000, number);
  }

  /** The number in a name on the wire; empty when it is not the name of a shard. */
  static OptionalInt number(String id) {
    Matcher form = ID.matcher(id);
    if (!form.matches()) {
      return OptionalInt.empty();
    }
    int number = Integer.parseUnsignedInt(form.group(1), 16);
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** Whether it still takes changes. */
  public boolean isOpen() {
    return end == OPEN;
  }

  FeedShard grownBy(long more) {
    return new FeedShard(number, slot, parent, first, end, openedTick, bytes + more);
  }

  FeedShard endedAt(long sequence) {
    return new FeedShard(number, slot, parent, first, sequence, openedTick, bytes);
  }
}
