package io.lodestone.engine.feed;

/**
 * How long the follower rests. The first frame after a pause is followed at once; those on its
 * heels gather: waking the follower for each would cost the writers more than all it does. One
 * owner, but for {@link #isGathering}.
 */
final class FollowPace {
  /** How long to rest while there is nothing to follow. */
  static final long LOOK_AGAIN_MILLIS = 1_000;

  /** How long frames gather while somebody reads. */
  private static final long GATHER_MILLIS = 10;

  /** The same while nobody reads: who comes to read does not see less of the present than this. */
  private static final long GATHER_UNREAD_MILLIS = 40;

  /** After so long without a reader nobody reads; one who comes every second always does. */
  private static final long UNREAD_AFTER_MILLIS = 3_000;

  /** How long this has rested since a reader last asked, about, in milliseconds. */
  private long unreadMillis = UNREAD_AFTER_MILLIS;

  private volatile boolean gathering;

  /** Whether the next step comes soon by itself, so that frames can wait for it. Any thread. */
  boolean isGathering() {
    return gathering;
  }

  /**
   * Says, before the last look for frames, whether those to come wake nobody.
   *
   * @param isGathering whether frames came since the step before
   */
  void gather(boolean isGathering) {
    gathering = isGathering;
  }

  /**
   * How long to rest, in milliseconds.
   *
   * @param isBehind whether there are frames to follow, or some are expected
   * @param wasAsked whether somebody has read since this was called last
   */
  long rest(boolean isBehind, boolean wasAsked) {
    unreadMillis = wasAsked ? 0 : unreadMillis;
    long whileFollowing = unreadMillis < UNREAD_AFTER_MILLIS ? GATHER_MILLIS : GATHER_UNREAD_MILLIS;
    long millis = isBehind ? whileFollowing : LOOK_AGAIN_MILLIS;
    unreadMillis = Math.min(UNREAD_AFTER_MILLIS, unreadMillis + millis);
    return millis;
  }
}
