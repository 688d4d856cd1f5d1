package io.lodestone.benchmarks;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.agent.ThreadAgentHost;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

/**
 * Both clocks of an engine, moved by the benchmark, so that days pass in seconds and the wall clock
 * agrees with the monotonic one. Agents run on threads of their own and look up as often as they
 * always do. Any thread.
 */
final class HandMovedTime implements InstantSource, AgentHost {
  private final ThreadAgentHost threads =
      new ThreadAgentHost((agent, failure) -> failure.printStackTrace());
  private volatile long nanos;

  HandMovedTime(long nanos) {
    this.nanos = nanos;
  }

  /** Sets both clocks, never back. */
  void moveTo(long newNanos) {
    if (newNanos < nanos) {
      throw new IllegalArgumentException(newNanos + " is before " + nanos);
    }
    nanos = newNanos;
  }

  @Override
  public Instant instant() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public long monotonicNanos() {
    return nanos;
  }

  @Override
  public AgentHandle start(Agent agent) {
    return threads.start(agent);
  }

  @Override
  public <T> T await(CompletableFuture<T> future) {
    return threads.await(future);
  }
}
