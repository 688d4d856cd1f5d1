package io.lodestone.server.timestream.query;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The results that wait for their readers, by the ids of their queries. None outlives the process.
 * A result leaves when nobody has read it for too long, or when others need its room: its tokens
 * are then invalid. Safe for several threads.
 */
final class OpenResults implements AutoCloseable {
  private record Waiting(OpenResult result, Instant since) {}

  private final QueryLimits limits;
  private final InstantSource clock;

  /**
   * The one read least recently first. Guarded by this, a lock under which nothing is waited for
   * and no other is taken.
   */
  private final Map<String, Waiting> byQueryId = new LinkedHashMap<>();

  OpenResults(QueryLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Keeps a result, as the one read last. It belongs to this registry from now on. */
  void keep(OpenResult result) {
    List<OpenResult> leaving;
    synchronized (this) {
      byQueryId.remove(result.queryId());
      byQueryId.put(result.queryId(), new Waiting(result, clock.instant()));
      leaving = removeWhatHasToLeave();
    }
    leaving.forEach(OpenResult::close);
  }

  /** Forgets a result, and closes it. */
  void remove(OpenResult result) {
    synchronized (this) {
      byQueryId.remove(result.queryId());
    }
    result.close();
  }

  /** A result that waits and belongs to this caller. */
  Optional<OpenResult> find(String queryId, String accessKeyId) {
    List<OpenResult> leaving;
    Optional<OpenResult> found;
    synchronized (this) {
      leaving = removeWhatHasToLeave();
      found =
          Optional.ofNullable(byQueryId.get(queryId))
              .map(Waiting::result)
              .filter(result -> result.belongsTo(accessKeyId));
    }
    leaving.forEach(OpenResult::close);
    return found;
  }

  /**
   * Gives up the result on disk that was read least recently.
   *
   * @param needy the one that room is needed for
   * @return false when there is no other
   */
  boolean makeRoomFor(OpenResult needy) {
    Optional<OpenResult> leaving = removeFirst(result -> result != needy && result.isSpooled());
    leaving.ifPresent(OpenResult::close);
    return leaving.isPresent();
  }

  private synchronized Optional<OpenResult> removeFirst(Predicate<OpenResult> condition) {
    Iterator<Waiting> eldest = byQueryId.values().iterator();
    while (eldest.hasNext()) {
      OpenResult result = eldest.next().result();
      if (condition.test(result)) {
        eldest.remove();
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  /** Closes all results. */
  @Override
  public void close() {
    List<OpenResult> all;
    synchronized (this) {
      all = byQueryId.values().stream().map(Waiting::result).toList();
      byQueryId.clear();
    }
    all.forEach(OpenResult::close);
  }

  private List<OpenResult> removeWhatHasToLeave() {
    List<OpenResult> leaving = new ArrayList<>();
    Instant now = clock.instant();
    long keptBytes = 0;
    for (Waiting waiting : byQueryId.values()) {
      keptBytes += waiting.result.keptBytes();
    }
    Iterator<Waiting> eldest = byQueryId.values().iterator();
    while (eldest.hasNext()) {
      Waiting waiting = eldest.next();
      boolean expired = Duration.between(waiting.since, now).compareTo(limits.waitMax()) > 0;
      boolean crowded =
          byQueryId.size() > limits.openResultsMax() || keptBytes > limits.keptBytesMax();
      if (!expired && !crowded) {
        break;
      }
      keptBytes -= waiting.result.keptBytes();
      eldest.remove();
      leaving.add(waiting.result);
    }
    return leaving;
  }
}
