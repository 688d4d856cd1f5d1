package io.lodestone.agent;

import java.util.concurrent.CompletableFuture;

/** Runs agents: on threads of their own, or stepped by a test. */
public interface AgentHost {
  /** Begins to run an agent. It is stepped for the first time soon, without being woken. */
  AgentHandle start(Agent agent);

  /**
   * Waits for something that an agent of this host will bring about. Not to be called from an
   * agent's step.
   *
   * @return the result
   * @throws RuntimeException the future's failure itself if unchecked, otherwise wrapped in {@link
   *     java.util.concurrent.CompletionException}
   */
  <T> T await(CompletableFuture<T> future);

  /**
   * The clock by which agents wait: nanoseconds from any origin, never less than an earlier answer,
   * and set by nobody. Only differences mean something. Any thread.
   */
  long monotonicNanos();
}
