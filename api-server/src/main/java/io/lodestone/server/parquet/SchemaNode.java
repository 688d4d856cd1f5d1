package io.lodestone.server.parquet;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.Timeseries;
import java.util.ArrayList;
import java.util.List;

/** A part of a file's schema. Each may be NULL. */
sealed interface SchemaNode {
  String name();

  /** A column of values. */
  record Leaf(String name, PhysicalType physical, Annotation annotation, SqlType type)
      implements SchemaNode {}

  /** A fixed number of parts. */
  record Group(String name, List<SchemaNode> children) implements SchemaNode {}

  /**
   * Any number of elements, in the format's standard three levels: an optional group, in it a
   * repeated group {@link #REPEATED}, in it the optional element.
   */
  record ListOf(String name, SchemaNode element) implements SchemaNode {
    static final String REPEATED = "list";
    static final String ELEMENT = "element";
  }

  /**
   * The part that holds values of a type. Timestamps are INT96, deprecated in the format, since
   * that is what the developer guide promises to readers of UNLOAD. What the format has no type
   * for, intervals and sketches, is the text that answers have.
   *
   * @throws IllegalArgumentException when the type, or a part of it, is TIME or UNKNOWN
   */
  static SchemaNode of(String name, SqlType type) {
    return switch (type) {
      case Scalar scalar -> leaf(name, scalar);
      case SqlType.HyperLogLog _ ->
          new Leaf(name, PhysicalType.BYTE_ARRAY, Annotation.STRING, type);
      case ArrayOf(SqlType element) -> new ListOf(name, of(ListOf.ELEMENT, element));
      case TimeSeriesOf series ->
          new ListOf(name, of(ListOf.ELEMENT, Timeseries.elementType(series)));
      case RowOf(List<SqlType.Field> fields) -> new Group(name, children(fields));
    };
  }

  private static Leaf leaf(String name, Scalar type) {
    return switch (type) {
      case BOOLEAN -> new Leaf(name, PhysicalType.BOOLEAN, Annotation.NONE, type);
      case INTEGER -> new Leaf(name, PhysicalType.INT32, Annotation.NONE, type);
      case DATE -> new Leaf(name, PhysicalType.INT32, Annotation.DATE, type);
      case BIGINT -> new Leaf(name, PhysicalType.INT64, Annotation.NONE, type);
      case DOUBLE -> new Leaf(name, PhysicalType.DOUBLE, Annotation.NONE, type);
      case TIMESTAMP -> new Leaf(name, PhysicalType.INT96, Annotation.NONE, type);
      case VARCHAR, INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH ->
          new Leaf(name, PhysicalType.BYTE_ARRAY, Annotation.STRING, type);
      case TIME, UNKNOWN ->
          throw new IllegalArgumentException(
              "column " + name + ": no column of a file holds " + type.displayName());
    };
  }

  private static List<SchemaNode> children(List<SqlType.Field> fields) {
    List<SchemaNode> children = new ArrayList<>();
    for (SqlType.Field field : fields) {
      children.add(of(field.name().orElse("field" + children.size()), field.type()));
    }
    return List.copyOf(children);
  }
}
