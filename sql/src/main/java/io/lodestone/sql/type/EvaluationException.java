package io.lodestone.sql.type;

/** A value cannot be worked with: a division by zero, an overflow, a text that is no number. */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Without a stack trace: {@code TRY} throws it away by the thousand. */
  public EvaluationException(String message) {
    super(message, null, false, false);
  }
}
