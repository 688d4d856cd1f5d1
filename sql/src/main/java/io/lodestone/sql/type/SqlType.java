package io.lodestone.sql.type;

import io.lodestone.model.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** A type of SQL. Two types are the same when they are equal. */
public sealed interface SqlType {
  /** The name that {@code typeof}, DESCRIBE and messages use. */
  String displayName();

  /** A type without parts. */
  enum Scalar implements SqlType {
    /** 64-bit integer. */
    BIGINT(Layout.LONGS),
    /** 32-bit integer, the type of a literal; lies in 64-bit words. */
    INTEGER(Layout.LONGS),
    DOUBLE(Layout.DOUBLES),
    BOOLEAN(Layout.BOOLEANS),
    /** UTF-8 text of any length. */
    VARCHAR(Layout.TEXT),
    /** Nanoseconds since 1970-01-01T00:00:00Z. */
    TIMESTAMP(Layout.LONGS),
    /** Days since 1970-01-01. */
    DATE(Layout.LONGS),
    /** Nanoseconds of the day. */
    TIME(Layout.LONGS),
    /** Nanoseconds. */
    INTERVAL_DAY_TO_SECOND(Layout.LONGS),
    /** Months. */
    INTERVAL_YEAR_TO_MONTH(Layout.LONGS),
    /** The type of a bare NULL; every vector of it is absent throughout. */
    UNKNOWN(Layout.LONGS);

    private final Layout layout;

    Scalar(Layout layout) {
      this.layout = layout;
    }

    /** How vectors of this type hold their values. */
    public Layout layout() {
      return layout;
    }

    @Override
    public String displayName() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    @Override
    public String toString() {
      return displayName();
    }

    /** The type that a user calls by this name, in any case. */
    public static Optional<Scalar> named(String name) {
      return switch (name.toLowerCase(Locale.ROOT)) {
        case "bigint" -> Optional.of(BIGINT);
        case "int", "integer" -> Optional.of(INTEGER);
        case "double" -> Optional.of(DOUBLE);
        case "boolean" -> Optional.of(BOOLEAN);
        case "varchar" -> Optional.of(VARCHAR);
        case "timestamp" -> Optional.of(TIMESTAMP);
        case "date" -> Optional.of(DATE);
        case "time" -> Optional.of(TIME);
        case "unknown" -> Optional.of(UNKNOWN);
        default -> Optional.empty();
      };
    }
  }

  /** How a scalar's values lie in vectors. */
  enum Layout {
    LONGS,
    DOUBLES,
    BOOLEANS,
    TEXT
  }

  /** Any number of values of one type. */
  record ArrayOf(SqlType element) implements SqlType {
    public ArrayOf {
      Objects.requireNonNull(element, "element");
    }

    @Override
    public String displayName() {
      return "array(" + element.displayName() + ")";
    }
  }

  /**
   * A sketch of a set, from which the number of its values is estimated; lies in texts as bytes.
   * Sketches are not compared.
   */
  enum HyperLogLog implements SqlType {
    TYPE;

    @Override
    public String displayName() {
      return "HyperLogLog";
    }

    @Override
    public String toString() {
      return displayName();
    }
  }

  /** A fixed list of values, each of its own type. */
  record RowOf(List<Field> fields) implements SqlType {
    public RowOf {
      fields = List.copyOf(fields);
    }

    @Override
    public String displayName() {
      return fields.stream().map(Field::displayName).collect(Collectors.joining(", ", "row(", ")"));
    }
  }

  /**
   * A part of a row.
   *
   * @param name empty when it has none
   */
  record Field(Optional<String> name, SqlType type) {
    public Field {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
    }

    String displayName() {
      return name.map(n -> n + " ").orElse("") + type.displayName();
    }
  }

  /** Values of one type at instants, ascending. */
  record TimeSeriesOf(SqlType value) implements SqlType {
    public TimeSeriesOf {
      Objects.requireNonNull(value, "value");
    }

    @Override
    public String displayName() {
      return "timeseries(" + value.displayName() + ")";
    }
  }

  /** The type of a stored column. */
  static Scalar of(ValueType stored) {
    return switch (stored) {
      case DOUBLE -> Scalar.DOUBLE;
      case BIGINT -> Scalar.BIGINT;
      case VARCHAR -> Scalar.VARCHAR;
      case BOOLEAN -> Scalar.BOOLEAN;
      case TIMESTAMP -> Scalar.TIMESTAMP;
    };
  }
}
