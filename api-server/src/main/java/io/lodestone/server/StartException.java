package io.lodestone.server;

/**
 * The process cannot do what it is asked to, for a reason that its message tells in one line. Exit
 * code 1.
 */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
