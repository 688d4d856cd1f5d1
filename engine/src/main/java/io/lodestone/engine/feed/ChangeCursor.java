package io.lodestone.engine.feed;

import io.lodestone.model.NotFoundException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;

/**
 * Reads a stream from a position on, all its shards as one: every change once, in the order of
 * commit. What readers of shards are promised holds here: nothing is skipped in silence, and a
 * position is good after a restart.
 *
 * <p>Pulled: {@link #advance()} moves to the next changes that can be read now; when there are
 * none, {@link #more()} tells when to ask again. Used by one thread at a time. Holds no file open,
 * so that there is nothing to close.
 *
 * <pre>{@code
 * ChangeCursor cursor = feed.cursor(stream.id(), position);
 * while (!cursor.hasEnded()) {
 *   while (cursor.advance()) {
 *     cursor.changes().forEach(this::apply);
 *     remember(cursor.position());
 *   }
 *   cursor.more().join();
 * }
 * }</pre>
 */
public final class ChangeCursor {
  /** Changes that are asked for of a shard at a time. */
  private static final int PAGE_CHANGES = 1_000;

  private final ChangeFeed feed;
  private final long streamId;

  /** One for each range of series. */
  private final List<Slot> slots = new ArrayList<>();

  private FeedPosition position;
  private List<Change> changes = List.of();
  private boolean ended;

  /** One range of series: its present shard, what was read of it, and how far that goes. */
  private static final class Slot {
    final int number;
    FeedPosition next;
    List<Change> page = List.of();
    int place;
    boolean ended;

    Slot(int number, FeedPosition next) {
      this.number = number;
      this.next = next;
    }

    boolean isEmpty() {
      return place == page.size();
    }

    Change first() {
      return page.get(place);
    }
  }

  ChangeCursor(ChangeFeed feed, FeedStream stream, FeedPosition from) {
    this.feed = feed;
    this.streamId = stream.id();
    this.position = from;
    for (int slot = 0; slot < stream.slots(); slot++) {
      slots.add(new Slot(slot, from));
    }
  }

  /**
   * Moves to the next changes; false when there are none now, or {@link #hasEnded() none any more}.
   *
   * @throws NotFoundException when changes from here on were made and are not kept any more, or the
   *     stream is not: nothing has been skipped
   * @throws io.lodestone.model.CorruptionException when what they lie in is damaged
   * @throws io.lodestone.model.ResourceException when the disk refuses to be read; try again
   */
  public boolean advance() {
    FeedStream stream = feed.stream(streamId).orElseThrow(this::gone);
    long end = feed.end();
    slots.forEach(slot -> fill(stream, slot));
    // Everything in front of this has been read in every slot.
    FeedPosition whole = FeedPosition.at(end);
    for (Slot slot : slots) {
      if (!slot.ended && slot.next.compareTo(whole) < 0) {
        whole = slot.next;
      }
    }
    changes = take(whole);
    ended = slots.stream().allMatch(slot -> slot.ended && slot.isEmpty());
    if (whole.compareTo(position) > 0) {
      position = whole;
    }
    // A long stretch without a change is a step as well.
    return !changes.isEmpty() || slots.stream().anyMatch(slot -> isBehind(slot, end));
  }

  private static boolean isBehind(Slot slot, long end) {
    return !slot.ended && slot.next.sequence() < end;
  }

  /** Reads on in a slot of which everything has been given. */
  private void fill(FeedStream stream, Slot slot) {
    if (!slot.isEmpty() || slot.ended) {
      return;
    }
    if (slot.next.sequence() < stream.trimmed()) {
      throw trimmed(slot.next, FeedPosition.at(stream.trimmed()));
    }
    Optional<FeedShard> shard = shard(stream, slot);
    if (shard.isEmpty()) {
      slot.ended = !stream.isOpen();
      return;
    }
    ShardRead read =
        feed.read(streamId, shard.get().number(), slot.next, PAGE_CHANGES).orElseThrow(this::gone);
    switch (read) {
      case ShardRead.Trimmed trimmed -> throw trimmed(slot.next, trimmed.oldest());
      case ShardRead.Page page -> {
        slot.page = page.changes();
        slot.place = 0;
        slot.next = page.next();
        slot.ended = page.ended() && !stream.isOpen() && isLast(stream, shard.get());
      }
    }
  }

  /** The shard that holds a slot's next position; the first one, if that lies before it. */
  private static Optional<FeedShard> shard(FeedStream stream, Slot slot) {
    return stream.shards().stream()
        .filter(shard -> shard.slot() == slot.number && shard.end() > slot.next.sequence())
        .min(Comparator.comparingLong(FeedShard::first));
  }

  private static boolean isLast(FeedStream stream, FeedShard shard) {
    return stream.shards().stream()
        .noneMatch(other -> other.slot() == shard.slot() && other.first() >= shard.end());
  }

  /** Takes what lies in front of a position out of all slots, in order. */
  private List<Change> take(FeedPosition end) {
    PriorityQueue<Slot> heads =
        new PriorityQueue<>(Comparator.comparing(slot -> slot.first().position()));
    slots.stream().filter(slot -> !slot.isEmpty()).forEach(heads::add);
    List<Change> taken = new ArrayList<>();
    while (!heads.isEmpty() && heads.peek().first().position().compareTo(end) < 0) {
      Slot slot = heads.poll();
      taken.add(slot.first());
      slot.place++;
      if (!slot.isEmpty()) {
        heads.add(slot);
      }
    }
    return List.copyOf(taken);
  }

  private NotFoundException trimmed(FeedPosition from, FeedPosition oldest) {
    return new NotFoundException(
        "The changes of stream "
            + streamId
            + " from "
            + from
            + " on are not kept any more; the oldest that are stand at "
            + oldest
            + ".");
  }

  private NotFoundException gone() {
    return new NotFoundException("The stream " + streamId + " is not kept any more.");
  }

  /** The changes moved to, in the order of commit. */
  public List<Change> changes() {
    return changes;
  }

  /**
   * Where to go on: another cursor from here gives what follows {@link #changes()}. Never in front
   * of a change that was given.
   */
  public FeedPosition position() {
    return position;
  }

  /** Whether the stream was ended, and everything was given. */
  public boolean hasEnded() {
    return ended;
  }

  /**
   * Completed when {@link #advance()} may find more: at once, if something came since it was called
   * last. On an engine thread: use the {@code …Async} methods, or wait for it elsewhere.
   */
  public CompletableFuture<Void> more() {
    CompletableFuture<Void> changed = feed.changed();
    boolean isThere =
        ended
            || feed.stream(streamId).isEmpty()
            || slots.stream().anyMatch(slot -> !slot.isEmpty() || isBehind(slot, feed.end()));
    return isThere ? CompletableFuture.completedFuture(null) : changed;
  }
}
