package io.lodestone.engine.commit;

/**
 * What a write of version V means for a key that stands at version E. Pure; see {@code docs/adr} on
 * upserts.
 *
 * <pre>
 *            same values        other values
 *   V &gt; E    replaces           replaces
 *   V = E    changes nothing    rejected
 *   V &lt; E    changes nothing    rejected
 * </pre>
 */
final class VersionRule {
  /** The outcomes. */
  enum Outcome {
    REPLACE,
    UNCHANGED,
    REJECT_EQUAL,
    REJECT_LOWER
  }

  private VersionRule() {}

  static Outcome decide(long version, long existingVersion, boolean sameValues) {
    if (version > existingVersion) {
      return Outcome.REPLACE;
    }
    if (sameValues) {
      return Outcome.UNCHANGED;
    }
    return version == existingVersion ? Outcome.REJECT_EQUAL : Outcome.REJECT_LOWER;
  }
}
