package io.lodestone.engine.feed;

import io.lodestone.agent.Agent;
import java.io.IOException;

/**
 * Puts on disk what the follower has cut, so that the head of the feed waits for no file. When the
 * disk refuses, the order stands and is tried again: the log keeps what it is about.
 */
final class ArchiveAgent implements Agent {
  private static final long LOOK_AGAIN_MILLIS = 1_000;

  private final FeedArchiver archiver;
  private final ArchiveDesk desk;

  ArchiveAgent(FeedArchiver archiver, ArchiveDesk desk) {
    this.archiver = archiver;
    this.desk = desk;
  }

  @Override
  public String name() {
    return "feed-archive";
  }

  @Override
  public long step() {
    try {
      work();
      return IDLE;
    } catch (IOException e) {
      desk.refused(e);
      return LOOK_AGAIN_MILLIS;
    } catch (RuntimeException | Error bug) {
      desk.broken(bug);
      throw bug;
    }
  }

  /** Does what it is its turn to do, if it is. */
  void work() throws IOException {
    switch (desk.stage()) {
      case ArchiveDesk.Stage.Ordered(ArchiveOrder order) -> desk.durable(archiver.carryOut(order));
      case ArchiveDesk.Stage.Shown _ -> {
        archiver.deleteReplaced();
        desk.clear();
      }
      case ArchiveDesk.Stage.Clear _, ArchiveDesk.Stage.Durable _, ArchiveDesk.Stage.Broken _ -> {}
    }
  }
}
