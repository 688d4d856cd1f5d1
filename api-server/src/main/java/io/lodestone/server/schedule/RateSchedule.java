package io.lodestone.server.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * At regular intervals from an origin on, which is not one of the times itself.
 *
 * @param origin in whole seconds
 * @param interval whole minutes, at least one
 */
record RateSchedule(Instant origin, Duration interval) implements Schedule {
  /** A hundred years. */
  private static final long MINUTES_MAX = 100L * 366 * 24 * 60;

  private static final Pattern FORM = Pattern.compile("\\s*([0-9]{1,9})\\s+([a-z]+)\\s*");

  static RateSchedule parse(String text, Instant origin) throws InvalidScheduleException {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InvalidScheduleException(
          "a rate is a whole number and a unit: 'rate(" + text + ")'");
    }
    long value = Long.parseLong(form.group(1));
    String unit = form.group(2);
    long minutes =
        switch (unit) {
          case "minute", "minutes" -> 1;
          case "hour", "hours" -> 60;
          case "day", "days" -> 24 * 60;
          default ->
              throw new InvalidScheduleException(
                  "the unit of a rate is minute, minutes, hour, hours, day or days: '"
                      + unit
                      + "'");
        };
    if (value == 0 || value * minutes > MINUTES_MAX) {
      throw new InvalidScheduleException(
          "a rate is at least one minute and at most a hundred years: 'rate(" + text + ")'");
    }
    if ((value == 1) == unit.endsWith("s")) {
      throw new InvalidScheduleException(
          "the unit of a rate is singular for 1 and plural for more: 'rate(" + text + ")'");
    }
    return new RateSchedule(
        origin.truncatedTo(ChronoUnit.SECONDS), Duration.ofMinutes(value * minutes));
  }

  @Override
  public Optional<Instant> next(Instant after) {
    if (after.isBefore(origin)) {
      return Optional.of(origin.plus(interval));
    }
    long intervals = Duration.between(origin, after).dividedBy(interval);
    return Optional.of(origin.plus(interval.multipliedBy(intervals + 1)));
  }
}
