package io.lodestone.sql.analysis;

import io.lodestone.scan.TableSchema;
import io.lodestone.sql.analysis.ResolvedQuery.Common;
import io.lodestone.sql.analysis.ResolvedQuery.Derived;
import io.lodestone.sql.analysis.ResolvedQuery.Inline;
import io.lodestone.sql.analysis.ResolvedQuery.OutputColumn;
import io.lodestone.sql.analysis.ResolvedQuery.Relation;
import io.lodestone.sql.analysis.ResolvedQuery.Slice;
import io.lodestone.sql.analysis.ResolvedQuery.Stored;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TypeCoercion;
import io.trino.sql.tree.AliasedRelation;
import io.trino.sql.tree.AllRows;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FetchFirst;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Join;
import io.trino.sql.tree.Limit;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Offset;
import io.trino.sql.tree.Parameter;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.QueryBody;
import io.trino.sql.tree.QueryPeriod;
import io.trino.sql.tree.QuerySpecification;
import io.trino.sql.tree.Row;
import io.trino.sql.tree.SetOperation;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.TableSubquery;
import io.trino.sql.tree.Unnest;
import io.trino.sql.tree.Values;
import io.trino.sql.tree.WithQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Resolves queries: WITH, FROM and what stands around a SELECT. The SELECT itself is for {@link
 * SelectAnalyzer}.
 */
final class QueryAnalyzer {
  /** A source of rows, and the names of its columns. */
  record From(Relation relation, Scope scope) {}

  private final Statement statement;
  private final TableNames names;

  /** The columns around the query; empty for one that is not in an expression. */
  private final Optional<OuterColumns> outer;

  /** Queries that WITH has named here, as far as they have been used. */
  private final Map<WithQuery, ResolvedQuery> meanings = new IdentityHashMap<>();

  QueryAnalyzer(Statement statement, TableNames names) {
    this(statement, names, Optional.empty());
  }

  private QueryAnalyzer(Statement statement, TableNames names, Optional<OuterColumns> outer) {
    this.statement = statement;
    this.names = names;
    this.outer = outer;
  }

  /** The same for a sub-query in an expression. */
  QueryAnalyzer within(OuterColumns columns) {
    return new QueryAnalyzer(statement, names, Optional.of(columns));
  }

  ResolvedQuery analyze(Query query, WithNames with) {
    return statement.nested(() -> resolve(query, with));
  }

  private ResolvedQuery resolve(Query query, WithNames known) {
    WithNames with = known;
    if (query.getWith().isPresent()) {
      if (query.getWith().get().isRecursive()) {
        throw SemanticException.notSupported(
            statement.positionOf(query.getWith().get()), "WITH RECURSIVE");
      }
      for (WithQuery named : query.getWith().get().getQueries()) {
        with = with.and(named, this, query);
      }
    }
    if (query.getQueryBody() instanceof QuerySpecification select) {
      // The parser moves ORDER BY and LIMIT of a plain SELECT into it.
      return select(select, with);
    }
    From from = body(query.getQueryBody(), with);
    return new SelectAnalyzer(statement, from, outer, new SubqueryAnalyzer(statement, this, with))
        .everything(query.getOrderBy(), slice(query.getOffset(), query.getLimit()));
  }

  private ResolvedQuery select(QuerySpecification select, WithNames with) {
    From from =
        select
            .getFrom()
            .map(relation -> from(relation, with))
            .orElse(new From(new Inline(List.of(List.of()), List.of()), Scope.EMPTY));
    return new SelectAnalyzer(statement, from, outer, new SubqueryAnalyzer(statement, this, with))
        .analyze(select, slice(select.getOffset(), select.getLimit()));
  }

  private From from(Node relation, WithNames with) {
    return switch (relation) {
      case AliasedRelation aliased -> aliased(aliased, with);
      case QueryBody body -> body(body, with);
      case Unnest unnest -> new UnnestAnalyzer(statement, outer).alone(unnest);
      case Join join when UnnestAnalyzer.isFor(join.getRight()) ->
          new UnnestAnalyzer(statement, outer).joined(join, from(join.getLeft(), with));
      case Join join ->
          new JoinAnalyzer(
                  statement, join, from(join.getLeft(), with), from(join.getRight(), with), outer)
              .analyze();
      default ->
          throw SemanticException.notSupported(statement.positionOf(relation), describe(relation));
    };
  }

