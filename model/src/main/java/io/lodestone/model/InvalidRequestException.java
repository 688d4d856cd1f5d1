package io.lodestone.model;

/** The caller asked for something that no state of the database could grant. */
public final class InvalidRequestException extends LodestoneException {
  private static final long serialVersionUID = 1L;

  public InvalidRequestException(String message) {
    super(message, null);
  }

  public InvalidRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
