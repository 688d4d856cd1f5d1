package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An expression whose names are resolved and whose types are settled. Equal terms mean the same;
 * that is how an expression of the select list is recognised as one of GROUP BY.
 */
public sealed interface Term {
  SqlType type();

  /** The terms that this one is made of. */
  List<Term> parts();

  /** The same term made of other parts, each of the type of the one it replaces. */
  Term withParts(List<Term> parts);

  /** The value of a column of the batch. */
  record Input(int column, SqlType type) implements Leaf {}

  /**
   * A value that does not change.
   *
   * @param value a Long, Double, Boolean or String as the type calls for, a vector of one value for
   *     a type with parts, or null for NULL
   */
  record Constant(SqlType type, Object value) implements Leaf {
    public static Constant ofNull(SqlType type) {
      return new Constant(type, null);
    }

    public static Constant ofText(String text) {
      return new Constant(Scalar.VARCHAR, text);
    }

    public static Constant ofBoolean(boolean value) {
      return new Constant(Scalar.BOOLEAN, value);
    }

    public boolean isNull() {
      return value == null;
    }

    public boolean isTrue() {
      return Boolean.TRUE.equals(value);
    }
  }

  /** A function of arguments whose types are exactly those it takes. */
  record Call(ScalarFunction function, List<Term> arguments) implements Term {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public SqlType type() {
      return function.returns();
    }

    @Override
    public List<Term> parts() {
      return arguments;
    }

    @Override
    public Term withParts(List<Term> parts) {
      return new Call(function, parts);
    }
  }

  /** True when all parts are; later parts are evaluated only where earlier ones are not false. */
  record And(List<Term> parts) implements Term {
    public And {
      parts = List.copyOf(parts);
    }

    @Override
    public SqlType type() {
      return Scalar.BOOLEAN;
    }

    @Override
    public Term withParts(List<Term> newParts) {
      return new And(newParts);
    }
  }

  /**
   * True when one of the parts is; later parts are evaluated only where earlier ones are not true.
   */
  record Or(List<Term> parts) implements Term {
    public Or {
      parts = List.copyOf(parts);
    }

    @Override
    public SqlType type() {
      return Scalar.BOOLEAN;
    }

    @Override
    public Term withParts(List<Term> newParts) {
      return new Or(newParts);
    }
  }

  /** Whether a value is NULL; never NULL itself. */
  record IsNull(Term value) implements Term {
    @Override
    public SqlType type() {
      return Scalar.BOOLEAN;
    }

    @Override
    public List<Term> parts() {
      return List.of(value);
    }

    @Override
    public Term withParts(List<Term> parts) {
      return new IsNull(parts.getFirst());
    }
  }

  /**
   * Whether a value is one of some constants: NULL when the value is, or when none fits and one of
   * them is NULL.
   *
   * @param options of the value's type
   */
  record In(Term value, List<Constant> options) implements Term {
    public In {
      options = List.copyOf(options);
    }

    @Override
    public SqlType type() {
      return Scalar.BOOLEAN;
    }

    @Override
    public List<Term> parts() {
      return List.of(value);
    }

    @Override
    public Term withParts(List<Term> parts) {
      return new In(parts.getFirst(), options);
    }
  }

  /**
   * The result of the first branch whose condition is true, else the last one. Results are
   * evaluated only where they are chosen.
   *
   * @param parts condition, result, condition, result, ..., otherwise
   * @param type that of every result
   */
  record Case(List<Term> parts, SqlType type) implements Term {
    public Case {
      parts = List.copyOf(parts);
      if (parts.size() % 2 == 0) {
        throw new IllegalArgumentException("a case without otherwise");
      }
    }

    @Override
    public Term withParts(List<Term> newParts) {
      return new Case(newParts, type);
    }
  }

  /** The first part that is not NULL; later parts are evaluated only where earlier ones are. */
  record Coalesce(List<Term> parts, SqlType type) implements Term {
    public Coalesce {
      parts = List.copyOf(parts);
    }

    @Override
    public Term withParts(List<Term> newParts) {
      return new Coalesce(newParts, type);
    }
  }

  /** A value, or NULL where evaluating it fails. */
  record Try(Term value) implements Term {
    @Override
    public SqlType type() {
      return value.type();
    }

    @Override
    public List<Term> parts() {
      return List.of(value);
    }

    @Override
    public Term withParts(List<Term> parts) {
      return new Try(parts.getFirst());
    }
  }

  /** A term without a value of its own: planning puts another in its place. */
  sealed interface Placeholder extends Term
      permits Aggregate, Missing, WindowTerm, Subquery, Outer, Unbound {}

