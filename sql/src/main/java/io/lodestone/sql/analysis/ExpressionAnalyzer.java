package io.lodestone.sql.analysis;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType.Scalar;
import io.trino.sql.tree.ArithmeticBinaryExpression;
import io.trino.sql.tree.ArithmeticUnaryExpression;
import io.trino.sql.tree.Array;
import io.trino.sql.tree.AtTimeZone;
import io.trino.sql.tree.BooleanLiteral;
import io.trino.sql.tree.Cast;
import io.trino.sql.tree.CoalesceExpression;
import io.trino.sql.tree.CurrentDate;
import io.trino.sql.tree.CurrentTime;
import io.trino.sql.tree.CurrentTimestamp;
import io.trino.sql.tree.DecimalLiteral;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.DoubleLiteral;
import io.trino.sql.tree.ExistsPredicate;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.Extract;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.GenericLiteral;
import io.trino.sql.tree.GroupingOperation;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IfExpression;
import io.trino.sql.tree.IntervalLiteral;
import io.trino.sql.tree.LocalTime;
import io.trino.sql.tree.LocalTimestamp;
import io.trino.sql.tree.LogicalExpression;
import io.trino.sql.tree.LongLiteral;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.NotExpression;
import io.trino.sql.tree.NullIfExpression;
import io.trino.sql.tree.NullLiteral;
import io.trino.sql.tree.Parameter;
import io.trino.sql.tree.Predicated;
import io.trino.sql.tree.Row;
import io.trino.sql.tree.SearchedCaseExpression;
import io.trino.sql.tree.SimpleCaseExpression;
import io.trino.sql.tree.StringLiteral;
import io.trino.sql.tree.SubqueryExpression;
import io.trino.sql.tree.SubscriptExpression;
import io.trino.sql.tree.Trim;
import io.trino.sql.tree.TryExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Turns the expressions of one clause into terms. */
final class ExpressionAnalyzer {
  private final Statement statement;
  private final Scope scope;
  private final Optional<String> clause;
  private final Map<String, Term> aliases;
  private final Surroundings surroundings;
  private final Applications applications;
  private final CallAnalyzer calls;
  private final PredicateAnalyzer predicates;
  private final ChoiceAnalyzer choices;
  private final StructureAnalyzer structures;
  private final NameAnalyzer names;
  private final TypeNames types;

  /**
   * @param clause its name for messages when it may hold no aggregates; empty when it may
   * @param aliases names that stand for terms and come before columns
   */
  ExpressionAnalyzer(
      Statement statement, Scope scope, Optional<String> clause, Map<String, Term> aliases) {
    this(statement, scope, clause, aliases, Surroundings.NONE);
  }

  ExpressionAnalyzer(
      Statement statement,
      Scope scope,
      Optional<String> clause,
      Map<String, Term> aliases,
      Surroundings surroundings) {
    this.surroundings = surroundings;
    this.statement = statement;
    this.scope = scope;
    this.clause = clause;
    this.aliases = aliases;
    this.applications = new Applications(statement);
    this.calls = new CallAnalyzer(statement, this, clause);
    this.predicates = new PredicateAnalyzer(statement, this);
    this.choices = new ChoiceAnalyzer(statement, this);
    this.structures = new StructureAnalyzer(statement, this);
    this.names =
        new NameAnalyzer(statement, scope, aliases, surroundings.outer(), this, structures);
    this.types = new TypeNames(statement);
  }

  /** Columns alone, as seen from within an aggregate. */
  ExpressionAnalyzer withinAggregate() {
    return new ExpressionAnalyzer(
        statement, scope, Optional.of("an aggregate"), Map.of(), surroundings);
  }

  /** The same with the parameters of a lambda, which hide columns and other names. */
  ExpressionAnalyzer withParameters(Map<String, Term> parameters) {
    Map<String, Term> names = new LinkedHashMap<>(aliases);
    names.putAll(parameters);
    return new ExpressionAnalyzer(statement, scope, clause, names, surroundings);
  }

  /** The number of the next parameter of a lambda in this place. */
  int nextParameter() {
    return aliases.values().stream()
        .mapToInt(term -> term instanceof Term.Parameter parameter ? parameter.number() + 1 : 0)
        .max()
        .orElse(0);
  }

  Term analyze(Expression expression) {
    return statement.nested(() -> ConstantFolding.fold(resolve(expression)));
  }

  /** A condition: BOOLEAN, or NULL. */
  Term condition(Expression expression, String clause) {
    Term term = analyze(expression);
    if (term.type() != BOOLEAN && term.type() != UNKNOWN) {
      throw SemanticException.at(
          statement.positionOf(expression),
          clause + " must evaluate to a boolean: actual type " + term.type().displayName());
    }
    return applications.coerce(term, BOOLEAN, expression);
  }

