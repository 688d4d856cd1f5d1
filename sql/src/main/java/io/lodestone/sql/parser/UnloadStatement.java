package io.lodestone.sql.parser;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * UNLOAD, which Trino's grammar does not know, taken apart:
 *
 * <pre>
 *   UNLOAD (SELECT …) TO 's3://…' WITH (format = 'CSV', …)
 *           └ query ┘    └──────────── clause ───────────┘
 * </pre>
 *
 * @param query the query's text with blanks in the place of all that stands before it, so that a
 *     position in it is one of the statement's; nothing stands behind it
 */
record UnloadStatement(String query, UnloadClause clause) {
  /**
   * Takes a statement apart.
   *
   * @return empty for a statement that does not begin with UNLOAD
   * @throws SyntaxException when it does, and does not go on as it should
   */
  static Optional<UnloadStatement> read(String sql) {
    return startsWithUnload(sql) ? Optional.of(new Reader(sql).statement()) : Optional.empty();
  }

  private static boolean startsWithUnload(String sql) {
    try {
      return new TokenReader(sql).next().isWord("UNLOAD");
    } catch (SyntaxException e) {
      // The parser of all other statements says so in its own words.
      return false;
    }
  }

  /** One pass over one statement. */
  private static final class Reader {
    private final String sql;
    private final TokenReader tokens;
    private Token token;

    Reader(String sql) {
      this.sql = sql;
      this.tokens = new TokenReader(sql);
      this.token = tokens.next();
    }

    UnloadStatement statement() {
      word("UNLOAD");
      int start = token.end();
      symbol('(');
      int end = endOfQuery();
      symbol(')');
      word("TO");
      UnloadClause.Text target = string();
      List<UnloadClause.Option> options = token.isWord("WITH") ? options() : List.of();
      if (token.isSymbol(';')) {
        advance();
      }
      expect(token.kind() == Token.Kind.END);
      return new UnloadStatement(
          blanksFor(sql.substring(0, start)) + sql.substring(start, end),
          new UnloadClause(target, options));
    }

    /** Where the bracket stands that closes the one before. */
    private int endOfQuery() {
      expect(!token.isSymbol(')'));
      int open = 0;
      while (open > 0 || !token.isSymbol(')')) {
        expect(token.kind() != Token.Kind.END && !token.isSymbol(';'));
        if (token.isSymbol('(')) {
          open++;
        } else if (token.isSymbol(')')) {
          open--;
        }
        advance();
      }
      return token.start();
    }

    private List<UnloadClause.Option> options() {
      word("WITH");
      symbol('(');
      List<UnloadClause.Option> options = new ArrayList<>();
      options.add(option());
      while (token.isSymbol(',')) {
        advance();
        options.add(option());
      }
      symbol(')');
      return options;
    }

    private UnloadClause.Option option() {
      expect(token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED_NAME);
      Token name = token;
      advance();
      symbol('=');
      return new UnloadClause.Option(name.text(), name.position(), value());
    }

    private UnloadClause.Value value() {
      return token.isWord("ARRAY") ? names() : string();
    }

    private UnloadClause.Names names() {
      Position position = token.position();
      word("ARRAY");
      symbol('[');
      List<UnloadClause.Text> names = new ArrayList<>();
      while (!token.isSymbol(']')) {
        if (!names.isEmpty()) {
          symbol(',');
        }
        names.add(name());
      }
      symbol(']');
      return new UnloadClause.Names(names, position);
    }

    /** Columns are given as texts, and in Amazon's grammar as names. */
    private UnloadClause.Text name() {
      expect(token.kind() != Token.Kind.SYMBOL && token.kind() != Token.Kind.END);
      return text();
    }

    private UnloadClause.Text string() {
      expect(token.kind() == Token.Kind.STRING);
      return text();
    }

    private UnloadClause.Text text() {
      UnloadClause.Text text = new UnloadClause.Text(token.text(), token.position());
      advance();
      return text;
    }

    private void word(String word) {
      expect(token.isWord(word));
      advance();
    }

    private void symbol(char symbol) {
      expect(token.isSymbol(symbol));
      advance();
    }

    private void advance() {
      token = tokens.next();
    }

    private void expect(boolean condition) {
      if (!condition) {
        throw new SyntaxException(token.position(), null);
      }
    }

    /** As many lines, and columns in the last, as a text takes. */
    private static String blanksFor(String text) {
      StringBuilder blanks = new StringBuilder(text.length());
      text.codePoints().forEach(c -> blanks.append(c == '\n' ? '\n' : ' '));
      return blanks.toString();
    }
  }
}
