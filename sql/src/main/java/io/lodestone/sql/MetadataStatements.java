package io.lodestone.sql;

import io.lodestone.scan.Column;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedStatement;
import io.lodestone.sql.analysis.ResolvedStatement.NamePattern;
import io.lodestone.sql.function.Evaluator;
import io.lodestone.sql.function.FunctionRegistry;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.plan.PlanText;
import io.lodestone.sql.plan.Planner;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SHOW, DESCRIBE and EXPLAIN: answered at once, mostly from the names of things. */
final class MetadataStatements {
  private static final Batch ONE_ROW = new Batch(1, List.of());

  private final FunctionRegistry functions;

  MetadataStatements(FunctionRegistry functions) {
    this.functions = functions;
  }

  /**
   * @param tables whose names are told
   * @param open holds the tables that the statement names
   */
  QueryResult execute(ResolvedStatement statement, Tables tables, OpenTables open) {
    return switch (statement) {
      case ResolvedStatement.ShowDatabases(Optional<NamePattern> like) ->
          names("Database", tables.databaseNames(), like);
      case ResolvedStatement.ShowTables(Optional<String> database, Optional<NamePattern> like) ->
          names("Table", tablesOf(tables, database), like);
      case ResolvedStatement.Describe(TableSchema schema) -> describe(schema);
      case ResolvedStatement.ShowMeasures(TableSchema schema, Optional<NamePattern> like) ->
          MeasuresOfTable.of(
              open.table(schema.table()), name -> like.isEmpty() || fits(name, like.get()));
      case ResolvedStatement.Explain(ResolvedQuery query) ->
          names("Query Plan", PlanText.of(Planner.plan(query)), Optional.empty());
      case ResolvedStatement.Rows _,
          ResolvedStatement.UnloadedRows _,
          ResolvedStatement.ExplainAnalyze _ ->
          throw new IllegalArgumentException("not about metadata");
    };
  }

  private static List<String> tablesOf(Tables tables, Optional<String> database) {
    return database.isPresent()
        ? tables.tableNames(database.get())
        : tables.databaseNames().stream().flatMap(d -> tables.tableNames(d).stream()).toList();
  }

  private QueryResult names(String column, List<String> names, Optional<NamePattern> like) {
    return MetadataResult.ofTexts(
        List.of(column),
        names.stream()
            .filter(name -> like.isEmpty() || fits(name, like.get()))
            .map(List::of)
            .toList());
  }

  /** The LIKE of metadata is that of expressions. */
  private boolean fits(String name, NamePattern like) {
    List<Term> arguments = new ArrayList<>();
    arguments.add(Term.Constant.ofText(name));
    arguments.add(Term.Constant.ofText(like.pattern()));
    like.escape().ifPresent(escape -> arguments.add(Term.Constant.ofText(escape)));
    List<SqlType> types = arguments.stream().map(Term::type).toList();
    Term call = new Term.Call(functions.scalar("like", types).orElseThrow(), arguments);
    return Vectors.booleanAt(Evaluator.of(call).over(ONE_ROW), 0);
  }

  private static QueryResult describe(TableSchema schema) {
    return MetadataResult.ofTexts(
        List.of("Column", "Type", "Timestream attribute type"),
        schema.columns().stream()
            .map(column -> List.of(column.name(), column.type().sqlName(), attributeType(column)))
            .toList());
  }

  private static String attributeType(Column column) {
    return switch (column.kind()) {
      case DIMENSION -> "DIMENSION";
      case MEASURE_NAME -> "MEASURE_NAME";
      case TIME -> "TIMESTAMP";
      case MEASURE -> column.isSingleMeasure() ? "MEASURE_VALUE" : "MULTI";
    };
  }
}
