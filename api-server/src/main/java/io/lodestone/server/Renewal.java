package io.lodestone.server;

/**
 * Something that the server has read and that people change while it runs. Belongs to one thread.
 */
interface Renewal {
  /** Looks again, and takes over what has changed. Says what it did in the log; never throws. */
  void check();
}
