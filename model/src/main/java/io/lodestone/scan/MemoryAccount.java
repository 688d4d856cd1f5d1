package io.lodestone.scan;

/**
 * Is told of the heap that something holds for longer than a batch, while it is taken and given
 * back. Safe for several threads.
 */
@FunctionalInterface
public interface MemoryAccount {
  /** Counts nothing. */
  MemoryAccount NONE = _ -> {};

  /**
   * Notes a change.
   *
   * @param bytes taken, or given back where negative
   * @throws RuntimeException when so much may not be taken; nothing is noted then, and whoever
   *     asked fails with it
   */
  void add(long bytes);
}
