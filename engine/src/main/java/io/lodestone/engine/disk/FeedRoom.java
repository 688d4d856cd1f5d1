package io.lodestone.engine.disk;

import io.lodestone.model.ResourceException;

/**
 * Whether the changes of streams have the disk that they may take. While they have not, and are not
 * to be trimmed for it, writers of tables with a stream are told to come again. Safe for several
 * threads.
 */
public final class FeedRoom {
  private volatile boolean full;

  /** Says whether there is none. */
  public void setFull(boolean isFull) {
    full = isFull;
  }

  /** Whether writers are refused. */
  public boolean isFull() {
    return full;
  }

  /**
   * @throws ResourceException when there is no room for changes
   */
  public void require() {
    if (full) {
      throw new ResourceException(
          "The changes of streams take all the disk that they may take (feed.bytes.max), and are"
              + " kept for their time (feed.on-full=throttle); try again later.");
    }
  }
}
