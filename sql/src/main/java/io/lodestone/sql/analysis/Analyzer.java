package io.lodestone.sql.analysis;

import io.lodestone.scan.TableSchema;
import io.lodestone.sql.function.FunctionRegistry;
import io.lodestone.sql.parser.ParsedStatement;
import io.trino.sql.tree.Explain;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.ShowColumns;
import io.trino.sql.tree.ShowSchemas;
import io.trino.sql.tree.ShowTables;
import java.time.Instant;
import java.util.Optional;

/** Gives a statement its meaning. Safe for several threads. */
public final class Analyzer {
  private final FunctionRegistry functions;
  private final int depthMax;

  /**
   * @param depthMax how deep expressions and sub-queries may be nested
   */
  public Analyzer(FunctionRegistry functions, int depthMax) {
    this.functions = functions;
    this.depthMax = depthMax;
  }

  /**
   * @param now what {@code now()} means throughout the statement
   * @throws SemanticException when the statement means nothing, or something that is not supported
   * @throws io.lodestone.sql.type.LimitException when it is nested too deeply
   */
  public ResolvedStatement analyze(ParsedStatement parsed, SchemaLookup schemas, Instant now) {
    Statement statement = new Statement(parsed, functions, now, depthMax);
    TableNames names = new TableNames(statement, schemas);
    return switch (parsed.tree()) {
      case Query query ->
          new ResolvedStatement.Rows(
              new QueryAnalyzer(statement, names).analyze(query, WithNames.NONE));
      case Explain explain
          when explain.getStatement() instanceof Query query && explain.getOptions().isEmpty() ->
          new ResolvedStatement.Explain(
              new QueryAnalyzer(statement, names).analyze(query, WithNames.NONE));
      case ShowSchemas show ->
          new ResolvedStatement.ShowDatabases(pattern(show.getLikePattern(), show.getEscape()));
      case ShowTables show ->
          new ResolvedStatement.ShowTables(
              show.getSchema().map(name -> names.database(name, show)),
              pattern(show.getLikePattern(), show.getEscape()));
      case ShowColumns show -> {
        TableSchema schema = names.table(show.getTable(), show);
        yield parsed.isShowMeasures()
            ? new ResolvedStatement.ShowMeasures(
                schema, pattern(show.getLikePattern(), show.getEscape()))
            : new ResolvedStatement.Describe(schema);
      }
      default -> throw new UnofferedStatementException(statement.positionOf(parsed.tree()));
    };
  }

  private static Optional<ResolvedStatement.NamePattern> pattern(
      Optional<String> like, Optional<String> escape) {
    return like.map(text -> new ResolvedStatement.NamePattern(text, escape));
  }
}
