package io.lodestone.sql.type;

/** A statement wants more of something than it may have. */
public final class LimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LimitException(String message) {
    super(message);
  }
}
