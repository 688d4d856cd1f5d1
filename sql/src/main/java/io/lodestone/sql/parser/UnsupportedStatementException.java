package io.lodestone.sql.parser;

/** A statement is one of Timestream's, and not one that is answered here. */
public final class UnsupportedStatementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param statement its first words, such as {@code UNLOAD}
   */
  public UnsupportedStatementException(String statement) {
    super("line 1:1: " + statement + " is not supported yet");
  }
}
