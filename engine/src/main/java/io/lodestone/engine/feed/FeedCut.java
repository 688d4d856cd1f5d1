package io.lodestone.engine.feed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was followed up to a frame and is to be put on disk. Immutable.
 *
 * @param frame everything up to it is in here, or on disk
 * @param tick the second of the engine's clock in which it was cut
 * @param nextStream the number of the next stream
 * @param streams by their numbers, in the order of these, as they were behind that frame
 * @param changes per stream number: those that are in no file, in their order
 */
record FeedCut(
    long frame,
    long tick,
    long nextStream,
    Map<Long, FeedStream> streams,
    Map<Long, List<ChangeBlock>> changes) {
  FeedCut {
    streams = Collections.unmodifiableMap(new LinkedHashMap<>(streams));
    changes = Map.copyOf(changes);
  }
}