  /**
   * An aggregate over the rows of a group.
   *
   * @param filter the rows that count; empty for all
   */
  record Aggregate(
      AggregateFunction function, List<Term> arguments, boolean distinct, Optional<Term> filter)
      implements Placeholder {
    public Aggregate {
      Objects.requireNonNull(function, "function");
      arguments = List.copyOf(arguments);
    }

    @Override
    public SqlType type() {
      return function.returns();
    }

    @Override
    public List<Term> parts() {
      return Stream.concat(arguments.stream(), filter.stream()).toList();
    }

    @Override
    public Term withParts(List<Term> parts) {
      return new Aggregate(
          function, parts.subList(0, arguments.size()), distinct, filter.map(_ -> parts.getLast()));
    }
  }

  /**
   * Which of some keys of GROUP BY are not of the set by which a row is grouped: {@code grouping}.
   */
  record Missing(List<Term> parts) implements Placeholder {
    public Missing {
      parts = List.copyOf(parts);
    }

    @Override
    public SqlType type() {
      return Scalar.INTEGER;
    }

    @Override
    public Term withParts(List<Term> newParts) {
      return new Missing(newParts);
    }
  }

  /**
   * The answer to a question about the rows of a sub-query.
   *
   * @param number which one of the query's sub-queries
   * @param arguments what the sub-query takes from the row at hand, and last, if the question has
   *     one, the value that its rows are held against
   */
  record Subquery(int number, Question question, SqlType type, List<Term> arguments)
      implements Placeholder {
    public Subquery {
      Objects.requireNonNull(question, "question");
      arguments = List.copyOf(arguments);
    }

    /** Whether all rows get the same rows of the sub-query to see. */
    public boolean isIndependent() {
      return arguments.size() == (question.hasValue() ? 1 : 0);
    }

    @Override
    public List<Term> parts() {
      return arguments;
    }

    @Override
    public Term withParts(List<Term> parts) {
      return new Subquery(number, question, type, parts);
    }
  }

  /**
   * What a sub-query takes from the row of the query around it.
   *
   * @param index which one of its arguments
   */
  record Outer(int index, SqlType type) implements Leaf, Placeholder {}

  /**
   * A parameter of a statement that is understood without its values.
   *
   * @param type UNKNOWN where nothing has said it yet
   */
  record Unbound(String name, SqlType type) implements Leaf, Placeholder {}

  /**
   * The value of a lambda's parameter. Parameters are numbered from the outermost lambda inwards.
   */
  record Parameter(int number, SqlType type) implements Leaf {}

  /**
   * {@code (x, y) -> body}.
   *
   * @param firstParameter number of the first one
   * @param parameters their types
   */
  record Lambda(int firstParameter, List<SqlType> parameters, Term body) {
    public Lambda {
      parameters = List.copyOf(parameters);
    }
  }

  /**
   * A function of arguments and lambdas.
   *
   * @param name of the function, which with the types of the arguments says which one it is
   * @param arguments of exactly the types that it takes
   * @param lambdas whose bodies have exactly the types that it takes
   */
  record Apply(
      String name,
      SqlType type,
      HigherOrder.LambdaKernel kernel,
      List<Term> arguments,
      List<Lambda> lambdas)
      implements Term {
    public Apply {
      arguments = List.copyOf(arguments);
      lambdas = List.copyOf(lambdas);
    }

    @Override
    public List<Term> parts() {
      return Stream.concat(arguments.stream(), lambdas.stream().map(Lambda::body)).toList();
    }

    @Override
    public Term withParts(List<Term> parts) {
      List<Lambda> changed = new ArrayList<>();
      for (int i = 0; i < lambdas.size(); i++) {
        Lambda lambda = lambdas.get(i);
        Term body = parts.get(arguments.size() + i);
        changed.add(new Lambda(lambda.firstParameter(), lambda.parameters(), body));
      }
      return new Apply(name, type, kernel, parts.subList(0, arguments.size()), changed);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Apply that
          && name.equals(that.name)
          && type.equals(that.type)
          && arguments.equals(that.arguments)
          && lambdas.equals(that.lambdas);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, arguments, lambdas);
    }
  }

  /** A term without parts. */
  sealed interface Leaf extends Term permits Input, Constant, Outer, Unbound, Parameter {
    @Override
    default List<Term> parts() {
      return List.of();
    }

    @Override
    default Term withParts(List<Term> parts) {
      return this;
    }
  }

  /** This term and all it is made of. */
  default Stream<Term> walk() {
    return Stream.concat(Stream.of(this), parts().stream().flatMap(Term::walk));
  }

  /** Replaces parts from the inside out. */
  default Term rewrite(UnaryOperator<Term> change) {
    List<Term> parts = parts();
    return change.apply(
        parts.isEmpty() ? this : withParts(parts.stream().map(p -> p.rewrite(change)).toList()));
  }

  /** Whether evaluating this may fail for some value. */
  default boolean canFail() {
    return walk().anyMatch(t -> t instanceof Call call && call.function().canFail());
  }

  default boolean hasWindow() {
    return walk().anyMatch(WindowTerm.class::isInstance);
  }

  default boolean hasSubquery() {
    return walk().anyMatch(Subquery.class::isInstance);
  }

  default boolean hasAggregate() {
    return walk().anyMatch(Aggregate.class::isInstance);
  }
}
