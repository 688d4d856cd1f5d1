package io.lodestone.sql.parser;

/**
 * A place in a statement's text.
 *
 * @param line 1-based
 * @param column 1-based, in code points
 */
public record Position(int line, int column) {
  @Override
  public String toString() {
    return line + ":" + column;
  }
}
