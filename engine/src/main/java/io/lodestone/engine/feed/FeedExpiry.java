package io.lodestone.engine.feed;

import io.lodestone.model.TimeRange;
import java.util.Objects;

/**
 * An expiry that a stream has to tell of: one change in the log that stands for the removal of
 * every point in a window.
 *
 * @param sequence where it stands
 * @param window the times of the points that it let go
 * @param tick the second of the engine's clock in which it was decided
 */
public record FeedExpiry(long sequence, TimeRange window, long tick) {
  public FeedExpiry {
    Objects.requireNonNull(window, "window");
  }
}
