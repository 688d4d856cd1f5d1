package io.lodestone.sql.parser;

import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import java.util.List;

/** The grammar of Timestream: Trino's, behind a {@link TokenRewrite}. Safe for several threads. */
public final class TimestreamSql {
  /** How Trino's parser words a stack overflow that it has caught. */
  private static final String TOO_DEEP = "statement is too large";

  private static final Position START = new Position(1, 1);

  private final SqlParser parser = new SqlParser();

  /**
   * @throws SyntaxException when the text is no statement
   * @throws StatementTooDeepException when it is nested too deeply to be read
   * @throws UnsupportedStatementException for UNLOAD, which Trino's grammar does not know
   */
  public ParsedStatement parse(String sql) {
    TokenRewrite rewrite = new TokenRewrite(sql);
    refuseUnsupported(rewrite.firstWords());
    try {
      return new ParsedStatement(parser.createStatement(rewrite.text()), rewrite);
    } catch (ParsingException e) {
      if (e.getErrorMessage().startsWith(TOO_DEEP)) {
        throw new StatementTooDeepException(e);
      }
      throw new SyntaxException(rewrite.originalOf(e.getLineNumber(), e.getColumnNumber()), e);
    } catch (IllegalArgumentException e) {
      // The nodes of the tree refuse what the grammar lets pass, such as ROLLUP (), and do not say
      // where.
      throw new SyntaxException(START, e);
    }
  }

  private static void refuseUnsupported(List<String> firstWords) {
    if (!firstWords.isEmpty() && firstWords.getFirst().equals("UNLOAD")) {
      throw new UnsupportedStatementException("UNLOAD");
    }
  }
}
