package io.lodestone.engine.read;

/**
 * Which of two points with the same key and time is the current one: the one with the higher
 * version, and at equal versions the one from the younger source. Pure; reads, flushes and
 * compactions ask the same rule.
 */
public final class VersionResolver {
  private VersionResolver() {}

  /**
   * Whether the younger source's point is the current one.
   *
   * @param youngerVersion version of the point in the source that was written to later
   * @param olderVersion version of the point in the other source
   */
  public static boolean youngerWins(long youngerVersion, long olderVersion) {
    return youngerVersion >= olderVersion;
  }
}