  private From aliased(AliasedRelation aliased, WithNames with) {
    From from = from(aliased.getRelation(), with);
    List<String> columns =
        aliased.getColumnNames() == null
            ? List.of()
            : aliased.getColumnNames().stream().map(Identifier::getValue).toList();
    checkColumnCount(columns, from, aliased.getAlias().getValue(), aliased);
    return new From(from.relation(), from.scope().renamed(aliased.getAlias().getValue(), columns));
  }

  private From body(QueryBody body, WithNames with) {
    return switch (body) {
      case Table table -> table(table, with);
      case TableSubquery subquery -> derived(analyze(subquery.getQuery(), with), List.of());
      case Values values -> inline(values);
      case QuerySpecification select -> derived(select(select, with), List.of());
      case SetOperation operation ->
          new SetAnalyzer(statement, operation)
              .analyze(operation.getRelations().stream().map(r -> from(r, with)).toList());
      default -> throw SemanticException.notSupported(statement.positionOf(body), describe(body));
    };
  }

  private From table(Table table, WithNames with) {
    List<String> parts = TableNames.partsOf(table.getName());
    Optional<WithNames> named = parts.size() == 1 ? with.find(parts.getFirst()) : Optional.empty();
    if (named.isPresent()) {
      table
          .getQueryPeriod()
          .ifPresent(
              period -> {
                throw SemanticException.at(
                    statement.positionOf(period), "Only a stored table can be read as of a moment");
              });
      return named(named.get(), table);
    }
    Optional<Instant> asOf = table.getQueryPeriod().map(this::moment);
    TableSchema schema = names.table(table.getName(), table, asOf);
    return new From(
        new Stored(schema, asOf),
        new Scope(
            schema.columns().stream()
                .map(
                    column ->
                        new Scope.Field(
                            parts,
                            column.name(),
                            SqlType.of(column.type()),
                            Optional.of(schema.table())))
                .toList()));
  }

  /** The instant of {@code FOR TIMESTAMP AS OF}, which must not depend on any row. */
  private Instant moment(QueryPeriod period) {
    if (period.getRangeType() != QueryPeriod.RangeType.TIMESTAMP || period.getStart().isPresent()) {
      throw SemanticException.notSupported(
          statement.positionOf(period), "A period other than FOR TIMESTAMP AS OF");
    }
    // How far back a table can be seen changes with time.
    statement.dependOnMoment();
    Expression end = period.getEnd().orElseThrow();
    ExpressionAnalyzer expressions =
        new ExpressionAnalyzer(
            statement, Scope.EMPTY, Optional.of("FOR TIMESTAMP AS OF"), Map.of());
    Term given = expressions.analyze(end);
    if (TypeCoercion.distance(given.type(), Scalar.TIMESTAMP) != TypeCoercion.Distance.NONE) {
      switch (new Applications(statement).coerce(given, Scalar.TIMESTAMP, end)) {
        case Term.Constant(SqlType _, Long nanos) -> {
          return Instant.EPOCH.plusNanos(nanos);
        }
        case Term.Unbound _ -> {
          return statement.instant();
        }
        default -> {}
      }
    }
    throw SemanticException.at(
        statement.positionOf(end), "FOR TIMESTAMP AS OF must be a constant timestamp");
  }

  private From named(WithNames entry, Table table) {
    WithQuery query = entry.named();
    String name = query.getName().getValue();
    ResolvedQuery meant = entry.definedBy().meaning(entry);
    From plain = derived(meant, List.of(name));
    From from =
        entry.isRepeated() && meant.isCompact()
            ? new From(new Common(meant), plain.scope())
            : plain;
    List<String> columns =
        query.getColumnNames().orElse(List.of()).stream().map(Identifier::getValue).toList();
    checkColumnCount(columns, from, name, table);
    return new From(from.relation(), from.scope().renamed(name, columns));
  }

  /** The query of a name that this has defined, the same one at every use. */
  private ResolvedQuery meaning(WithNames entry) {
    ResolvedQuery known = meanings.get(entry.named());
    if (known == null) {
      known = analyze(entry.named().getQuery(), entry.before());
      meanings.put(entry.named(), known);
    }
    return known;
  }

