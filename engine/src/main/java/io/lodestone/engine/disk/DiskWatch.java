package io.lodestone.engine.disk;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.model.ResourceException;
import io.lodestone.storage.Directory;
import java.io.IOException;

/**
 * Looks a few times a second at how much room the disk has, so that writes can be refused before it
 * is full: what makes room again, a flush that lets the log be trimmed, an expiry, a delete, needs
 * some itself. {@link #requireRoom()} is for any thread and costs a volatile read.
 */
public final class DiskWatch implements Agent {
  private static final long LOOK_AGAIN_MILLIS = 250;

  private final Directory directory;
  private final DiskOptions options;
  private volatile long freeBytes;

  /** Looks for the first time. */
  public DiskWatch(Directory directory, DiskOptions options) {
    this.directory = directory;
    this.options = options;
    look();
  }

  /** Begins to look by itself. */
  public AgentHandle start(AgentHost agents) {
    return agents.start(this);
  }

  @Override
  public String name() {
    return "disk-watch";
  }

  @Override
  public long step() {
    look();
    return LOOK_AGAIN_MILLIS;
  }

  /** Free bytes at the last look. */
  public long freeBytes() {
    return freeBytes;
  }

  /**
   * Passes when there is room for more points.
   *
   * @throws ResourceException when there is not
   */
  public void requireRoom() {
    long free = freeBytes;
    if (free < options.freeBytesMin()) {
      throw new ResourceException(
          "The disk has "
              + free
              + " bytes left, disk.free.min keeps "
              + options.freeBytesMin()
              + "; nothing of this request was stored. Writes go on when there is room.");
    }
  }

  /**
   * Whether so many bytes more would leave the disk what it is to keep: for work that can wait, and
   * must not use up the room of what cannot.
   */
  public boolean hasRoomFor(long bytes) {
    return freeBytes - bytes >= options.freeBytesMin();
  }

  private void look() {
    try {
      freeBytes = directory.freeBytes();
    } catch (IOException e) {
      // A disk that cannot say is not taken for a full one: writing will show.
      freeBytes = Long.MAX_VALUE;
    }
  }
}
