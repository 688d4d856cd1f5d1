package io.lodestone.model;

/** The caller named a database, table or other thing that does not exist. */
public final class NotFoundException extends LodestoneException {
  private static final long serialVersionUID = 1L;

  public NotFoundException(String message) {
    super(message, null);
  }

  public NotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
