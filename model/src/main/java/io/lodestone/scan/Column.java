package io.lodestone.scan;

import io.lodestone.model.ValueType;
import java.util.Objects;

/**
 * A column of a table as SQL sees it.
 *
 * @param name the SQL name: a dimension, {@code measure_name}, {@code time}, or a measure such as
 *     {@code temperature} or {@code measure_value::double}
 * @param kind never null
 * @param type never null; VARCHAR for dimensions and the measure name, TIMESTAMP for the time
 */
public record Column(String name, Kind kind, ValueType type) {
  /** The name of the column that holds each point's time. */
  public static final String TIME = "time";

  /** The name of the column that holds each point's measure name. */
  public static final String MEASURE_NAME = "measure_name";

  /** How the names of the columns begin that hold single-measure values. */
  public static final String SINGLE_MEASURE_PREFIX = "measure_value::";

  /** What a column holds. */
  public enum Kind {
    DIMENSION,
    MEASURE_NAME,
    TIME,
    MEASURE
  }

  public Column {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(type, "type");
  }

  public static Column dimension(String name) {
    return new Column(name, Kind.DIMENSION, ValueType.VARCHAR);
  }

  public static Column measureName() {
    return new Column(MEASURE_NAME, Kind.MEASURE_NAME, ValueType.VARCHAR);
  }

  public static Column time() {
    return new Column(TIME, Kind.TIME, ValueType.TIMESTAMP);
  }

  public static Column measure(String name, ValueType type) {
    return new Column(name, Kind.MEASURE, type);
  }

  /** The column in which single-measure points of this type keep their value. */
  public static String singleMeasureName(ValueType type) {
    return SINGLE_MEASURE_PREFIX + type.sqlName();
  }

  /** Whether single-measure points keep their value here. */
  public boolean isSingleMeasure() {
    return kind == Kind.MEASURE && name.startsWith(SINGLE_MEASURE_PREFIX);
  }
}
