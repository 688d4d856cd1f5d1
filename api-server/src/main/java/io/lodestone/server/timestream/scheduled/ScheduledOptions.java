package io.lodestone.server.timestream.scheduled;

/**
 * How much scheduled queries may take.
 *
 * @param queriesMax how many there may be; 10,000 unless said otherwise, as in Timestream
 * @param runsMax how many run at a time; two unless said otherwise
 * @param catchUpMax runs of one query that were missed, because no server ran or a run took too
 *     long, and are made up for; 100 unless said otherwise
 */
public record ScheduledOptions(int queriesMax, int runsMax, int catchUpMax) {
  public static final ScheduledOptions DEFAULT = new ScheduledOptions(10_000, 2, 100);

  public ScheduledOptions {
    if (queriesMax < 1 || runsMax < 1 || catchUpMax < 1) {
      throw new IllegalArgumentException("limits of scheduled queries must be positive");
    }
  }
}
