package io.lodestone.engine.feed;

/**
 * A feed file that is in force.
 *
 * @param number which file it is; later ones hold later changes
 * @param bytes its size
 * @param checksum that of its footer, which tells it from any other
 * @param lastTick the second of the engine's clock in which its youngest change was made
 * @param lastSequence the highest sequence number in it
 */
record FeedFileEntry(long number, long bytes, int checksum, long lastTick, long lastSequence) {
  /** The name of the file of a number. */
  static String name(long number) {
    return String.format("%016x.feed", number);
  }

  String name() {
    return name(number);
  }
}
