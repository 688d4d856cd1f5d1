package io.lodestone.engine.read;

import java.time.InstantSource;
import java.util.Objects;

/**
 * What scans take from outside.
 *
 * @param clock tells when a deadline has passed
 * @param workers who lends a hand with large scans
 */
public record ScanContext(InstantSource clock, ScanWorkers workers) {
  public ScanContext {
    Objects.requireNonNull(clock, "clock");
    Objects.requireNonNull(workers, "workers");
  }
}
