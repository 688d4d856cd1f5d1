package io.lodestone.sql.parser;

import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import java.util.Optional;

/**
 * The grammar of Timestream: Trino's, behind a {@link TokenRewrite}, and UNLOAD around it. Safe for
 * several threads.
 */
public final class TimestreamSql {
  /** How Trino's parser words a stack overflow that it has caught. */
  private static final String TOO_DEEP = "statement is too large";

  private static final Position START = new Position(1, 1);

  private final SqlParser parser = new SqlParser();

  /**
   * @throws SyntaxException when the text is no statement
   * @throws StatementTooDeepException when it is nested too deeply to be read
   */
  public ParsedStatement parse(String sql) {
    Optional<UnloadStatement> unload = UnloadStatement.read(sql);
    TokenRewrite rewrite = new TokenRewrite(unload.map(UnloadStatement::query).orElse(sql));
    try {
      return new ParsedStatement(
          parser.createStatement(rewrite.text()), rewrite, unload.map(UnloadStatement::clause));
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
}
