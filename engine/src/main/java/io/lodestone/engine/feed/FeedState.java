package io.lodestone.engine.feed;

import java.util.List;
import java.util.Optional;

/**
 * What the feed has put on disk.
 *
 * @param frame all changes up to this frame of the log are in files, 0 when none are
 * @param nextStream the number of the next stream
 * @param nextFile the number of the next file
 * @param streams those that can be read, in the order of their numbers
 * @param files in the order of their numbers
 */
record FeedState(
    long frame,
    long nextStream,
    long nextFile,
    List<FeedStream> streams,
    List<FeedFileEntry> files) {
  static final FeedState EMPTY = new FeedState(0, 1, 1, List.of(), List.of());

  FeedState {
    streams = List.copyOf(streams);
    files = List.copyOf(files);
  }

  /** The stream of a number; empty when there is none, or not any more. */
  Optional<FeedStream> stream(long id) {
    return streams.stream().filter(stream -> stream.id() == id).findFirst();
  }

  long bytes() {
    return files.stream().mapToLong(FeedFileEntry::bytes).sum();
  }
}