  private Term resolve(Expression expression) {
    return switch (expression) {
      case Identifier name -> names.column(name);
      case DereferenceExpression name -> names.qualified(name);
      case NullLiteral _ -> Term.Constant.ofNull(UNKNOWN);
      case BooleanLiteral literal -> Term.Constant.ofBoolean(literal.getValue());
      case LongLiteral literal -> Literals.whole(literal.getValue(), statement.positionOf(literal));
      case DecimalLiteral literal ->
          new Term.Constant(DOUBLE, Double.valueOf(literal.getValue().replace("_", "")));
      case DoubleLiteral literal -> new Term.Constant(DOUBLE, literal.getValue());
      case StringLiteral literal -> Term.Constant.ofText(literal.getValue());
      case GenericLiteral literal -> typed(literal);
      case IntervalLiteral literal -> Literals.interval(literal, statement.positionOf(literal));
      case CurrentTimestamp _, LocalTimestamp _ -> statement.now();
      case CurrentDate _ -> applications.call("date", List.of(statement.now()), expression);
      case CurrentTime _, LocalTime _ ->
          applications.cast(statement.now(), Scalar.TIME, expression);
      case ArithmeticUnaryExpression unary -> unary(unary);
      case ArithmeticBinaryExpression binary -> arithmetic(binary);
      case LogicalExpression logical -> logical(logical);
      case NotExpression not ->
          applications.not(condition(not.getValue(), "Value of logical NOT expression"), not);
      case Predicated predicated -> predicates.analyze(predicated);
      case SearchedCaseExpression searched -> choices.searchedCase(searched);
      case SimpleCaseExpression simple -> choices.simpleCase(simple);
      case IfExpression choice -> choices.choice(choice);
      case CoalesceExpression coalesce -> choices.coalesce(coalesce);
      case NullIfExpression nullIf -> choices.nullIf(nullIf);
      case TryExpression attempt -> new Term.Try(analyze(attempt.getInnerExpression()));
      case Cast cast -> cast(cast);
      case Extract extract ->
          applications.call(
              extract.getField().name().toLowerCase(Locale.ROOT),
              List.of(analyze(extract.getExpression())),
              extract);
      case Trim trim -> trim(trim);
      case Array array -> structures.array(array);
      case Row row -> structures.row(row);
      case SubscriptExpression subscript -> structures.subscript(subscript);
      case FunctionCall call -> calls.analyze(call);
      case GroupingOperation grouping -> calls.grouping(grouping);
      case SubqueryExpression subquery -> subqueries(subquery).value(subquery, this);
      case AtTimeZone zoned ->
          applications.call(
              "at_timezone",
              List.of(analyze(zoned.getValue()), analyze(zoned.getTimeZone())),
              zoned);
      case Parameter parameter -> statement.parameter(parameter);
      case ExistsPredicate exists -> subqueries(exists).exists(exists.getSubquery(), this);
      default ->
          throw SemanticException.notSupported(
              statement.positionOf(expression), describe(expression));
    };
  }

  /** Where sub-queries go, if there may be any. */
  SubqueryAnalyzer subqueries(Node node) {
    return surroundings
        .subqueries()
        .orElseThrow(
            () -> SemanticException.notSupported(statement.positionOf(node), "A sub-query here"));
  }

  /** What the names of this clause mean. */
  NameAnalyzer names() {
    return names;
  }

  /** The windows that the query has named. */
  WindowNames windows() {
    return surroundings.windows();
  }

  // Literals and casts.

  private Term typed(GenericLiteral literal) {
    Optional<Term.Constant> constant = Literals.typed(literal, statement.positionOf(literal));
    return constant.isPresent()
        ? constant.get()
        : applications.cast(
            Term.Constant.ofText(literal.getValue()),
            types.named(literal.getType(), literal),
            literal);
  }

  private Term cast(Cast cast) {
    Term term = applications.cast(analyze(cast.getExpression()), types.of(cast.getType()), cast);
    return cast.isSafe() ? new Term.Try(term) : term;
  }

  // Operators.

  private Term unary(ArithmeticUnaryExpression unary) {
    boolean negative = unary.getSign() == ArithmeticUnaryExpression.Sign.MINUS;
    // The smallest long has no positive literal.
    if (negative && unary.getValue() instanceof LongLiteral literal) {
      return Literals.whole("-" + literal.getValue(), statement.positionOf(literal));
    }
    Term value = analyze(unary.getValue());
    if (!negative) {
      return value;
    }
    return applications.operator("unary -", "-", List.of(value), unary);
  }

  private Term arithmetic(ArithmeticBinaryExpression binary) {
    String symbol = binary.getOperator().getValue();
    return applications.operator(
        symbol, symbol, List.of(analyze(binary.getLeft()), analyze(binary.getRight())), binary);
  }

  private Term logical(LogicalExpression logical) {
    String clause = "Logical expression term";
    List<Term> terms = logical.getTerms().stream().map(term -> condition(term, clause)).toList();
    return logical.getOperator() == LogicalExpression.Operator.AND
        ? new Term.And(terms)
        : new Term.Or(terms);
  }

  // Calls.

  private Term trim(Trim trim) {
    String name =
        switch (trim.getSpecification()) {
          case BOTH -> "trim";
          case LEADING -> "ltrim";
          case TRAILING -> "rtrim";
        };
    List<Term> arguments = new ArrayList<>();
    arguments.add(analyze(trim.getTrimSource()));
    trim.getTrimCharacter().map(this::analyze).ifPresent(arguments::add);
    return applications.call(name, arguments, trim);
  }

  /** What a node is called in the language of its user. */
  static String describe(Node node) {
    return switch (node.getClass().getSimpleName()) {
      case "LambdaExpression" -> "A lambda expression";
      case "AtLocal" -> "AT LOCAL";
      case "MethodCall", "StaticMethodCall" -> "A method call";
      default -> node.getClass().getSimpleName();
    };
  }
}
