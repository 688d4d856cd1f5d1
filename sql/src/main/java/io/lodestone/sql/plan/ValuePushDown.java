package io.lodestone.sql.plan;

import io.lodestone.scan.Column;
import io.lodestone.scan.Literal;
import io.lodestone.scan.TableSchema;
import io.lodestone.scan.ValuePredicate;
import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SqlType.Scalar;
import java.util.List;
import java.util.Optional;

/** Conditions on one measure and a constant, as a scan knows them. */
final class ValuePushDown {
  private ValuePushDown() {}

  /** The condition of a scan that holds exactly where a term is true; empty if there is none. */
  static Optional<ValuePredicate> of(Term condition, TableSchema schema) {
    return switch (condition) {
      case Term.IsNull(Term.Input input) when isMeasure(input, schema) ->
          Optional.of(new ValuePredicate.IsNull(nameOf(input, schema)));
      case Term.Input input when isMeasure(input, schema) ->
          Optional.of(truth(nameOf(input, schema), true));
      case Term.Call(var function, List<Term> arguments) when function.name().equals("not") ->
          negation(arguments.getFirst(), schema);
      case Term.Call call when call.arguments().size() == 2 -> comparison(call, schema);
      default -> Optional.empty();
    };
  }

  private static Optional<ValuePredicate> negation(Term condition, TableSchema schema) {
    return switch (condition) {
      case Term.IsNull(Term.Input input) when isMeasure(input, schema) ->
          Optional.of(new ValuePredicate.IsNotNull(nameOf(input, schema)));
      case Term.Input input when isMeasure(input, schema) ->
          Optional.of(truth(nameOf(input, schema), false));
      default -> Optional.empty();
    };
  }

  private static ValuePredicate truth(String column, boolean value) {
    return new ValuePredicate.Compare(
        column, ValuePredicate.Operator.EQUAL, new Literal.Truth(value));
  }

  private static Optional<ValuePredicate> comparison(Term.Call call, TableSchema schema) {
    for (Comparison comparison : Comparison.values()) {
      if (comparison.symbol().equals(call.function().name())) {
        Term left = call.arguments().get(0);
        Term right = call.arguments().get(1);
        return compared(comparison, left, right, schema)
            .or(() -> compared(comparison.mirrored(), right, left, schema));
      }
    }
    return Optional.empty();
  }

  private static Optional<ValuePredicate> compared(
      Comparison comparison, Term left, Term right, TableSchema schema) {
    if (!(left instanceof Term.Input input)
        || !isMeasure(input, schema)
        || !(right instanceof Term.Constant constant)
        || constant.isNull()) {
      return Optional.empty();
    }
    Optional<Literal> literal =
        switch (constant.value()) {
          case Double number -> Optional.of(new Literal.Floating(number));
          case Boolean truth -> Optional.of(new Literal.Truth(truth));
          case String text -> Optional.of(new Literal.Text(text));
          case Long word when constant.type() == Scalar.TIMESTAMP ->
              Optional.of(new Literal.Timestamp(word));
          case Long word when constant.type() == Scalar.BIGINT ->
              Optional.of(new Literal.Bigint(word));
          default -> Optional.empty();
        };
    return literal.map(
        l -> new ValuePredicate.Compare(nameOf(input, schema), operator(comparison), l));
  }

  private static ValuePredicate.Operator operator(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> ValuePredicate.Operator.EQUAL;
      case NOT_EQUAL -> ValuePredicate.Operator.NOT_EQUAL;
      case LESS -> ValuePredicate.Operator.LESS;
      case LESS_OR_EQUAL -> ValuePredicate.Operator.LESS_OR_EQUAL;
      case GREATER -> ValuePredicate.Operator.GREATER;
      case GREATER_OR_EQUAL -> ValuePredicate.Operator.GREATER_OR_EQUAL;
    };
  }

  private static boolean isMeasure(Term.Input input, TableSchema schema) {
    return schema.columns().get(input.column()).kind() == Column.Kind.MEASURE;
  }

  private static String nameOf(Term.Input input, TableSchema schema) {
    return schema.columns().get(input.column()).name();
  }
}
