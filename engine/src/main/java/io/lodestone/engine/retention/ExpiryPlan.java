package io.lodestone.engine.retention;

import io.lodestone.segments.Segment;
import java.util.List;
import java.util.Map;

/**
 * What retention lets go at one moment.
 *
 * @param horizons per table number: the time below which its points are to go for good, by an entry
 *     of the log
 * @param expired per table number: segments that hold nothing but points that have gone for good
 *     already, so that nobody misses them
 */
record ExpiryPlan(Map<Long, Long> horizons, Map<Long, List<Segment>> expired) {
  ExpiryPlan {
    horizons = Map.copyOf(horizons);
    expired = Map.copyOf(expired);
  }
}
