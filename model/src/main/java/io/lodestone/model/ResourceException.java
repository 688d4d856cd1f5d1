package io.lodestone.model;

/**
 * The engine cannot do it now and may be able to soon: memory, disk or log is short, or it is
 * closing. Retry.
 */
public final class ResourceException extends LodestoneException {
  private static final long serialVersionUID = 1L;

  public ResourceException(String message) {
    super(message, null);
  }

  public ResourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
