package io.lodestone.server.schedule;

/** A text that is no schedule; the message says what is wrong with it, for the one who wrote it. */
public final class InvalidScheduleException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidScheduleException(String message) {
    super(message);
  }
}
