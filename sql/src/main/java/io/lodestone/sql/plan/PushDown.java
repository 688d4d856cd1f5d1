package io.lodestone.sql.plan;

import static io.lodestone.sql.type.SqlType.Scalar.BOOLEAN;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.TableSchema;
import io.lodestone.scan.ValuePredicate;
import io.lodestone.sql.function.Comparison;
import io.lodestone.sql.function.Term;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes out of a condition what a scan keeps by itself: bounds of time, and comparisons of
 * dimensions, the measure name and measures with constants. A scan keeps these exactly, so that
 * they need not be tested again; everything else stays in {@link #rest}.
 */
final class PushDown {
  private final TableSchema schema;
  private final List<SeriesPredicate> series = new ArrayList<>();
  private final List<ValuePredicate> values = new ArrayList<>();
  private final List<Term> rest = new ArrayList<>();
  private long startInclusive = TimeRange.ALL.startInclusiveNanos();
  private long endExclusive = TimeRange.ALL.endExclusiveNanos();

  /**
   * @param conditions all of which must hold
   */
  PushDown(TableSchema schema, List<Term> conditions) {
    this.schema = schema;
    conditions.forEach(this::take);
  }

  TimeRange range() {
    return endExclusive <= startInclusive
        ? new TimeRange(startInclusive, startInclusive)
        : new TimeRange(startInclusive, endExclusive);
  }

  List<SeriesPredicate> series() {
    return series;
  }

  List<ValuePredicate> values() {
    return values;
  }

  /** What is left to be tested. */
  List<Term> rest() {
    return rest;
  }

  private void take(Term condition) {
    if (condition instanceof Term.And(List<Term> parts)) {
      parts.forEach(this::take);
      return;
    }
    if (!takeTime(condition)) {
      Optional<SeriesPredicate> predicate = seriesPredicate(condition);
      Optional<ValuePredicate> value = ValuePushDown.of(condition, schema);
      if (predicate.isPresent()) {
        series.add(predicate.get());
      } else if (value.isPresent()) {
        values.add(value.get());
      } else {
        rest.add(condition);
      }
    }
  }

  // Time.

  private boolean takeTime(Term condition) {
    Operands operands = operandsOf(condition);
    if (operands == null
        || kindOf(operands.column()) != Column.Kind.TIME
        || !(operands.constant().value() instanceof Long bound)) {
      return false;
    }
    switch (operands.comparison()) {
      case EQUAL -> {
        atLeast(bound);
        atMost(bound);
      }
      case LESS -> endExclusive = Math.min(endExclusive, bound);
      case LESS_OR_EQUAL -> atMost(bound);
      case GREATER -> {
        if (bound == Long.MAX_VALUE) {
          endExclusive = startInclusive;
        } else {
          atLeast(bound + 1);
        }
      }
      case GREATER_OR_EQUAL -> atLeast(bound);
      case NOT_EQUAL -> {
        return false;
      }
    }
    return true;
  }

  private void atLeast(long nanos) {
    startInclusive = Math.max(startInclusive, nanos);
  }

  /** No time is the greatest long, so that it need not be included. */
  private void atMost(long nanos) {
    endExclusive = Math.min(endExclusive, nanos == Long.MAX_VALUE ? nanos : nanos + 1);
  }

  // Series.

  private Optional<SeriesPredicate> seriesPredicate(Term condition) {
    return switch (condition) {
      case Term.In(Term.Input input, List<Term.Constant> options) when isSeriesColumn(input) ->
          Optional.of(new SeriesPredicate.In(nameOf(input), textsOf(options)));
      case Term.IsNull(Term.Input input) when isSeriesColumn(input) ->
          Optional.of(new SeriesPredicate.IsAbsent(nameOf(input)));
      case Term.Or(List<Term> parts) -> anyOf(parts);
      case Term.Call(var function, List<Term> arguments)
          when function.name().equals("not") && function.returns() == BOOLEAN ->
          negation(arguments.getFirst());
      default -> comparison(condition);
    };
  }

  private Optional<SeriesPredicate> comparison(Term condition) {
    Operands operands = operandsOf(condition);
    if (operands == null
        || !isSeriesColumn(operands.column())
        || !(operands.constant().value() instanceof String text)) {
      return Optional.empty();
    }
    String name = nameOf(operands.column());
    return switch (operands.comparison()) {
      case EQUAL -> Optional.of(new SeriesPredicate.In(name, Set.of(text)));
      case NOT_EQUAL -> Optional.of(new SeriesPredicate.NotIn(name, Set.of(text)));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> Optional.empty();
    };
  }

  /**
   * Of negations only those that a scan knows: NULL stays NULL when it is negated, and is not true
   * either way.
   */
  private Optional<SeriesPredicate> negation(Term condition) {
    return seriesPredicate(condition)
        .flatMap(
            predicate ->
                switch (predicate) {
                  case SeriesPredicate.In(String column, Set<String> values)
                      when !hasNullOption(condition) ->
                      Optional.of(new SeriesPredicate.NotIn(column, values));
                  case SeriesPredicate.NotIn(String column, Set<String> values) ->
                      Optional.of(new SeriesPredicate.In(column, values));
                  case SeriesPredicate.IsAbsent(String column) ->
                      Optional.of(new SeriesPredicate.IsPresent(column));
                  case SeriesPredicate.IsPresent(String column) ->
                      Optional.of(new SeriesPredicate.IsAbsent(column));
                  case SeriesPredicate.In _,
                      SeriesPredicate.Prefix _,
                      SeriesPredicate.Like _,
                      SeriesPredicate.Not _,
                      SeriesPredicate.AllOf _,
                      SeriesPredicate.AnyOf _ ->
                      Optional.empty();
                });
  }

  private static boolean hasNullOption(Term condition) {
    return condition
        .walk()
        .anyMatch(
            part ->
                part instanceof Term.In in
                    && in.options().stream().anyMatch(Term.Constant::isNull));
  }

  /** {@code a = 'x' OR a = 'y'} and the like. */
  private Optional<SeriesPredicate> anyOf(List<Term> parts) {
    Set<String> values = new LinkedHashSet<>();
    String column = null;
    for (Term part : parts) {
      if (!(seriesPredicate(part).orElse(null) instanceof SeriesPredicate.In in)
          || column != null && !column.equals(in.column())) {
        return Optional.empty();
      }
      column = in.column();
      values.addAll(in.values());
    }
    return column == null ? Optional.empty() : Optional.of(new SeriesPredicate.In(column, values));
  }

  private static Set<String> textsOf(List<Term.Constant> options) {
    Set<String> texts = new LinkedHashSet<>();
    for (Term.Constant option : options) {
      if (option.value() instanceof String text) {
        texts.add(text);
      }
    }
    return texts;
  }

  // Comparisons of a column with a constant, whichever side it stands on.

  private record Operands(Comparison comparison, Term.Input column, Term.Constant constant) {}

  /** Null when the term is something else. */
  private static Operands operandsOf(Term term) {
    if (!(term instanceof Term.Call(var function, List<Term> arguments)) || arguments.size() != 2) {
      return null;
    }
    for (Comparison comparison : Comparison.values()) {
      if (comparison.symbol().equals(function.name())) {
        if (arguments.get(0) instanceof Term.Input column
            && arguments.get(1) instanceof Term.Constant constant) {
          return new Operands(comparison, column, constant);
        }
        if (arguments.get(1) instanceof Term.Input column
            && arguments.get(0) instanceof Term.Constant constant) {
          return new Operands(comparison.mirrored(), column, constant);
        }
      }
    }
    return null;
  }

  private boolean isSeriesColumn(Term.Input input) {
    Column.Kind kind = kindOf(input);
    return kind == Column.Kind.DIMENSION || kind == Column.Kind.MEASURE_NAME;
  }

  private Column.Kind kindOf(Term.Input input) {
    return schema.columns().get(input.column()).kind();
  }

  private String nameOf(Term.Input input) {
    return schema.columns().get(input.column()).name();
  }
}
