package io.lodestone.model;

/**
 * The engine cannot do it now and may be able to soon: memory, disk or log is short, or it is
 * closing. Retry.
 */
public sealed class ResourceException extends LodestoneException permits ScanStoppedException {
  private static final long serialVersionUID = 1L;

  private final boolean outcomeUnknown;

  public ResourceException(String message) {
    this(message, null);
  }

  public ResourceException(String message, Throwable cause) {
    this(message, cause, false);
  }

  private ResourceException(String message, Throwable cause, boolean outcomeUnknown) {
    super(message, cause);
    this.outcomeUnknown = outcomeUnknown;
  }

  /** A failure in the middle: what was asked for may have been done, or may yet turn out to be. */
  public static ResourceException outcomeUnknown(String message, Throwable cause) {
    return new ResourceException(message, cause, true);
  }

  /**
   * Whether it is not known if what was asked for has been done. When false, it has not been and
   * will not be.
   */
  public boolean isOutcomeUnknown() {
    return outcomeUnknown;
  }
}
