package io.lodestone.engine.feed;

import io.lodestone.agent.AgentHandle;
import java.io.IOException;
import java.util.Optional;

/**
 * Where the agent that follows the log and the one that writes files pass work to each other: an
 * order is given, carried out, shown to readers, and what it has replaced is deleted. It is always
 * the turn of one of them, and whatever that one did before it passed the turn on the other sees.
 */
final class ArchiveDesk {
  /** How far the present order is. */
  sealed interface Stage {
    /** There is none; the follower may give one. */
    record Clear() implements Stage {}

    /** It is being carried out. */
    record Ordered(ArchiveOrder order) implements Stage {}

    /** It has been carried out; the follower has to show it. */
    record Durable(FeedState state) implements Stage {}

    /** Readers have been shown it; nobody looks for what it has replaced any more. */
    record Shown() implements Stage {}

    /** The one that carries orders out has stopped for good. */
    record Broken(Throwable bug) implements Stage {}
  }

  private volatile Stage stage = new Stage.Clear();

  /** Why the present order could not be carried out so far; null when it was not tried in vain. */
  private volatile IOException refusal;

  private volatile AgentHandle follower;
  private volatile AgentHandle archiver;

  /** Tells whom to wake. Until then both look by themselves. */
  void wakes(AgentHandle following, AgentHandle archiving) {
    follower = following;
    archiver = archiving;
    wake(archiving);
  }

  Stage stage() {
    return stage;
  }

  boolean isClear() {
    return stage instanceof Stage.Clear;
  }

  /** Whether shards are about to end, so that nothing may be shown behind their end. */
  boolean isRolling() {
    return stage instanceof Stage.Ordered(ArchiveOrder order) && order instanceof ArchiveOrder.Roll;
  }

  void order(ArchiveOrder order) {
    stage = new Stage.Ordered(order);
    wake(archiver);
  }

  /** The disk refuses the present order, which stands. */
  void refused(IOException cause) {
    refusal = cause;
    wake(follower);
  }

  /** Why the disk refuses the present order, if it does. */
  Optional<IOException> refusal() {
    return Optional.ofNullable(refusal);
  }

  void durable(FeedState state) {
    refusal = null;
    stage = new Stage.Durable(state);
    wake(follower);
  }

  void shown() {
    stage = new Stage.Shown();
    wake(archiver);
  }

  void clear() {
    stage = new Stage.Clear();
    wake(follower);
  }

  void broken(Throwable bug) {
    stage = new Stage.Broken(bug);
    wake(follower);
  }

  private static void wake(AgentHandle started) {
    if (started != null) {
      started.wake();
    }
  }
}
