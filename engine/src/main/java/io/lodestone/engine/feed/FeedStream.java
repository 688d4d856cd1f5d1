package io.lodestone.engine.feed;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.model.TableRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The stream of a table, from the moment it was switched on; after it was switched off it stays
 * readable for as long as its changes are kept.
 *
 * @param id its number, never used again
 * @param tableId the number of the table
 * @param table the table's name
 * @param view what its changes show
 * @param slots in how many ranges of series it is cut
 * @param since when it was switched on: its label
 * @param endedTick the second of the engine's clock in which it was switched off, or {@link #OPEN}
 * @param trimmed changes at lower sequences are not kept any more
 * @param shards all of whose changes some may still be kept, in the order of their numbers
 */
public record FeedStream(
    long id,
    long tableId,
    TableRef table,
    StreamView view,
    int slots,
    Instant since,
    long endedTick,
    long trimmed,
    List<FeedShard> shards) {
  /** In the place of an end. */
  public static final long OPEN = -1;

  public FeedStream {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(since, "since");
    shards = List.copyOf(shards);
  }

  /** A stream that begins at a sequence, with one open shard for each range. */
  static FeedStream begin(
      long id,
      long tableId,
      TableRef table,
      StreamView view,
      int slots,
      Instant since,
      long sequence) {
    List<FeedShard> shards = new ArrayList<>(slots);
    for (int slot = 0; slot < slots; slot++) {
      shards.add(
          new FeedShard(
              slot, slot, FeedShard.NO_PARENT, sequence, FeedShard.OPEN, since.getEpochSecond()));
    }
    return new FeedStream(id, tableId, table, view, slots, since, OPEN, sequence, shards);
  }

  /** Whether it still takes changes. */
  public boolean isOpen() {
    return endedTick == OPEN;
  }

  /** The shard of a name; empty when there is none, or not any more. */
  public Optional<FeedShard> shard(String shardId) {
    return shards.stream().filter(shard -> shard.id().equals(shardId)).findFirst();
  }

  /** The shard of a number; empty when there is none, or not any more. */
  public Optional<FeedShard> shard(int number) {
    return shards.stream().filter(shard -> shard.number() == number).findFirst();
  }

  /** Switched off: no change at this sequence number or after it. */
  FeedStream endedAt(long sequence, long tick) {
    List<FeedShard> ended = shards.stream().map(s -> s.isOpen() ? s.endedAt(sequence) : s).toList();
    return new FeedStream(id, tableId, table, view, slots, since, tick, trimmed, ended);
  }

  /**
   * With open shards that were opened before a tick ended, and children in their place.
   *
   * @param sequence where the children begin
   */
  FeedStream rolledAt(long sequence, long openedBefore, long tick) {
    List<FeedShard> rolled = new ArrayList<>(shards);
    int next = shards.getLast().number() + 1;
    for (int i = 0; i < shards.size(); i++) {
      FeedShard shard = shards.get(i);
      if (shard.isOpen() && shard.openedTick() < openedBefore && shard.first() < sequence) {
        rolled.set(i, shard.endedAt(sequence));
        rolled.add(
            new FeedShard(next++, shard.slot(), shard.number(), sequence, FeedShard.OPEN, tick));
      }
    }
    return new FeedStream(id, tableId, table, view, slots, since, endedTick, trimmed, rolled);
  }

  /** Without the changes below a sequence, and without the shards that held nothing else. */
  FeedStream trimmedTo(long sequence) {
    long to = Math.max(trimmed, sequence);
    List<FeedShard> kept =
        shards.stream().filter(shard -> shard.isOpen() || shard.end() > to).toList();
    return new FeedStream(id, tableId, table, view, slots, since, endedTick, to, kept);
  }

  /** The range that a series belongs to, by the CRC-32C of its canonical key. */
  static int slot(int keyChecksum, int slots) {
    return (int) ((keyChecksum & 0xFFFF_FFFFL) * slots >>> Integer.SIZE);
  }
}
