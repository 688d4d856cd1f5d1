package io.lodestone.agent;

/**
 * Something that works by itself, in steps. All steps of one agent happen one after the other, on
 * one thread at a time.
 */
public interface Agent {
  /** Returned by {@link #step()}: nothing to do until woken. */
  long IDLE = Long.MAX_VALUE;

  /** Returned by {@link #step()}: call again at once. */
  long MORE = 0;

  /** The name of the thread that runs it, for people who read thread dumps. */
  String name();

  /**
   * Does some of what there is to do, without waiting for anything but the disk.
   *
   * @return milliseconds after which it wants to be called again even if nobody wakes it; {@link
   *     #MORE} or {@link #IDLE} at the ends
   */
  long step();
}
