package io.lodestone.engine.read;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lends the spare cores to scans. Whoever scans does the tasks of its scan itself, one after the
 * other; workers that are free take some of them. A scan therefore never waits for a worker to
 * become free, and without workers all is done by one thread. Safe for several threads.
 *
 * <p>Workers are started by the first scan that has more than one task: a table that never grows
 * large costs no thread.
 */
public final class ScanWorkers implements AutoCloseable {
  private final AgentHost agents;
  private final int workers;

  /** Scans that may have a task left for a worker. */
  private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();

  /** Guards {@link #handles} and {@link #closed}. */
  private final Object starting = new Object();

  private final List<AgentHandle> handles = new ArrayList<>();
  private boolean closed;

  /**
   * @param agents runs the workers
   * @param workers how many there are besides the threads that scan; 0 for none
   */
  public ScanWorkers(AgentHost agents, int workers) {
    this.agents = agents;
    this.workers = workers;
  }

  /** How many tasks can be done at the same time. */
  int parallelism() {
    return workers + 1;
  }

  /**
   * Does tasks, in any order and partly at the same time; all are done on return.
   *
   * @throws RuntimeException that of the first task that failed, in the order of the list; tasks
   *     that were not begun by then are left undone
   */
  void run(List<? extends Runnable> tasks) {
    Job job = new Job(List.copyOf(tasks));
    boolean shared = workers > 0 && tasks.size() > 1;
    if (shared) {
      jobs.add(job);
      wake();
    }
    while (job.doNext()) {
      // All is done in the condition.
    }
    if (shared) {
      jobs.remove(job);
    }
    agents.await(job.done);
    job.throwFailure();
  }

  private void wake() {
    synchronized (starting) {
      if (closed) {
        return;
      }
      while (handles.size() < workers) {
        handles.add(agents.start(new Worker(handles.size())));
      }
      handles.forEach(AgentHandle::wake);
    }
  }

  /** Ends the workers; tasks begun are finished first. */
  @Override
  public void close() {
    List<AgentHandle> ending;
    synchronized (starting) {
      closed = true;
      ending = List.copyOf(handles);
      handles.clear();
    }
    ending.forEach(AgentHandle::close);
  }

  private final class Worker implements Agent {
    private final String name;

    Worker(int number) {
      this.name = "scan-" + number;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long step() {
      Job job = jobs.peek();
      if (job == null) {
        return IDLE;
      }
      if (!job.doNext()) {
        jobs.remove(job);
      }
      return MORE;
    }
  }

  /** The tasks of one scan. */
  private static final class Job {
    private final List<Runnable> tasks;
    private final Throwable[] failures;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean failed;

    Job(List<Runnable> tasks) {
      this.tasks = tasks;
      this.failures = new Throwable[tasks.size()];
      if (tasks.isEmpty()) {
        done.complete(null);
      }
    }

    /** Does the next task; false when all are begun. */
    boolean doNext() {
      int task = begun.getAndIncrement();
      if (task >= tasks.size()) {
        return false;
      }
      try {
        if (!failed) {
          tasks.get(task).run();
        }
      } catch (RuntimeException | Error failure) {
        failures[task] = failure;
        failed = true;
      } finally {
        if (finished.incrementAndGet() == tasks.size()) {
          done.complete(null);
        }
      }
      return true;
    }

    void throwFailure() {
      for (Throwable failure : failures) {
        if (failure instanceof Error error) {
          throw error;
        }
        if (failure != null) {
          throw (RuntimeException) failure;
        }
      }
    }
  }
}
