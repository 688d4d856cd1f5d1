package io.lodestone.server;

/** The command line or the configuration asks for something that does not exist. Exit code 2. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
