package io.lodestone.sql.analysis;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.HyperLogLog;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.trino.sql.tree.DataType;
import io.trino.sql.tree.DataTypeParameter;
import io.trino.sql.tree.DateTimeDataType;
import io.trino.sql.tree.GenericDataType;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.IntervalDataType;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.RowDataType;
import io.trino.sql.tree.TypeParameter;
import java.util.List;
import java.util.Locale;

/** Turns the types that a statement writes, as in CAST, into types. */
final class TypeNames {
  private final Statement statement;

  TypeNames(Statement statement) {
    this.statement = statement;
  }

  SqlType of(DataType type) {
    return switch (type) {
      case GenericDataType generic when generic.getArguments().isEmpty() ->
          named(generic.getName().getValue(), type);
      case GenericDataType generic -> withElements(generic);
      case DateTimeDataType time when !time.isWithTimeZone() && time.getPrecision().isEmpty() ->
          named(time.getType().name(), type);
      case RowDataType row ->
          new RowOf(
              row.getFields().stream()
                  .map(f -> new Field(f.getName().map(Identifier::getValue), of(f.getType())))
                  .toList());
      case IntervalDataType interval -> interval(interval);
      default -> throw notSupported(type);
    };
  }

  SqlType named(String name, Node node) {
    if (name.equalsIgnoreCase(HyperLogLog.TYPE.displayName())) {
      return HyperLogLog.TYPE;
    }
    return Scalar.named(name)
        .orElseThrow(
            () -> SemanticException.at(statement.positionOf(node), "Unknown type: " + name));
  }

  private SqlType withElements(GenericDataType type) {
    List<DataTypeParameter> parameters = type.getArguments();
    String name = type.getName().getValue().toLowerCase(Locale.ROOT);
    if (parameters.size() == 1 && parameters.getFirst() instanceof TypeParameter element) {
      switch (name) {
        case "array" -> {
          return new ArrayOf(of(element.getValue()));
        }
        case "timeseries" -> {
          return new TimeSeriesOf(of(element.getValue()));
        }
        default -> throw notSupported(type);
      }
    }
    throw notSupported(type);
  }

  private SqlType interval(IntervalDataType interval) {
    return switch (interval.toString().toLowerCase(Locale.ROOT)) {
      case "interval day to second" -> Scalar.INTERVAL_DAY_TO_SECOND;
      case "interval year to month" -> Scalar.INTERVAL_YEAR_TO_MONTH;
      default -> throw notSupported(interval);
    };
  }

  private SemanticException notSupported(DataType type) {
    return SemanticException.notSupported(statement.positionOf(type), "The type " + type);
  }
}
