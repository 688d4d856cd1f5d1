package io.lodestone.sql.analysis;

import io.lodestone.scan.TableSchema;
import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.FunctionRegistry;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.ParsedStatement;
import io.lodestone.sql.parser.UnloadClause;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.unload.Unload;
import io.trino.sql.tree.Explain;
import io.trino.sql.tree.ExplainAnalyze;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.ShowColumns;
import io.trino.sql.tree.ShowSchemas;
import io.trino.sql.tree.ShowTables;
import java.time.Instant;
import java.util.List;
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
   * @param parameters what stands for its parameters
   * @param now what {@code now()} means throughout the statement
   * @throws SemanticException when the statement means nothing, or something that is not supported
   * @throws io.lodestone.sql.type.LimitException when it is nested too deeply
   */
  public ResolvedStatement analyze(
      ParsedStatement parsed, SchemaLookup schemas, Parameters parameters, Instant now) {
    Statement statement = new Statement(parsed, functions, parameters, now, depthMax);
    TableNames names = new TableNames(statement, schemas);
    if (parsed.unload().isPresent()) {
      return unload(statement, parsed.unload().get(), names);
    }
    return switch (parsed.tree()) {
      case Query query ->
          new ResolvedStatement.Rows(
              new QueryAnalyzer(statement, names).analyze(query, WithNames.NONE),
              isLasting(statement));
      case Explain explain
          when explain.getStatement() instanceof Query query && explain.getOptions().isEmpty() ->
          new ResolvedStatement.Explain(
              new QueryAnalyzer(statement, names).analyze(query, WithNames.NONE));
      case ExplainAnalyze explain
          when explain.getStatement() instanceof Query query && !explain.isVerbose() ->
          new ResolvedStatement.ExplainAnalyze(
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

  private static ResolvedStatement unload(
      Statement statement, UnloadClause clause, TableNames names) {
    if (!(statement.parsed().tree() instanceof Query query)) {
      throw new UnofferedStatementException(statement.positionOf(statement.parsed().tree()));
    }
    ResolvedQuery resolved = new QueryAnalyzer(statement, names).analyze(query, WithNames.NONE);
    Unload unload = UnloadAnalyzer.analyze(clause, resolved.columns(), statement.positionOf(query));
    return new ResolvedStatement.UnloadedRows(resolved, unload, isLasting(statement));
  }

  /** Whether what was analysed means the same at any other moment. */
  private static boolean isLasting(Statement statement) {
    return !statement.isOfMoment() && statement.parsed().parameters().isEmpty();
  }

  /**
   * A value from its text form, as CAST reads it.
   *
   * @param text empty for NULL
   * @throws io.lodestone.sql.type.EvaluationException when it is no value of the type
   */
  public Term.Constant constant(Scalar type, Optional<String> text) {
    if (text.isEmpty() || type == Scalar.VARCHAR) {
      return new Term.Constant(type, text.orElse(null));
    }
    Term cast =
        new Term.Call(
            functions.cast(Scalar.VARCHAR, type).orElseThrow(),
            List.of(Term.Constant.ofText(text.get())));
    return ConstantFolding.value(cast);
  }

  private static Optional<ResolvedStatement.NamePattern> pattern(
      Optional<String> like, Optional<String> escape) {
    return like.map(text -> new ResolvedStatement.NamePattern(text, escape));
  }
}
