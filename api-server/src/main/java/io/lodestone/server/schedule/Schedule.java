package io.lodestone.server.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * When something is to happen again and again, in UTC. Immutable.
 *
 * <pre>
 *   rate(5 minutes)
 *   cron(0/15 9-17 ? * MON-FRI *)
 * </pre>
 */
public sealed interface Schedule permits CronSchedule, RateSchedule {
  /**
   * Reads an expression.
   *
   * @param expression {@code rate(…)} or {@code cron(…)}
   * @param origin from when on a rate is counted; a cron expression does not ask
   * @throws InvalidScheduleException when it is neither, with the reason in words
   */
  static Schedule parse(String expression, Instant origin) throws InvalidScheduleException {
    if (expression.endsWith(")")) {
      int open = expression.indexOf('(');
      String inner = expression.substring(open + 1, expression.length() - 1);
      switch (expression.substring(0, Math.max(open, 0))) {
        case "cron" -> {
          return CronSchedule.parse(inner);
        }
        case "rate" -> {
          return RateSchedule.parse(inner, origin);
        }
        default -> {
          // Falls out of the brackets.
        }
      }
    }
    throw new InvalidScheduleException(
        "it is neither cron(fields) nor rate(value unit): '" + expression + "'");
  }

  /** The first time after an instant; empty when there is none any more. */
  Optional<Instant> next(Instant after);
}
