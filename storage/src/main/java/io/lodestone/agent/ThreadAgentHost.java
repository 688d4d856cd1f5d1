package io.lodestone.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Gives each agent a platform thread of its own. Platform threads, because agents block in the
 * disk; never interrupted, because an interrupt would close the file channel under everybody's
 * hands.
 */
public final class ThreadAgentHost implements AgentHost {
  private final BiConsumer<Agent, Throwable> onFailure;

  /**
   * @param onFailure told of an agent whose step threw, which is a bug: the agent is not stepped
   *     again
   */
  public ThreadAgentHost(BiConsumer<Agent, Throwable> onFailure) {
    this.onFailure = onFailure;
  }

  @Override
  public AgentHandle start(Agent agent) {
    Runner runner = new Runner(agent);
    runner.thread.start();
    return runner;
  }

  @Override
  public <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }

  private final class Runner implements AgentHandle, Runnable {
    private final Agent agent;
    private final Thread thread;
    private final AtomicBoolean woken = new AtomicBoolean(true);
    private volatile boolean closed;

    Runner(Agent agent) {
      this.agent = agent;
      this.thread =
          Thread.ofPlatform().name("lodestone-" + agent.name()).daemon(true).unstarted(this);
    }

    @Override
    public void run() {
      try {
        while (!closed) {
          woken.set(false);
          long millis = agent.step();
          if (millis == Agent.MORE) {
            continue;
          }
          long deadline =
              millis >= Long.MAX_VALUE / 2_000_000
                  ? Long.MAX_VALUE
                  : System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
          while (!closed && !woken.get()) {
            if (deadline == Long.MAX_VALUE) {
              LockSupport.park(this);
            } else {
              long left = deadline - System.nanoTime();
              if (left <= 0) {
                break;
              }
              LockSupport.parkNanos(this, left);
            }
          }
        }
      } catch (Throwable failure) {
        onFailure.accept(agent, failure);
      }
    }

    @Override
    public void wake() {
      if (!woken.getAndSet(true)) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void close() {
      closed = true;
      LockSupport.unpark(thread);
      boolean interrupted = false;
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
