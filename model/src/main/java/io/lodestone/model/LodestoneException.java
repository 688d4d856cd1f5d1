package io.lodestone.model;

/**
 * Every failure that the engine reports on purpose, in six kinds that callers can act on. Anything
 * else that escapes the engine is a bug.
 */
public abstract sealed class LodestoneException extends RuntimeException
    permits InvalidRequestException,
        NotFoundException,
        ConflictException,
        LockedException,
        ResourceException,
        CorruptionException {
  private static final long serialVersionUID = 1L;

  LodestoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
