package io.lodestone.server.timestream.scheduled;

import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.ResourceException;
import io.lodestone.server.jobs.Job;
import io.lodestone.server.jobs.JobRun;
import io.lodestone.server.jobs.StoredChange;
import io.lodestone.server.schedule.Schedule;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A scheduled query at work: what it is, how far it has come, and the run that goes on. What others
 * see of it is what is remembered on disk. Safe for several threads.
 */
final class ScheduledQueryJob implements Job {
  /** Runs that may wait because somebody asked for them. */
  private static final int WAITING_MAX = 100;

  private final Surroundings around;
  private final Schedule schedule;

  /** Guards changes of what follows, the disk's part included. */
  private final Object lock = new Object();

  private volatile ScheduledQuery query;
  private volatile RunState state;
  private volatile boolean deleted;
  private ScheduledRun going;

  ScheduledQueryJob(Surroundings around, Schedule schedule, ScheduledQuery query, RunState state) {
    this.around = around;
    this.schedule = schedule;
    this.query = query;
    this.state = state;
  }

  ScheduledQuery query() {
    return query;
  }

  RunState state() {
    return state;
  }

  // ---- what clients ask for

  /**
   * Switches the schedule on or off; durable on return.
   *
   * @return whether that changed anything
   */
  boolean enable(boolean enabled) {
    synchronized (lock) {
      requireThere();
      if (state.enabled() == enabled) {
        return false;
      }
      remember(
          enabled ? state.enabledFrom(schedule.next(around.clock().instant())) : state.disabled());
      return true;
    }
  }

  /**
   * Asks for a run; durable on return, and due.
   *
   * @param time for which it runs
   */
  void ask(Instant time) {
    synchronized (lock) {
      requireThere();
      if (state.waiting().size() >= WAITING_MAX) {
        throw new ResourceException(
            "The scheduled query has " + WAITING_MAX + " runs that wait. Try again later.");
      }
      Instant now = around.clock().instant().truncatedTo(ChronoUnit.MILLIS);
      remember(state.asking(new Invocation(time.truncatedTo(ChronoUnit.MILLIS), now, true)));
    }
  }

  /** Changes its tags; durable on return. */
  void tag(TagUpdate update) {
    synchronized (lock) {
      requireThere();
      ScheduledQuery changed = query.withTags(update.applyTo(query.tags()));
      around.remember(Surroundings.definition(changed));
      query = changed;
    }
  }

  /** Ends it; durable on return. A run that goes on is broken off. */
  void delete() {
    synchronized (lock) {
      requireThere();
      around.remember(
          StoredChange.remove(Surroundings.DEFINITIONS, query.id()),
          StoredChange.remove(Surroundings.RUNS, query.id()));
      deleted = true;
      if (going != null) {
        going.cancel();
      }
    }
  }

  private void requireThere() {
    if (deleted) {
      throw new NotFoundException("The scheduled query " + query.id() + " does not exist.");
    }
  }

  private void remember(RunState changed) {
    around.remember(Surroundings.runs(query, changed));
    state = changed;
  }

  // ---- runs

  @Override
  public Optional<Instant> due() {
    return deleted ? Optional.empty() : state.pending().map(Invocation::due);
  }

  @Override
  public JobRun begin(Instant now, Runnable wake) {
    synchronized (lock) {
      skipMissed(now);
      Optional<Invocation> pending =
          state.pending().filter(invocation -> !deleted && !invocation.due().isAfter(now));
      if (pending.isEmpty()) {
        // Somebody was faster: it was switched off, say.
        return JobRun.NOTHING;
      }
      going = new ScheduledRun(around, this, query, pending.get(), trigger(now), wake);
      return going;
    }
  }

  /**
   * When a run begins: the version of its records, which therefore has to be higher than that of
   * the run before, whatever the clock says.
   */
  private Instant trigger(Instant now) {
    Instant trigger = now.truncatedTo(ChronoUnit.MILLIS);
    return state
        .last()
        .map(last -> last.trigger().plusMillis(1))
        .filter(least -> least.isAfter(trigger))
        .orElse(trigger);
  }

  /**
   * Passes over what was missed beyond what is made up for. It is not remembered: another start
   * would pass over the same, and more.
   */
  private void skipMissed(Instant now) {
    Deque<Instant> missed = new ArrayDeque<>();
    int skipped = 0;
    Optional<Instant> time = state.next();
    while (time.isPresent() && !time.get().isAfter(now)) {
      missed.addLast(time.get());
      if (missed.size() > around.options().catchUpMax()) {
        missed.removeFirst();
        skipped++;
      }
      time = schedule.next(time.get());
    }
    if (skipped > 0) {
      around
          .log()
          .warn(
              "scheduled runs skipped",
              "query",
              query.id(),
              "count",
              skipped,
              "before",
              missed.getFirst());
      state = state.withNext(Optional.of(missed.getFirst()));
    }
  }

  /**
   * Remembers a run that is over; durable on return.
   *
   * @param disable whether it is not to run by its schedule any more
   * @return false when the query was deleted meanwhile, so that there is nothing to remember
   * @throws IOException when the disk refuses; nothing is changed then
   */
  boolean finish(Invocation invocation, RunSummary summary, boolean disable) throws IOException {
    synchronized (lock) {
      if (deleted) {
        return false;
      }
      RunState after = state.after(invocation, summary);
      if (!invocation.manual() && after.next().equals(Optional.of(invocation.time()))) {
        after = after.withNext(schedule.next(invocation.time()));
      }
      if (disable) {
        after = after.disabled();
      }
      around.store().write(Surroundings.runs(query, after));
      state = after;
      return true;
    }
  }
}
