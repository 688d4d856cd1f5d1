package io.lodestone.engine.feed;

import java.util.List;

/**
 * A feed file that is in force.
 *
 * @param number which file it is; later ones hold later changes
 * @param bytes its size
 * @param checksum that of its footer, which tells it from any other
 * @param firstTick the second of the engine's clock in which its oldest change was made
 * @param lastTick the second of the engine's clock in which its youngest change was made
 * @param lastSequence the highest sequence number in it
 * @param shares what each stream's changes take of it
 */
record FeedFileEntry(
    long number,
    long bytes,
    int checksum,
    long firstTick,
    long lastTick,
    long lastSequence,
    List<Share> shares) {
  /** Bytes of one stream. */
  record Share(long stream, long bytes) {}

  FeedFileEntry {
    shares = List.copyOf(shares);
  }

  /** What a stream's changes take of it. */
  long bytesOf(long stream) {
    return shares.stream().filter(share -> share.stream() == stream).mapToLong(Share::bytes).sum();
  }

  /** Whether there are changes of a stream in it. */
  boolean holds(long stream) {
    for (Share share : shares) {
      if (share.stream() == stream) {
        return true;
      }
    }
    return false;
  }

  /** The name of the file of a number. */
  static String name(long number) {
    return String.format("%016x.feed", number);
  }

  String name() {
    return name(number);
  }
}
