package io.lodestone.engine;

import io.lodestone.engine.ModelTable.Content;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Literal;
import io.lodestone.scan.ValuePredicate;
import io.lodestone.scan.ValuePredicate.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random conditions on measures, and what they come to by the rules of SQL alone.
 *
 * @param all those that have to hold
 */
record ModelValueConditions(List<ValuePredicate> all) {
  ModelValueConditions {
    all = List.copyOf(all);
  }

  /** Mostly none, else on values that occur as often as not. */
  static ModelValueConditions random(SplittableRandom random, Content table) {
    List<ValuePredicate> drawn = new ArrayList<>();
    List<String> measures = ModelQuery.measures(table);
    while (!measures.isEmpty() && random.nextInt(5) < 2) {
      drawn.add(predicate(random, table, measures.get(random.nextInt(measures.size()))));
    }
    return new ModelValueConditions(drawn);
  }

  private static ValuePredicate predicate(SplittableRandom random, Content table, String column) {
    ValueType type = ValueType.valueOf(table.columns().get(column));
    return switch (random.nextInt(8)) {
      case 0 -> new ValuePredicate.IsNull(column);
      case 1 -> new ValuePredicate.IsNotNull(column);
      case 2 ->
          new ValuePredicate.Between(
              column, literal(random, table, column, type), literal(random, table, column, type));
      default ->
          new ValuePredicate.Compare(
              column,
              Operator.values()[random.nextInt(Operator.values().length)],
              literal(random, table, column, type));
    };
  }

  private static Literal literal(
      SplittableRandom random, Content table, String column, ValueType type) {
    List<Map<String, String>> rows = List.copyOf(table.rows().values());
    String value =
        rows.isEmpty() || random.nextInt(3) == 0
            ? null
            : rows.get(random.nextInt(rows.size())).get(column);
    return switch (type) {
      case DOUBLE ->
          new Literal.Floating(value == null ? random.nextInt(4) / 2.0 : Double.parseDouble(value));
      case BIGINT -> new Literal.Bigint(value == null ? random.nextInt(3) : Long.parseLong(value));
      case TIMESTAMP ->
          new Literal.Timestamp(value == null ? random.nextInt(3) : Long.parseLong(value));
      case BOOLEAN ->
          new Literal.Truth(value == null ? random.nextBoolean() : Boolean.parseBoolean(value));
      case VARCHAR -> new Literal.Text(value == null ? "v" + random.nextInt(200) : value);
    };
  }

  /**
   * @param row values by column, as {@link Content} has them
   */
  boolean hold(Map<String, String> row) {
    for (ValuePredicate predicate : all) {
      if (!holds(predicate, row.get(predicate.column()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(ValuePredicate predicate, String value) {
    return switch (predicate) {
      case ValuePredicate.IsNull _ -> value == null;
      case ValuePredicate.IsNotNull _ -> value != null;
      case ValuePredicate.Compare compare ->
          value != null && compares(value, compare.operator(), compare.literal());
      case ValuePredicate.Between between ->
          value != null
              && compares(value, Operator.GREATER_OR_EQUAL, between.low())
              && compares(value, Operator.LESS_OR_EQUAL, between.high());
    };
  }

  private static boolean compares(String value, Operator operator, Literal literal) {
    return switch (literal) {
      case Literal.Floating(double other) -> compares(Double.parseDouble(value), operator, other);
      case Literal.Bigint(long other) ->
          compares(Long.compare(Long.parseLong(value), other), operator);
      case Literal.Timestamp(long other) ->
          compares(Long.compare(Long.parseLong(value), other), operator);
      case Literal.Truth(boolean other) ->
          compares(Boolean.compare(Boolean.parseBoolean(value), other), operator);
      case Literal.Text(String other) -> compares(value.compareTo(other), operator);
    };
  }

  /** As IEEE 754 has it. */
  private static boolean compares(double value, Operator operator, double other) {
    return switch (operator) {
      case EQUAL -> value == other;
      case NOT_EQUAL -> value != other;
      case LESS -> value < other;
      case LESS_OR_EQUAL -> value <= other;
      case GREATER -> value > other;
      case GREATER_OR_EQUAL -> value >= other;
    };
  }

  private static boolean compares(int comparison, Operator operator) {
    return compares((double) comparison, operator, 0);
  }
}
