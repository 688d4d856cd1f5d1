package io.lodestone.server.log;

/** Where the lines of an {@link EventLog} go. Safe for several threads. */
@FunctionalInterface
public interface LineSink {
  /**
   * Takes one line, whole: those of several threads do not mix. Never throws; a place that fails
   * says so by itself and puts the line elsewhere.
   *
   * @param line with its end
   */
  void append(String line);
}
