package io.lodestone.sql.analysis;

import io.lodestone.sql.parser.Position;

/**
 * A statement of SQL that Timestream does not have, such as INSERT; to its users that is wrong
 * syntax.
 */
public final class UnofferedStatementException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;

  UnofferedStatementException(Position position) {
    super("The query syntax is invalid at line " + position);
    this.position = position;
  }

  public Position position() {
    return position;
  }
}
