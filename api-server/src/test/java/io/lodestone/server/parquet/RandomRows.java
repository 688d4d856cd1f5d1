package io.lodestone.server.parquet;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.ArrayOf;
import io.lodestone.sql.type.SqlType.Field;
import io.lodestone.sql.type.SqlType.RowOf;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.SqlType.TimeSeriesOf;
import io.lodestone.sql.type.TextForm;
import io.lodestone.sql.type.Timeseries;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Types, values as a reader is to find them (see {@link ReadParquet}), and vectors of such values
 * in all forms that vectors have.
 */
final class RandomRows {
  private static final List<Scalar> SCALARS =
      List.of(
          Scalar.BIGINT,
          Scalar.INTEGER,
          Scalar.DOUBLE,
          Scalar.BOOLEAN,
          Scalar.VARCHAR,
          Scalar.TIMESTAMP,
          Scalar.DATE,
          Scalar.INTERVAL_DAY_TO_SECOND,
          Scalar.INTERVAL_YEAR_TO_MONTH);

  private static final List<Object> NOTABLE_LONGS =
      List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 86_400_000_000_000L);

  private static final List<Object> NOTABLE_DOUBLES =
      List.of(0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE, Double.MIN_VALUE);

  private final SplittableRandom random;

  /** How many of a hundred values are NULL. */
  private final int nullPercent;

  /** What the texts of intervals mean. */
  private final Map<String, Long> intervals = new HashMap<>();

  RandomRows(SplittableRandom random) {
    this(random, List.of(0, 5, 50, 100).get(random.nextInt(4)));
  }

  RandomRows(SplittableRandom random, int nullPercent) {
    this.random = random;
    this.nullPercent = nullPercent;
  }

  /** Every type without parts, and arrays of texts at the end. */
  static List<SqlType> flatAndNested() {
    List<SqlType> types = new ArrayList<>(SCALARS);
    types.add(new ArrayOf(Scalar.VARCHAR));
    return types;
  }

  List<ParquetColumn> columns() {
    List<ParquetColumn> columns = new ArrayList<>();
    int count = random.nextInt(1, 6);
    for (int i = 0; i < count; i++) {
      columns.add(new ParquetColumn("c" + i + "·", type(3)));
    }
    return columns;
  }

  private SqlType type(int depth) {
    int form = depth == 0 ? 0 : random.nextInt(7);
    return switch (form) {
      case 4 -> new ArrayOf(type(depth - 1));
      case 5 -> new TimeSeriesOf(type(depth - 1));
      case 6 -> rowType(depth);
      default -> SCALARS.get(random.nextInt(SCALARS.size()));
    };
  }

  private RowOf rowType(int depth) {
    List<Field> fields = new ArrayList<>();
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      Optional<String> name = random.nextBoolean() ? Optional.of("part" + i) : Optional.empty();
      fields.add(new Field(name, type(depth - 1)));
    }
    return new RowOf(fields);
  }

  /** Values of one column; some columns have few different ones. */
  List<Object> values(SqlType type, int count) {
    int different = random.nextInt(3) == 0 ? random.nextInt(1, 5) : count;
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(i < different ? value(type) : values.get(random.nextInt(different)));
    }
    return values;
  }

  private Object value(SqlType type) {
    if (random.nextInt(100) < nullPercent) {
      return null;
    }
    return switch (type) {
      case Scalar scalar -> scalar(scalar);
      case ArrayOf(SqlType element) -> list(element);
      case TimeSeriesOf series -> list(Timeseries.elementType(series));
      case RowOf(List<Field> fields) -> {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Field field : fields) {
          row.put(field.name().orElse("field" + row.size()), value(field.type()));
        }
        yield row;
      }
      case SqlType.HyperLogLog _ -> throw new AssertionError("not drawn");
    };
  }

  private List<Object> list(SqlType element) {
    List<Object> list = new ArrayList<>();
    int size = random.nextInt(4) == 0 ? random.nextInt(30) : random.nextInt(4);
    for (int i = 0; i < size; i++) {
      list.add(value(element));
    }
    return list;
  }

  private Object scalar(Scalar type) {
    return switch (type) {
      case BIGINT, TIMESTAMP -> random.nextInt(4) == 0 ? pick(NOTABLE_LONGS) : random.nextLong();
      case INTEGER, DATE -> random.nextInt();
      case DOUBLE -> random.nextInt(4) == 0 ? pick(NOTABLE_DOUBLES) : random.nextDouble(-9, 9);
      case BOOLEAN -> random.nextBoolean();
      case VARCHAR -> text();
      case INTERVAL_DAY_TO_SECOND, INTERVAL_YEAR_TO_MONTH -> interval(type);
      case TIME, UNKNOWN -> throw new AssertionError("not drawn");
    };
  }

  private String interval(Scalar type) {
    long amount = random.nextInt();
    String text = TextForm.of(type, new Vector.Longs(new long[] {amount}, null), 0);
    intervals.put(text, amount);
    return text;
  }

  private Object pick(List<Object> values) {
    return values.get(random.nextInt(values.size()));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint("aé€𝄞".codePoints().toArray()[random.nextInt(4)]);
    }
    return text.toString();
  }

  /** A vector of these values, in one of the forms that can hold them. */
  Vector vector(SqlType type, List<Object> values) {
    boolean isConstant = values.stream().distinct().count() == 1;
    if (isConstant && random.nextBoolean()) {
      return new Vector.Constant(plain(type, values.subList(0, 1)));
    }
    if (type == Scalar.VARCHAR && random.nextBoolean()) {
      return dictionary(values);
    }
    return plain(type, values);
  }

  private Vector plain(SqlType type, List<Object> values) {
    return switch (type) {
      case Scalar scalar -> scalars(scalar, values);
      case ArrayOf(SqlType element) -> arrays(element, values);
      case TimeSeriesOf series -> arrays(Timeseries.elementType(series), values);
      case RowOf row -> rows(row, values);
      case SqlType.HyperLogLog _ -> throw new AssertionError("not drawn");
    };
  }

  private Vector scalars(Scalar type, List<Object> values) {
    VectorBuilder builder = VectorBuilder.of(type);
    for (Object value : values) {
      switch (value) {
        case null -> builder.appendNull();
        case Boolean bool -> builder.appendBoolean(bool);
        case Double number -> builder.appendDouble(number);
        case Number word -> builder.appendWord(word.longValue());
        case String text when type == Scalar.VARCHAR -> builder.appendText(text);
        case String interval -> builder.appendWord(intervals.get(interval));
        default -> throw new AssertionError(value);
      }
    }
    return builder.build();
  }

  private Vector arrays(SqlType element, List<Object> values) {
    int[] offsets = new int[values.size() + 1];
    List<Object> elements = new ArrayList<>();
    // The elements of the first array need not begin at zero.
    elements.add(value(element));
    offsets[0] = 1;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        elements.addAll((List<?>) values.get(i));
      }
      offsets[i + 1] = elements.size();
    }
    return new Vector.Arrays(offsets, vector(element, elements), presence(values));
  }

  private Vector rows(RowOf type, List<Object> values) {
    List<Vector> fields = new ArrayList<>();
    for (int i = 0; i < type.fields().size(); i++) {
      SqlType part = type.fields().get(i).type();
      int at = i;
      List<Object> parts = new ArrayList<>();
      for (Object row : values) {
        // What lies under a NULL means nothing.
        parts.add(row == null ? value(part) : partOf(row, at));
      }
      fields.add(vector(part, parts));
    }
    return new Vector.Rows(fields, presence(values));
  }

  private static Object partOf(Object row, int index) {
    return new ArrayList<Object>(((Map<?, ?>) row).values()).get(index);
  }

  private Vector dictionary(List<Object> values) {
    Map<Object, Integer> codes = new HashMap<>();
    VectorBuilder texts = VectorBuilder.of(Scalar.VARCHAR);
    texts.appendText("of no value");
    int[] code = new int[values.size()];
    for (int i = 0; i < code.length; i++) {
      Object value = values.get(i);
      if (value != null) {
        code[i] =
            codes.computeIfAbsent(
                value,
                text -> {
                  texts.appendText((String) text);
                  return texts.size() - 1;
                });
      }
    }
    return new Vector.Dictionary(code, (Vector.Text) texts.build(), presence(values), new Object());
  }

  private long[] presence(List<Object> values) {
    if (!values.contains(null) && random.nextBoolean()) {
      return null;
    }
    long[] bits = new long[values.size() / 64 + 1];
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != null) {
        bits[i / 64] |= 1L << i % 64;
      }
    }
    return bits;
  }
}
