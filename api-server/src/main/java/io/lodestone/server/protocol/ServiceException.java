package io.lodestone.server.protocol;

import java.util.Objects;

/** Ends an operation with an error of its service. */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorType type;
  private final transient Reply members;

  /**
   * @param message for the user, never null
   */
  public ServiceException(ErrorType type, String message) {
    this(type, message, Reply.EMPTY);
  }

  /**
   * @param members what the error's body holds besides its type and message
   */
  public ServiceException(ErrorType type, String message, Reply members) {
    // No stack: it is an answer, and a client causes it as often as it likes.
    super(Objects.requireNonNull(message, "message"), null, false, false);
    this.type = Objects.requireNonNull(type, "type");
    this.members = Objects.requireNonNull(members, "members");
  }

  public ErrorType type() {
    return type;
  }

  public Reply members() {
    return members;
  }
}
