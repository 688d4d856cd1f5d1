package io.lodestone.server.timestream.scheduled;

import io.lodestone.agent.Agent;
import io.lodestone.engine.Engine;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.model.TableRef;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Stores the points of one run, a batch at a time. A batch that is refused for want of room is
 * written again after a pause, which is harmless: same points, same version. One thread.
 */
final class TargetWrites {
  /** With the pauses between them, about two minutes. */
  private static final int ATTEMPTS_MAX = 10;

  private static final long FIRST_PAUSE_MILLIS = 250;
  private static final long PAUSE_MILLIS_MAX = 30_000;

  private final Engine engine;
  private final InstantSource clock;
  private final TableRef table;
  private final ErrorReport errors;
  private final Runnable wake;

  /** Null before the first. */
  private PointBatch batch;

  /** Null while a refused batch waits for its next attempt. */
  private CompletableFuture<WriteResult> answer;

  private int attempts;
  private Instant notBefore = Instant.MIN;
  private long ingested;

  /**
   * @param errors is told of points that the table does not take
   * @param wake to be called, by any thread, when an answer of the engine has come
   */
  TargetWrites(
      Engine engine, InstantSource clock, TableRef table, ErrorReport errors, Runnable wake) {
    this.engine = engine;
    this.clock = clock;
    this.table = table;
    this.errors = errors;
    this.wake = wake;
  }

  /** How many points the table has taken. */
  long ingested() {
    return ingested;
  }

  /** Begins to store a batch; the one before is stored. */
  void begin(PointBatch next) {
    batch = next;
    attempts = 0;
    write();
  }

  private void write() {
    attempts++;
    answer = engine.write(table, batch);
    // Not the future that this makes: it is done only after the waking.
    var unused = answer.whenComplete((_, _) -> wake.run());
  }

  /**
   * Looks for the answer, without waiting for it.
   *
   * @return {@link Agent#MORE} when the batch is stored; otherwise after how many milliseconds to
   *     look again, {@link Agent#IDLE} when not before the waking
   * @throws RuntimeException why the batch cannot be stored
   */
  long step() {
    if (answer == null) {
      long left = Duration.between(clock.instant(), notBefore).toMillis();
      if (left > 0) {
        return Math.min(left, PAUSE_MILLIS_MAX);
      }
      write();
    }
    if (!answer.isDone()) {
      return Agent.IDLE;
    }
    WriteResult stored;
    try {
      stored = answer.join();
    } catch (CompletionException e) {
      return refused(e);
    }
    ingested += stored.accepted();
    errors.records(engine.admission(table), batch, stored.rejections());
    return Agent.MORE;
  }

  private long refused(CompletionException failure) {
    if (!(failure.getCause() instanceof ResourceException) || attempts >= ATTEMPTS_MAX) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }
    answer = null;
    long pause = Math.min(FIRST_PAUSE_MILLIS << attempts, PAUSE_MILLIS_MAX);
    notBefore = clock.instant().plusMillis(pause);
    return pause;
  }
}
