package io.lodestone.server.jobs;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Runs jobs when they are due, some at a time, each at most once at a time. Of several that are due
 * the one that has waited longest comes first. Safe for several threads.
 */
public final class JobRunner implements AutoCloseable {
  /** The clock may be set: nobody trusts it for longer than that. */
  private static final long WAIT_MILLIS_MAX = 1_000;

  private final Supplier<? extends Collection<? extends Job>> jobs;
  private final InstantSource clock;

  /** Guards what follows. */
  private final Object lock = new Object();

  private final Set<Job> running = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Worker> workers = new ArrayList<>();
  private final List<AgentHandle> handles = new ArrayList<>();
  private boolean closed;

  /**
   * @param jobs all there are at the time of the call
   * @param clock tells what is due
   */
  public JobRunner(Supplier<? extends Collection<? extends Job>> jobs, InstantSource clock) {
    this.jobs = Objects.requireNonNull(jobs, "jobs");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /**
   * Begins to run jobs.
   *
   * @param count how many at a time
   */
  public void start(AgentHost agents, int count) {
    synchronized (lock) {
      for (int number = 1; number <= count; number++) {
        Worker worker = new Worker(number);
        workers.add(worker);
        handles.add(agents.start(worker));
      }
    }
  }

  /** A job may be due, or a run may go on. Cheap. */
  public void wake() {
    synchronized (lock) {
      handles.forEach(AgentHandle::wake);
    }
  }

  /** Cancels the runs that go on and waits for their last steps. */
  @Override
  public void close() {
    List<AgentHandle> ending;
    synchronized (lock) {
      closed = true;
      ending = List.copyOf(handles);
      handles.clear();
    }
    workers.forEach(Worker::cancel);
    ending.forEach(AgentHandle::close);
    workers.forEach(Worker::abandon);
  }

  /** Takes the job that is due and has waited longest. */
  private Optional<Job> claim(Instant now) {
    synchronized (lock) {
      if (closed) {
        return Optional.empty();
      }
      Job longest = null;
      Instant since = now;
      for (Job job : jobs.get()) {
        Optional<Instant> due = running.contains(job) ? Optional.empty() : job.due();
        if (due.isPresent() && !due.get().isAfter(since)) {
          longest = job;
          since = due.get();
        }
      }
      if (longest != null) {
        running.add(longest);
      }
      return Optional.ofNullable(longest);
    }
  }

  private void release(Job job) {
    synchronized (lock) {
      running.remove(job);
    }
  }

  /** Milliseconds until a job may be due. */
  private long wait(Instant now) {
    synchronized (lock) {
      long millis = WAIT_MILLIS_MAX;
      boolean any = false;
      for (Job job : jobs.get()) {
        any = true;
        if (!running.contains(job) && job.due().isPresent()) {
          // Rounded up: a millisecond early is a step in vain.
          long left = Duration.between(now, job.due().get()).toMillis() + 1;
          millis = Math.clamp(left, 1, millis);
        }
      }
      return any ? millis : Agent.IDLE;
    }
  }

  /** Runs one job after the other. */
  private final class Worker implements Agent {
    private final int number;
    private Job job;

    /** Null between two runs. Written by this worker's thread. */
    private volatile JobRun run;

    Worker(int number) {
      this.number = number;
    }

    @Override
    public String name() {
      return "job-" + number;
    }

    @Override
    public long step() {
      if (run == null) {
        Instant now = clock.instant();
        Optional<Job> claimed = claim(now);
        if (claimed.isEmpty()) {
          return JobRunner.this.wait(now);
        }
        job = claimed.get();
        run = job.begin(now, JobRunner.this::wake);
        return MORE;
      }
      long millis = run.step();
      if (millis != JobRun.DONE) {
        return millis;
      }
      abandon();
      return MORE;
    }

    void cancel() {
      JobRun going = run;
      if (going != null) {
        going.cancel();
      }
    }

    /** Lets go of the run. From this worker's thread, or when that has ended. */
    void abandon() {
      JobRun over = run;
      if (over != null) {
        run = null;
        over.close();
        release(job);
      }
    }
  }
}
