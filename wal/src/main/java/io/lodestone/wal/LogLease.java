package io.lodestone.wal;

/** A reason why frames may not go yet. Safe for several threads. */
public interface LogLease extends AutoCloseable {
  String owner();

  /** The first frame kept. */
  long frame();

  /** Gives up the frames before {@code frame}; never moves back. */
  void moveTo(long frame);

  @Override
  void close();
}
