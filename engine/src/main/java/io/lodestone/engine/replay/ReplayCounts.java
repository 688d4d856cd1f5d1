package io.lodestone.engine.replay;

/**
 * What a replay did.
 *
 * @param frames frames of the log that were replayed
 * @param points points in them
 * @param flushes how often memory was full and went into segments
 */
public record ReplayCounts(long frames, long points, int flushes) {
  /** Nothing so far. */
  public static final ReplayCounts NONE = new ReplayCounts(0, 0, 0);
}
