package io.lodestone.testkit.time;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

/**
 * Runs agents one step at a time on the thread that asks, in an order drawn from a seed.
 *
 * <p>Any agent may be stepped at any time, woken or not, however long a delay it asked for: an
 * agent has to bear that anyway. So a delay never holds a test up, and the same seed gives the same
 * run.
 *
 * <p>Belongs to one thread; only {@link AgentHandle#wake()} may be called from others.
 */
public final class StepAgentHost implements AgentHost {
  /** Steps without a sign of life after which {@link #await} takes the wait for a deadlock. */
  private static final int FRUITLESS_STEPS_MAX = 20_000;

  private final SplittableRandom random;
  private final LongSupplier monotonicNanos;
  private final List<Stepped> agents = new ArrayList<>();

  /** Time stands still here. */
  public StepAgentHost(long seed) {
    this(seed, () -> 0);
  }

  /**
   * @param monotonicNanos as in {@link #monotonicNanos()}, for example a {@link ManualClock}'s
   */
  public StepAgentHost(long seed, LongSupplier monotonicNanos) {
    this.random = new SplittableRandom(seed);
    this.monotonicNanos = monotonicNanos;
  }

  @Override
  public long monotonicNanos() {
    return monotonicNanos.getAsLong();
  }

  @Override
  public AgentHandle start(Agent agent) {
    Stepped stepped = new Stepped(agent);
    agents.add(stepped);
    return stepped;
  }

  /**
   * Steps one agent, whichever the seed draws.
   *
   * @return whether that agent had been woken, was new, or wants to go on at once
   */
  public boolean step() {
    return !agents.isEmpty() && agents.get(random.nextInt(agents.size())).step();
  }

  /** Steps agents until none is woken and none wants to go on at once. */
  public void settle() {
    while (true) {
      Stepped ready = null;
      for (Stepped agent : agents) {
        if (agent.woken) {
          ready = agent;
          break;
        }
      }
      if (ready == null) {
        return;
      }
      ready.step();
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws AssertionError when no agent does anything any more and the future is not done
   */
  @Override
  public <T> T await(CompletableFuture<T> future) {
    int fruitless = 0;
    while (!future.isDone()) {
      fruitless = step() ? 0 : fruitless + 1;
      if (fruitless > FRUITLESS_STEPS_MAX) {
        throw new AssertionError(
            "nothing moves: waited for something that none of these agents brings about: "
                + agents);
      }
    }
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private final class Stepped implements AgentHandle {
    private final Agent agent;
    private volatile boolean woken = true;
    private boolean stepping;
    private boolean closed;

    Stepped(Agent agent) {
      this.agent = agent;
    }

    boolean step() {
      if (stepping) {
        throw new AssertionError(agent.name() + " waits for agents in its own step");
      }
      boolean hadReason = woken;
      woken = false;
      stepping = true;
      try {
        if (agent.step() == Agent.MORE && !closed) {
          woken = true;
        }
      } finally {
        stepping = false;
      }
      return hadReason || woken;
    }

    @Override
    public void wake() {
      woken = true;
    }

    @Override
    public void close() {
      if (stepping) {
        throw new AssertionError(agent.name() + " ends itself");
      }
      closed = true;
      woken = false;
      agents.remove(this);
    }

    @Override
    public String toString() {
      return agent.name();
    }
  }
}
