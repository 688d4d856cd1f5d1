package io.lodestone.sql.plan;

import io.lodestone.sql.function.Evaluator;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.function.WindowTerm;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.TextForm;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes terms for people, close to how a statement would have them. */
final class TermText {
  private static final Batch ONE_ROW = new Batch(1, List.of());

  private TermText() {}

  /**
   * @param names of the columns that the term speaks of
   */
  static String of(Term term, List<String> names) {
    return switch (term) {
      case Term.Input input -> names.get(input.column());
      case Term.Constant constant -> constant(constant);
      case Term.Call(var function, List<Term> arguments) -> call(function.name(), arguments, names);
      case Term.And(List<Term> parts) -> joined(parts, " AND ", names);
      case Term.Or(List<Term> parts) -> "(" + joined(parts, " OR ", names) + ")";
      case Term.IsNull(Term value) -> of(value, names) + " IS NULL";
      case Term.In(Term value, List<Term.Constant> options) ->
          of(value, names) + " IN (" + joined(options, ", ", names) + ")";
      case Term.Case(List<Term> parts, var _) -> "CASE(" + joined(parts, ", ", names) + ")";
      case Term.Coalesce(List<Term> parts, var _) -> "COALESCE(" + joined(parts, ", ", names) + ")";
      case Term.Try(Term value) -> "TRY(" + of(value, names) + ")";
      case Term.Aggregate aggregate ->
          aggregate.function().name() + "(" + joined(aggregate.arguments(), ", ", names) + ")";
      case Term.Missing(List<Term> parts) -> "grouping(" + joined(parts, ", ", names) + ")";
      case WindowTerm window ->
          nameOf(window) + "(" + joined(window.arguments(), ", ", names) + ") OVER (...)";
      case Term.Apply apply -> apply.name() + "(" + joined(apply.parts(), ", ", names) + ")";
      case Term.Parameter parameter -> "x" + parameter.number();
      case Term.Subquery _ -> "(SELECT ...)";
      case Term.Outer(int index, var _) -> "outer " + index;
      case Term.Unbound(String name, var _) -> "@" + name;
    };
  }

  private static String nameOf(WindowTerm window) {
    return window
        .function()
        .aggregate()
        .map(aggregate -> aggregate.name())
        .orElseGet(() -> window.function().kind().name().toLowerCase(Locale.ROOT));
  }

  static String joined(List<? extends Term> terms, String between, List<String> names) {
    return terms.stream().map(term -> of(term, names)).collect(Collectors.joining(between));
  }

  private static String call(String name, List<Term> arguments, List<String> names) {
    if (name.startsWith("cast as ")) {
      return "CAST(" + of(arguments.getFirst(), names) + name.substring(4) + ")";
    }
    boolean isSymbol = !Character.isLetter(name.charAt(0)) || name.equals("like");
    if (isSymbol && arguments.size() == 2) {
      return of(arguments.get(0), names) + " " + name + " " + of(arguments.get(1), names);
    }
    return name + "(" + joined(arguments, ", ", names) + ")";
  }

  private static String constant(Term.Constant constant) {
    if (constant.isNull()) {
      return "NULL";
    }
    String text = TextForm.of(constant.type(), Evaluator.of(constant).over(ONE_ROW), 0);
    return constant.type() == Scalar.DOUBLE
            || constant.type() == Scalar.BIGINT
            || constant.type() == Scalar.INTEGER
            || constant.type() == Scalar.BOOLEAN
        ? text
        : "'" + text + "'";
  }
}
