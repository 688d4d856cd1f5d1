package io.lodestone.server.timestream.query.spool;

/**
 * The spool, or the disk that it lies on, has no room for more. Passes when files are discarded.
 */
public final class SpoolFullException extends Exception {
  private static final long serialVersionUID = 1L;

  SpoolFullException(String message) {
    super(message);
  }
}