  private static From derived(ResolvedQuery query, List<String> qualifier) {
    List<Scope.Field> fields = new ArrayList<>();
    for (OutputColumn column : query.columns()) {
      fields.add(new Scope.Field(qualifier, column.name(), column.type(), column.table()));
    }
    return new From(new Derived(query), new Scope(fields));
  }

  private From inline(Values values) {
    ExpressionAnalyzer expressions =
        new ExpressionAnalyzer(
            statement,
            Scope.EMPTY,
            Optional.of("VALUES"),
            Map.of(),
            new Surroundings(outer, Optional.empty()));
    List<List<Term>> rows = new ArrayList<>();
    List<SqlType> types = new ArrayList<>();
    for (Expression row : values.getRows()) {
      List<Expression> cells =
          row instanceof Row several
              ? several.getFields().stream().map(Row.Field::getExpression).toList()
              : List.of(row);
      List<Term> terms = cells.stream().map(expressions::analyze).toList();
      if (!rows.isEmpty() && terms.size() != types.size()) {
        throw SemanticException.at(statement.positionOf(row), "Values rows have mismatched sizes");
      }
      for (int i = 0; i < terms.size(); i++) {
        SqlType type = terms.get(i).type();
        if (rows.isEmpty()) {
          types.add(type);
        } else {
          types.set(
              i,
              TypeCoercion.common(types.get(i), type)
                  .orElseThrow(
                      () ->
                          SemanticException.at(
                              statement.positionOf(row), "Values rows have mismatched types")));
        }
      }
      rows.add(terms);
    }
    List<Scope.Field> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      fields.add(new Scope.Field(List.of(), "_col" + i, types.get(i)));
    }
    Applications applications = new Applications(statement);
    List<List<Term>> coerced = new ArrayList<>();
    for (List<Term> row : rows) {
      List<Term> terms = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        terms.add(applications.coerce(row.get(i), types.get(i), values));
      }
      coerced.add(terms);
    }
    return new From(new Inline(coerced, types), new Scope(fields));
  }

  private void checkColumnCount(List<String> names, From from, String alias, Node node) {
    int width = from.scope().fields().size();
    if (!names.isEmpty() && names.size() != width) {
      throw SemanticException.at(
          statement.positionOf(node),
          "Column alias list has %s entries but '%s' has %s columns available"
              .formatted(names.size(), alias, width));
    }
  }

  private Slice slice(Optional<Offset> offset, Optional<Node> limit) {
    return new Slice(offset.map(o -> count(o.getRowCount())).orElse(0L), limit(limit));
  }

  private OptionalLong limit(Optional<Node> clause) {
    if (clause.isEmpty()) {
      return OptionalLong.empty();
    }
    return switch (clause.get()) {
      case Limit limit when limit.getRowCount() instanceof AllRows -> OptionalLong.empty();
      case Limit limit -> OptionalLong.of(count(limit.getRowCount()));
      case FetchFirst first when !first.isWithTies() ->
          OptionalLong.of(first.getRowCount().map(this::count).orElse(1L));
      default ->
          throw SemanticException.notSupported(
              statement.positionOf(clause.get()), "FETCH FIRST ... WITH TIES");
    };
  }

  private long count(Expression rows) {
    if (rows instanceof LongLiteral count) {
      return (Long) Literals.whole(count.getValue(), statement.positionOf(count)).value();
    }
    Term given = statement.parameter((Parameter) rows);
    if (given instanceof Term.Unbound unbound) {
      statement.parameters().wanted(unbound, Scalar.BIGINT);
      return 0;
    }
    if (given instanceof Term.Constant(SqlType _, Long value) && value >= 0) {
      return value;
    }
    throw SemanticException.at(
        statement.positionOf(rows), "A number of rows must be a whole number that is not negative");
  }

  private static String describe(Node relation) {
    return switch (relation.getClass().getSimpleName()) {
      case "SampledRelation" -> "TABLESAMPLE";
      case "Lateral" -> "LATERAL";
      default -> relation.getClass().getSimpleName();
    };
  }
}
