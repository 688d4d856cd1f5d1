package io.lodestone.sql.parser;

/** A statement is nested so deeply that reading it would overflow the stack. */
public final class StatementTooDeepException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StatementTooDeepException() {
    super("The query is nested too deeply");
  }

  public StatementTooDeepException(Throwable cause) {
    super("The query is nested too deeply", cause);
  }
}
