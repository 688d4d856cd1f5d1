package io.lodestone.server;

import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What the process has from its surroundings.
 *
 * @param out answers of the verbs
 * @param err logs and failures
 * @param environment variables
 * @param clock the wall clock
 * @param random one that nobody can predict
 * @param abort ends the process at once with exit code 1, for faults that nothing can go on after
 */
record ServerProcess(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    InstantSource clock,
    RandomGenerator random,
    Runnable abort) {
  ServerProcess {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    environment = Map.copyOf(environment);
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(random, "random");
    Objects.requireNonNull(abort, "abort");
  }
}
