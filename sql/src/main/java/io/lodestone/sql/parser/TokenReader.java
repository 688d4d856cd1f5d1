package io.lodestone.sql.parser;

/**
 * Reads a text token by token, without blanks and comments. It knows as much of SQL as it takes not
 * to mistake what stands in quotes and comments for something else.
 */
final class TokenReader {
  private final String sql;
  private int at;
  private int line = 1;
  private int column = 1;

  TokenReader(String sql) {
    this.sql = sql;
  }

  /**
   * The next token; END for ever at the end.
   *
   * @throws SyntaxException when something in quotes or a comment has no end
   */
  Token next() {
    skipBlanksAndComments();
    Position position = new Position(line, column);
    int start = at;
    if (at == sql.length()) {
      return new Token(Token.Kind.END, "", start, start, position);
    }
    char c = sql.charAt(at);
    if (c == '\'' || c == '"' || c == '`') {
      moveTo(endOfQuoted(c, position));
      return new Token(
          c == '\'' ? Token.Kind.STRING : Token.Kind.QUOTED_NAME,
          unquoted(start, at, c),
          start,
          at,
          position);
    }
    Token.Kind kind = Token.Kind.SYMBOL;
    int end = at + Character.charCount(sql.codePointAt(at));
    if (isWordPart(c)) {
      kind = Token.Kind.WORD;
      while (end < sql.length() && isWordPart(sql.charAt(end))) {
        end++;
      }
    }
    moveTo(end);
    return new Token(kind, sql.substring(start, end), start, end, position);
  }

  private void skipBlanksAndComments() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        moveTo(at + 1);
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        moveTo(end < 0 ? sql.length() : end);
      } else if (sql.startsWith("/*", at)) {
        int end = sql.indexOf("*/", at + 2);
        if (end < 0) {
          throw new SyntaxException(new Position(line, column), null);
        }
        moveTo(end + 2);
      } else {
        return;
      }
    }
  }

  /** A doubled quote stands for one, and does not end the piece. */
  private int endOfQuoted(char quote, Position position) {
    int end = at + 1;
    while (true) {
      end = sql.indexOf(quote, end);
      if (end < 0) {
        throw new SyntaxException(position, null);
      }
      if (end + 1 == sql.length() || sql.charAt(end + 1) != quote) {
        return end + 1;
      }
      end += 2;
    }
  }

  private String unquoted(int start, int end, char quote) {
    String one = String.valueOf(quote);
    return sql.substring(start + 1, end - 1).replace(one + one, one);
  }

  private void moveTo(int end) {
    while (at < end) {
      char c = sql.charAt(at++);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
