package io.lodestone.server.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * Something to be done, once or again and again. At most one run of it goes on at a time. Safe for
 * several threads.
 */
public interface Job {
  /**
   * When the next run has to begin; an instant that has passed means at once. Empty while there is
   * nothing to do. Not asked while a run goes on.
   */
  Optional<Instant> due();

  /**
   * Begins a run that is due.
   *
   * @param now by the clock of the runner
   * @param wake to be called, from any thread, when the run may go on after it has said {@link
   *     io.lodestone.agent.Agent#IDLE}
   * @return the caller's to close
   */
  JobRun begin(Instant now, Runnable wake);
}
