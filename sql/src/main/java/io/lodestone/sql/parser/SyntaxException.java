package io.lodestone.sql.parser;

/** A text is no statement. */
public final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  /**
   * @param position the first token that does not fit
   */
  public SyntaxException(Position position, Throwable cause) {
    super("The query syntax is invalid at line " + position, cause);
    this.position = position;
  }

  public Position position() {
    return position;
  }
}
