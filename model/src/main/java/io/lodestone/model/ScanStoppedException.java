package io.lodestone.model;

/** A scan was given up before its end. Nothing is wrong with what it had yielded. */
public final class ScanStoppedException extends ResourceException {
  private static final long serialVersionUID = 1L;

  /** Why a scan was given up. */
  public enum Reason {
    /** Somebody asked for it. */
    CANCELLED,
    /** It did not end before its deadline. */
    DEADLINE,
    /** It would have taken more memory than it may. */
    MEMORY
  }

  private final Reason reason;

  public ScanStoppedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
