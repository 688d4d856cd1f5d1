package io.lodestone.engine;

import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * Batches that meet each other: few series, few times, few values, so that repeats, upserts,
 * conflicts, late points and points outside the window all happen often.
 */
final class RandomBatches {
  static final long NOW_MILLIS = 1_767_225_600_000L;
  private static final long NOW = NOW_MILLIS * 1_000_000L;
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final SplittableRandom random;
  private long now = NOW;

  RandomBatches(SplittableRandom random) {
    this.random = random;
  }

  /** From now on times are drawn around this one. */
  void setNow(long nanos) {
    now = nanos;
  }

  PointBatch next(int pointsMax) {
    return next(new PointBatch.Builder(pointsMax), pointsMax);
  }

  /** The next batch, made with an empty builder of somebody else's. */
  PointBatch next(PointBatch.Builder builder, int pointsMax) {
    int points = 1 + random.nextInt(pointsMax);
    for (int i = 0; i < points; i++) {
      SeriesKey key =
          random.nextInt(4) == 0
              ? SeriesKey.of(
                  "mem", "host", "h" + random.nextInt(3), "rack", "r" + random.nextInt(2))
              : SeriesKey.of("cpu", "host", "h" + random.nextInt(5));
      builder.point(i, builder.series(key), time(), 1 + random.nextInt(random.nextInt(3) + 1));
      values(builder);
    }
    return builder.build();
  }

  private long time() {
    return switch (random.nextInt(40)) {
      case 0 -> now + Duration.ofMinutes(15).toNanos() + 1;
      case 1 -> now - Duration.ofDays(400).toNanos() - 1;
      case 2, 3, 4, 5 -> now - Duration.ofDays(2).toNanos() - random.nextInt(12) * MINUTE;
      default -> now - random.nextInt(60) * MINUTE;
    };
  }

  private void values(PointBatch.Builder builder) {
    int shape = random.nextInt(12);
    if (shape < 8) {
      builder
          .valueColumn("d", ValueType.DOUBLE)
          .appendDouble(random.nextInt(3) - 1 == 0 ? -0.0 : random.nextInt(3));
    }
    if (shape > 4) {
      builder
          .valueColumn("b", ValueType.BIGINT)
          .appendWord(random.nextInt(2) * (Long.MAX_VALUE / 3));
    }
    if (shape == 9 || shape == 2) {
      builder.valueColumn("s", ValueType.VARCHAR).appendVarchar("é".repeat(random.nextInt(3)));
    }
    if (shape == 10) {
      builder
          .valueColumn("c", random.nextBoolean() ? ValueType.BOOLEAN : ValueType.TIMESTAMP)
          .appendWord(1);
    }
  }
}
