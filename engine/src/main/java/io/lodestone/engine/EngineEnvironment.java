package io.lodestone.engine;

import io.lodestone.agent.AgentHost;
import io.lodestone.storage.Directory;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Everything the engine takes from the machine: a disk, a clock, threads. Replace all three and the
 * whole engine runs from a seed in one thread.
 *
 * @param directory the data directory; the engine owns everything in it
 * @param clock the wall clock
 * @param agents what runs the engine's own work
 */
public record EngineEnvironment(Directory directory, InstantSource clock, AgentHost agents) {
  public EngineEnvironment {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(agents, "agents");
  }
}
