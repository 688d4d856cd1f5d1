package io.lodestone.scan;

/**
 * Finds points of one part of a table by key and time, one after the other. Asking for those of a
 * series together, by ascending times, costs least. Valid while its source is open; one owner.
 */
public interface PointFinder {
  /**
   * Moves to the point of a key and time.
   *
   * @param key the array that holds the canonical key
   * @param offset where the key starts
   * @param length bytes of the key
   * @return whether there is one
   */
  boolean find(byte[] key, int offset, int length, long timeNanos);

  /** The client's version of the point moved to. */
  long version();

  /** Adds the point moved to, with the columns that were asked for. */
  void appendTo(PointChunk chunk);
}
