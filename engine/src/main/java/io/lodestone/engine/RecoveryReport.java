package io.lodestone.engine;

import java.util.List;

/**
 * What opening a data directory found and did. Nothing in it is a reason not to start.
 *
 * @param checkpointFrame the frame up to which segments hold everything
 * @param replayedFrames frames of the log read after it
 * @param replayedPoints points they held
 * @param flushes flushes that the replay needed because memory was short
 * @param segments segments in force
 * @param findings damage and leftovers in words, each naming its file: torn tails cut off, files
 *     put into quarantine, frames that are missing; empty after an orderly close
 */
public record RecoveryReport(
    long checkpointFrame,
    long replayedFrames,
    long replayedPoints,
    int flushes,
    int segments,
    List<String> findings) {
  public RecoveryReport {
    findings = List.copyOf(findings);
  }
}
