package io.lodestone.sql.analysis;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;
import static io.lodestone.sql.type.SqlType.Scalar.DOUBLE;
import static io.lodestone.sql.type.SqlType.Scalar.UNKNOWN;

import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.FunctionRegistry;
import io.lodestone.sql.function.Question;
import io.lodestone.sql.function.ScalarFunction;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.Position;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TypeCoercion;
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
import java.util.function.Supplier;

/** Turns the expressions of one clause into terms. */
final class ExpressionAnalyzer {
  private final Statement statement;
  private final Scope scope;
  private final Optional<String> clause;
  private final Map<String, Term> aliases;
  private final Surroundings surroundings;
  private final CallAnalyzer calls;
  private final PredicateAnalyzer predicates;
  private final ChoiceAnalyzer choices;
  private final StructureAnalyzer structures;
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
    this.calls = new CallAnalyzer(statement, this, clause);
    this.predicates = new PredicateAnalyzer(statement, this);
    this.choices = new ChoiceAnalyzer(this, predicates);
    this.structures = new StructureAnalyzer(this, choices);
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
          position(expression),
          clause + " must evaluate to a boolean: actual type " + term.type().displayName());
    }
    return coerce(term, BOOLEAN, expression);
  }

  private Term resolve(Expression expression) {
    return switch (expression) {
      case Identifier name -> column(name);
      case DereferenceExpression name -> qualified(name);
      case NullLiteral _ -> Term.Constant.ofNull(UNKNOWN);
      case BooleanLiteral literal -> Term.Constant.ofBoolean(literal.getValue());
      case LongLiteral literal -> Literals.whole(literal.getValue(), position(literal));
      case DecimalLiteral literal ->
          new Term.Constant(DOUBLE, Double.valueOf(literal.getValue().replace("_", "")));
      case DoubleLiteral literal -> new Term.Constant(DOUBLE, literal.getValue());
      case StringLiteral literal -> Term.Constant.ofText(literal.getValue());
      case GenericLiteral literal -> typed(literal);
      case IntervalLiteral literal -> Literals.interval(literal, position(literal));
      case CurrentTimestamp _, LocalTimestamp _ -> statement.now();
      case CurrentDate _ -> call("date", List.of(statement.now()), expression);
      case CurrentTime _, LocalTime _ -> cast(statement.now(), Scalar.TIME, expression);
      case ArithmeticUnaryExpression unary -> unary(unary);
      case ArithmeticBinaryExpression binary -> arithmetic(binary);
      case LogicalExpression logical -> logical(logical);
      case NotExpression not -> not(condition(not.getValue(), "Value of logical NOT expression"));
      case Predicated predicated -> predicates.analyze(predicated);
      case SearchedCaseExpression searched -> choices.searchedCase(searched);
      case SimpleCaseExpression simple -> choices.simpleCase(simple);
      case IfExpression choice -> choices.choice(choice);
      case CoalesceExpression coalesce -> choices.coalesce(coalesce);
      case NullIfExpression nullIf -> choices.nullIf(nullIf);
      case TryExpression attempt -> new Term.Try(analyze(attempt.getInnerExpression()));
      case Cast cast -> cast(cast);
      case Extract extract ->
          call(
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
          call(
              "at_timezone",
              List.of(analyze(zoned.getValue()), analyze(zoned.getTimeZone())),
              zoned);
      case Parameter parameter -> statement.parameter(parameter);
      case ExistsPredicate exists -> subqueries(exists).exists(exists.getSubquery(), this);
      default -> throw SemanticException.notSupported(position(expression), describe(expression));
    };
  }

  /** Where sub-queries go, if there may be any. */
  SubqueryAnalyzer subqueries(Node node) {
    return surroundings
        .subqueries()
        .orElseThrow(() -> SemanticException.notSupported(position(node), "A sub-query here"));
  }

  /** The windows that the query has named. */
  WindowNames windows() {
    return surroundings.windows();
  }

  // Names.

  private Term column(Identifier name) {
    for (Scope.Spelling spelling : Scope.Spelling.values()) {
      for (Map.Entry<String, Term> alias : aliases.entrySet()) {
        if (spelling.same(alias.getKey(), name.getValue())) {
          return alias.getValue();
        }
      }
      if (scope.fields().stream().anyMatch(f -> spelling.same(f.name(), name.getValue()))) {
        break;
      }
    }
    return named(List.of(name.getValue()), position(name));
  }

  /**
   * {@code a.b.c}: a column, if there is one of that name, or else the field {@code c} of the row
   * {@code a.b}.
   */
  private Term qualified(DereferenceExpression name) {
    Optional<List<String>> parts = namesOf(name);
    Optional<Term> column =
        parts.filter(p -> !isAlias(p.getFirst())).flatMap(p -> find(p, position(name)));
    if (column.isPresent()) {
      return column.get();
    }
    if (name.getField().isEmpty()) {
      throw SemanticException.notSupported(position(name), "A field of a row");
    }
    boolean baseIsUnknown = name.getBase() instanceof Identifier base && !isKnown(base);
    if (parts.isPresent() && baseIsUnknown) {
      // The base is no column either: the whole name is what the user has to look at.
      return scope.resolve(parts.get(), position(name));
    }
    return structures.field(analyze(name.getBase()), name.getField().get().getValue(), name);
  }

  private Term named(List<String> parts, Position position) {
    return find(parts, position).orElseGet(() -> scope.resolve(parts, position));
  }

  /** The column of a name, of this query or of one around it; empty when none knows it. */
  Optional<Term> find(List<String> parts, Position position) {
    return scope.knows(parts)
        ? Optional.of(scope.resolve(parts, position))
        : surroundings.outer().flatMap(outer -> outer.find(parts, position));
  }

  private boolean isAlias(String name) {
    return aliases.containsKey(name);
  }

  private boolean isKnown(Identifier name) {
    return isAlias(name.getValue()) || find(List.of(name.getValue()), position(name)).isPresent();
  }

  /** The names of {@code a.b.c}; empty when the first one is not a name. */
  private static Optional<List<String>> namesOf(Expression name) {
    return switch (name) {
      case Identifier identifier -> Optional.of(List.of(identifier.getValue()));
      case DereferenceExpression dereference when dereference.getField().isPresent() ->
          namesOf(dereference.getBase())
              .map(
                  base -> {
                    List<String> parts = new ArrayList<>(base);
                    parts.add(dereference.getField().get().getValue());
                    return parts;
                  });
      default -> Optional.empty();
    };
  }

  /** The names of {@code a.b.c}. */
  List<String> partsOf(Expression name) {
    return namesOf(name)
        .orElseThrow(() -> SemanticException.notSupported(position(name), "A field of a row"));
  }

  // Literals and casts.

  private Term typed(GenericLiteral literal) {
    Optional<Term.Constant> constant = Literals.typed(literal, position(literal));
    return constant.isPresent()
        ? constant.get()
        : cast(
            Term.Constant.ofText(literal.getValue()),
            types.named(literal.getType(), literal),
            literal);
  }

  private Term cast(Cast cast) {
    Term term = cast(analyze(cast.getExpression()), types.of(cast.getType()), cast);
    return cast.isSafe() ? new Term.Try(term) : term;
  }

  private Term cast(Term value, SqlType target, Node node) {
    if (value instanceof Term.Unbound parameter && parameter.type() == UNKNOWN) {
      return statement.parameters().wanted(parameter, target);
    }
    ScalarFunction function =
        statement
            .functions()
            .cast(value.type(), target)
            .orElseThrow(
                () ->
                    SemanticException.at(
                        position(node),
                        "Cannot cast %s to %s"
                            .formatted(value.type().displayName(), target.displayName())));
    return ConstantFolding.fold(new Term.Call(function, List.of(value)));
  }

  // Operators.

  private Term unary(ArithmeticUnaryExpression unary) {
    boolean negative = unary.getSign() == ArithmeticUnaryExpression.Sign.MINUS;
    // The smallest long has no positive literal.
    if (negative && unary.getValue() instanceof LongLiteral literal) {
      return Literals.whole("-" + literal.getValue(), position(literal));
    }
    Term value = analyze(unary.getValue());
    if (!negative) {
      return value;
    }
    return operator("unary -", "-", List.of(value), unary);
  }

  private Term arithmetic(ArithmeticBinaryExpression binary) {
    String symbol = binary.getOperator().getValue();
    return operator(
        symbol, symbol, List.of(analyze(binary.getLeft()), analyze(binary.getRight())), binary);
  }

  /** Applies an operator to operands of whatever types. */
  Term operator(String function, String symbol, List<Term> given, Node node) {
    List<Term> operands = alike(function, given);
    List<SqlType> types = operands.stream().map(Term::type).toList();
    Supplier<SemanticException> failure =
        () ->
            SemanticException.at(
                position(node),
                "Cannot apply operator: "
                    + (types.size() == 1
                        ? symbol + types.getFirst().displayName()
                        : types.get(0).displayName()
                            + " "
                            + symbol
                            + " "
                            + types.get(1).displayName()));
    ScalarFunction found = statement.functions().scalar(function, types).orElseThrow(failure);
    for (int i = 0; i < types.size(); i++) {
      // Only comparisons and named functions read text as an instant.
      if (TypeCoercion.distance(types.get(i), found.argument(i)) == TypeCoercion.Distance.PARSED) {
        throw failure.get();
      }
    }
    return apply(found, operands, node);
  }

  /**
   * A parameter that could be anything is what stands beside it, if the operator takes two such.
   */
  private List<Term> alike(String function, List<Term> operands) {
    for (int i = 0; i < 2 && operands.size() == 2; i++) {
      SqlType other = operands.get(1 - i).type();
      if (operands.get(i) instanceof Term.Unbound parameter
          && parameter.type() == UNKNOWN
          && statement.functions().scalar(function, List.of(other, other)).isPresent()) {
        Term wanted = statement.parameters().wanted(parameter, other);
        return i == 0 ? List.of(wanted, operands.get(1)) : List.of(operands.get(0), wanted);
      }
    }
    return operands;
  }

  private Term logical(LogicalExpression logical) {
    String clause = "Logical expression term";
    List<Term> terms = logical.getTerms().stream().map(term -> condition(term, clause)).toList();
    return logical.getOperator() == LogicalExpression.Operator.AND
        ? new Term.And(terms)
        : new Term.Or(terms);
  }

  Term equality(Term left, Term right, Node node) {
    return predicates.comparison(Comparison.EQUAL, left, right, node);
  }

  /** The question whether a value is among others of its type. */
  Question amongValuesOf(SqlType type) {
    SqlType compared = type == UNKNOWN ? BOOLEAN : type;
    FunctionRegistry functions = statement.functions();
    return new Question.Among(
        functions
            .scalar(Comparison.EQUAL.symbol(), List.of(compared, compared))
            .orElseThrow(
                () ->
                    SemanticException.notSupported(
                        position(null), "Comparing " + compared.displayName())),
        functions.aggregate("bool_or", List.of(BOOLEAN)).orElseThrow());
  }

  Term not(Term condition) {
    return apply(
        statement.functions().scalar("not", List.of(BOOLEAN)).orElseThrow(),
        List.of(condition),
        null);
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
    return call(name, arguments, trim);
  }

  /** Applies the scalar function of a name to arguments of whatever types. */
  Term call(String name, List<Term> arguments, Node node) {
    List<SqlType> types = arguments.stream().map(Term::type).toList();
    ScalarFunction function =
        statement
            .functions()
            .scalar(name, types)
            .orElseThrow(() -> calls.wrongArguments(name, types, node));
    return apply(function, arguments, node);
  }

  /** Applies a function to arguments that can become what it takes. */
  Term apply(ScalarFunction function, List<Term> arguments, Node node) {
    List<Term> coerced = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      coerced.add(coerce(arguments.get(i), function.argument(i), node));
    }
    return ConstantFolding.fold(new Term.Call(function, coerced));
  }

  Term coerce(Term value, SqlType type, Node node) {
    return value.type().equals(type) ? value : cast(value, type, node);
  }

  Position position(Node node) {
    return node == null ? new Position(1, 1) : statement.positionOf(node);
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
