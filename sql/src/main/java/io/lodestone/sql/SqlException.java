package io.lodestone.sql;

import java.util.Objects;

/** A statement cannot be answered. The message is the text that Timestream's clients see. */
public final class SqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is, and whether asking again can help. */
  public enum Kind {
    /** The text is no statement. */
    SYNTAX,
    /** The statement means nothing: an unknown name, a wrong type, something not supported. */
    SEMANTIC,
    /** The statement met a value it cannot work with, or was cancelled. */
    EXECUTION,
    /** The statement wants more memory, time, text or nesting than it may have. */
    LIMIT
  }

  private final Kind kind;
  private final int line;
  private final int column;

  /**
   * @param line 1-based line of the statement, 0 when the error belongs to no place
   * @param column 1-based column in code points, 0 when the error belongs to no place
   */
  public SqlException(Kind kind, String message, int line, int column, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.line = line;
    this.column = column;
  }

  public Kind kind() {
    return kind;
  }

  /** 1-based, 0 when the error belongs to no place in the text. */
  public int line() {
    return line;
  }

  /** 1-based, in code points, 0 when the error belongs to no place in the text. */
  public int column() {
    return column;
  }
}
