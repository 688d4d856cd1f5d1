package io.lodestone.server.http;

/** A request that HTTP itself does not let through: too large, malformed, too slow. */
public final class RefusedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * @param status the status of the answer, 400..499
   */
  public RefusedRequestException(int status, String message) {
    // No stack: a client causes it, as often as it likes.
    super(message, null, false, false);
    this.status = status;
  }

  public int status() {
    return status;
  }
}
