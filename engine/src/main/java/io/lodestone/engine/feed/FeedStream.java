package io.lodestone.engine.feed;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.model.TableRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

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
 * @param tellsExpiry whether an expiry of the table from now on is told of
 * @param shards all of whose changes some may still be kept, in the order of their numbers
 * @param expiries those that can still be told of, in the order of their sequence numbers
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
    boolean tellsExpiry,
    List<FeedShard> shards,
    List<FeedExpiry> expiries) {
  /** In the place of an end. */
  public static final long OPEN = -1;

  public FeedStream {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(view, "view");
    Objects.requireNonNull(since, "since");
    shards = List.copyOf(shards);
    expiries = List.copyOf(expiries);
  }

  /** A stream that begins at a sequence, with one open shard for each range. */
  static FeedStream begin(
      long id,
      long tableId,
      TableRef table,
      StreamView view,
      int slots,
      Instant since,
      boolean tellsExpiry,
      long sequence) {
    List<FeedShard> shards = new ArrayList<>(slots);
    for (int slot = 0; slot < slots; slot++) {
      shards.add(
          new FeedShard(
              slot,
              slot,
              FeedShard.NO_PARENT,
              sequence,
              FeedShard.OPEN,
              since.getEpochSecond(),
              0));
    }
    return new FeedStream(
        id, tableId, table, view, slots, since, OPEN, sequence, tellsExpiry, shards, List.of());
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

  /** Whether a shard of a number is kept, or once was. */
  boolean hasHad(int number) {
    return shards.isEmpty() || number <= shards.getLast().number();
  }

  /**
   * The number of the shard that has, or had, a name: a shard that is not kept any more still has
   * children, and a place among the others. Empty when the stream never had such a shard, as far as
   * it can be told.
   */
  public OptionalInt shardNumber(String shardId) {
    OptionalInt number = FeedShard.number(shardId);
    boolean isOurs =
        number.isPresent()
            && hasHad(number.getAsInt())
            && shard(number.getAsInt()).map(shard -> shard.id().equals(shardId)).orElse(true);
    return isOurs ? number : OptionalInt.empty();
  }

  /** Switched off: no change at this sequence number or after it. */
  FeedStream endedAt(long sequence, long tick) {
    List<FeedShard> ended = shards.stream().map(s -> s.isOpen() ? s.endedAt(sequence) : s).toList();
    return with(tick, trimmed, ended, expiries);
  }

  /**
   * With open shards ended, and children in their place, where there is anything to tell of both.
   *
   * @param sequence where the children begin
   * @param isDone which shards are to end
   * @param tick the second in which the children begin
   */
  FeedStream rolledAt(long sequence, Predicate<FeedShard> isDone, long tick) {
    List<FeedShard> rolled = new ArrayList<>(shards);
    int next = shards.getLast().number() + 1;
    for (int i = 0; i < shards.size(); i++) {
      FeedShard shard = shards.get(i);
      if (shard.isOpen() && shard.first() < sequence && isDone.test(shard)) {
        rolled.set(i, shard.endedAt(sequence));
        rolled.add(
            new FeedShard(next++, shard.slot(), shard.number(), sequence, FeedShard.OPEN, tick, 0));
      }
    }
    return with(endedTick, trimmed, rolled, expiries);
  }

  /**
   * With what was done to it on disk: changes trimmed, shards grown or rolled. That it has ended
   * since, and what it has yet to tell of, stays.
   */
  FeedStream archivedAs(FeedStream onDisk) {
    List<FeedShard> now =
        onDisk.shards.stream()
            .map(kept -> kept.isOpen() ? kept.endedAt(endOf(kept)) : kept)
            .toList();
    return with(endedTick, trimmed, now, expiries).trimmedTo(onDisk.trimmed);
  }

  private long endOf(FeedShard shard) {
    return shard(shard.number()).map(FeedShard::end).orElse(FeedShard.OPEN);
  }

  /** Without the changes below a sequence, and without the shards that held nothing else. */
  FeedStream trimmedTo(long sequence) {
    long to = Math.max(trimmed, sequence);
    List<FeedShard> kept =
        shards.stream().filter(shard -> shard.isOpen() || shard.end() > to).toList();
    List<FeedExpiry> told = expiries.stream().filter(expiry -> expiry.sequence() >= to).toList();
    return with(endedTick, to, kept, told);
  }

  /** With more changes of its shards in a file: bytes by shard number. */
  FeedStream grownBy(Map<Integer, Long> bytes) {
    return with(
        endedTick,
        trimmed,
        shards.stream()
            .map(shard -> shard.grownBy(bytes.getOrDefault(shard.number(), 0L)))
            .toList(),
        expiries);
  }

  /** An expiry that is to be told of; it stands behind all that were added before. */
  FeedStream with(FeedExpiry expiry) {
    List<FeedExpiry> more = new ArrayList<>(expiries);
    more.add(expiry);
    return with(endedTick, trimmed, shards, more);
  }

  /** Whether expiries to come are told of. */
  FeedStream tellingExpiry(boolean tells) {
    return tells == tellsExpiry
        ? this
        : new FeedStream(
            id, tableId, table, view, slots, since, endedTick, trimmed, tells, shards, expiries);
  }

  private FeedStream with(
      long newEndedTick, long newTrimmed, List<FeedShard> newShards, List<FeedExpiry> told) {
    return new FeedStream(
        id,
        tableId,
        table,
        view,
        slots,
        since,
        newEndedTick,
        newTrimmed,
        tellsExpiry,
        newShards,
        told);
  }

  /**
   * The start of the oldest window whose points are still to be told of; {@link Long#MAX_VALUE}
   * when there is none.
   */
  long heldFromNanos() {
    return expiries.isEmpty() ? Long.MAX_VALUE : expiries.getFirst().window().startInclusiveNanos();
  }

  /** The range that a series belongs to, by the CRC-32C of its canonical key. */
  static int slot(int keyChecksum, int slots) {
    return (int) ((keyChecksum & 0xFFFF_FFFFL) * slots >>> Integer.SIZE);
  }
}
