package io.lodestone.sql;

import io.lodestone.scan.Literal;
import io.lodestone.scan.ValuePredicate;
import java.util.Map;

/** Whether conditions on values hold for a row, one at a time. */
final class ValueTruth {
  private ValueTruth() {}

  static boolean holds(ValuePredicate predicate, Map<String, Object> row) {
    Object value = row.get(predicate.column());
    return switch (predicate) {
      case ValuePredicate.IsNull _ -> value == null;
      case ValuePredicate.IsNotNull _ -> value != null;
      case ValuePredicate.Compare compare ->
          value != null && holds(compare.operator(), value, plain(compare.literal()));
      case ValuePredicate.Between between ->
          value != null
              && holds(ValuePredicate.Operator.GREATER_OR_EQUAL, value, plain(between.low()))
              && holds(ValuePredicate.Operator.LESS_OR_EQUAL, value, plain(between.high()));
    };
  }

  private static Object plain(Literal literal) {
    return switch (literal) {
      case Literal.Bigint(long value) -> value;
      case Literal.Floating(double value) -> value;
      case Literal.Truth(boolean value) -> value;
      case Literal.Timestamp(long nanos) -> nanos;
      case Literal.Text(String value) -> value;
    };
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static boolean holds(ValuePredicate.Operator operator, Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return switch (operator) {
        case EQUAL -> a.doubleValue() == b.doubleValue();
        case NOT_EQUAL -> a.doubleValue() != b.doubleValue();
        case LESS -> a.doubleValue() < b.doubleValue();
        case LESS_OR_EQUAL -> a.doubleValue() <= b.doubleValue();
        case GREATER -> a.doubleValue() > b.doubleValue();
        case GREATER_OR_EQUAL -> a.doubleValue() >= b.doubleValue();
      };
    }
    int order = ((Comparable) left).compareTo(right);
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
