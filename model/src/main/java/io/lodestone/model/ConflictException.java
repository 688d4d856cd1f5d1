package io.lodestone.model;

/** The request contradicts the present state: the name is taken, the database is not empty. */
public final class ConflictException extends LodestoneException {
  private static final long serialVersionUID = 1L;

  public ConflictException(String message) {
    super(message, null);
  }

  public ConflictException(String message, Throwable cause) {
    super(message, cause);
  }
}
