package io.lodestone.agent;

/** A running agent, as its owner sees it. Safe for several threads. */
public interface AgentHandle extends AutoCloseable {
  /** There may be something to do. Cheap; a wake during a step makes another step follow. */
  void wake();

  /**
   * Ends the agent after its present step and waits for that. More than once is harmless. Not from
   * the agent itself.
   */
  @Override
  void close();
}
