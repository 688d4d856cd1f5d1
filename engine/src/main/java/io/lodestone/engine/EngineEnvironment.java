package io.lodestone.engine;

import io.lodestone.agent.AgentHost;
import io.lodestone.storage.Directory;
import io.lodestone.storage.crypt.DataKeys;
import java.time.InstantSource;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Everything the engine takes from the machine: a disk, a clock, threads, and, where databases are
 * to be encrypted, keys and chance. Replace all of them and the whole engine runs from a seed in
 * one thread.
 *
 * @param directory the data directory; the engine owns everything in it
 * @param clock the wall clock
 * @param agents what runs the engine's own work
 * @param encryptionKeys wrap the data keys of encrypted databases
 * @param random data keys and salts are drawn from it, by one thread at a time: it must not be
 *     possible to tell what comes next, and no two openings of a data directory may draw the same
 */
public record EngineEnvironment(
    Directory directory,
    InstantSource clock,
    AgentHost agents,
    DataKeys encryptionKeys,
    RandomGenerator random) {
  public EngineEnvironment {
    Objects.requireNonNull(directory, "directory");
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(agents, "agents");
    Objects.requireNonNull(encryptionKeys, "encryptionKeys");
    Objects.requireNonNull(random, "random");
  }

  /** Without keys: no database can be encrypted, and one that is cannot be read. */
  public EngineEnvironment(Directory directory, InstantSource clock, AgentHost agents) {
    this(
        directory,
        clock,
        agents,
        DataKeys.NONE,
        () -> {
          throw new IllegalStateException("nothing is drawn where nothing is encrypted");
        });
  }
}
