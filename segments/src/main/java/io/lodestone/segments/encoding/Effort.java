package io.lodestone.segments.encoding;

/** How much time a writer spends on fewer bytes. Readers read both alike. */
public enum Effort {
  /**
   * For data that comes from memory and will be rewritten soon: packs numbers at one width a
   * vector, rounded up where that unpacks faster.
   */
  FLUSH,
  /**
   * For data that stays: packs at the exact width, or at a smaller one with an {@linkplain
   * EscapedStream escape} for what does not fit, where that saves a sixteenth at least.
   */
  COMPACTION
}
