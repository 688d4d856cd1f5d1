package io.lodestone.server.timestream.query;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Rows of random values of every type are the same text as a plain generator makes of the same
 * values, which lie there as objects and are written by what the JDK has for them.
 */
@ExtendWith(SeedExtension.class)
class RowTextTest {
  private static final JsonFactory JSON = new JsonFactory();

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS", Locale.ROOT);

  private static final long NANOS_PER_DAY = Duration.ofDays(1).toNanos();

  private static final List<String> TEXTS =
      List.of("", "host_1", "\"", "\\", "a\"b\\c", "\u0000\u0001\u0019", "\t\r\n", "ü€", "😀\"😀");

  /** A column of a result, once as objects and once as it lies in a batch. */
  private record Column(SqlType type, List<Object> values, Vector vector) {}

  @Test
  void rowsAreTheTextOfAPlainGenerator(Seed seed) throws IOException {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 60; round++) {
      int rows = 1 + random.nextInt(300);
      List<Column> columns = new ArrayList<>();
      for (Scalar type : Scalar.values()) {
        columns.add(column(random, type, rows));
      }
      for (int i = 0; i < 4; i++) {
        columns.add(column(random, typeWithParts(random, 2), rows));
      }
      columns.add(dictionary(random, rows));
      columns.add(constant(random, rows));
      Collections.shuffle(columns, new java.util.Random(random.nextLong()));

      assertEquals(plain(columns, rows), encoded(columns, rows));
    }
  }

  private static String encoded(List<Column> columns, int rows) {
    List<SqlType> types = columns.stream().map(Column::type).toList();
    RowEncoder encoder =
        new RowEncoder(types.stream().map(type -> new ResultColumn("c", type)).toList(), 1 << 20);
    ResultBatch batch =
        new ResultBatch(new Batch(rows, columns.stream().map(Column::vector).toList()), types);
    StringBuilder all = new StringBuilder();
    for (int row = 0; row < rows; ) {
      EncodedRows some = encoder.encode(batch, row);
      all.append(new String(some.json(), 0, some.length(), StandardCharsets.UTF_8));
      row += some.count();
    }
    return all.toString();
  }

  private static String plain(List<Column> columns, int rows) throws IOException {
    StringBuilder all = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      StringWriter json = new StringWriter();
      try (JsonGenerator out = JSON.createGenerator(json)) {
        out.writeStartObject();
        out.writeArrayFieldStart("Data");
        for (Column column : columns) {
          writePlain(out, column.type(), column.values().get(row));
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      all.append(json).append(',');
    }
    return all.toString();
  }

  private static void writePlain(JsonGenerator out, SqlType type, Object value) throws IOException {
    out.writeStartObject();
    if (value == null) {
      out.writeBooleanField("NullValue", true);
    } else if (type instanceof SqlType.ArrayOf(SqlType element)) {
      out.writeArrayFieldStart("ArrayValue");
      for (Object part : (List<?>) value) {
        writePlain(out, element, part);
      }
      out.writeEndArray();
    } else if (type instanceof SqlType.RowOf(List<SqlType.Field> fields)) {
      out.writeObjectFieldStart("RowValue");
      out.writeArrayFieldStart("Data");
      for (int i = 0; i < fields.size(); i++) {
        writePlain(out, fields.get(i).type(), ((List<?>) value).get(i));
      }
      out.writeEndArray();
      out.writeEndObject();
    } else if (type instanceof SqlType.TimeSeriesOf(SqlType measured)) {
      out.writeArrayFieldStart("TimeSeriesValue");
      for (Object point : (List<?>) value) {
        out.writeStartObject();
        out.writeStringField("Time", text(Scalar.TIMESTAMP, ((List<?>) point).get(0)));
        out.writeFieldName("Value");
        writePlain(out, measured, ((List<?>) point).get(1));
        out.writeEndObject();
      }
      out.writeEndArray();
    } else {
      out.writeStringField("ScalarValue", text((Scalar) type, value));
    }
    out.writeEndObject();
  }

  private static String text(Scalar type, Object value) {
    return switch (type) {
      case BIGINT, INTEGER, DOUBLE, BOOLEAN, VARCHAR -> value.toString();
      case TIMESTAMP -> INSTANT.format(Instant.EPOCH.plusNanos((Long) value));
      case DATE -> LocalDate.ofEpochDay((Long) value).toString();
      case TIME -> TIME_OF_DAY.format(LocalTime.ofNanoOfDay((Long) value));
      case INTERVAL_DAY_TO_SECOND -> {
        Duration length = Duration.ofNanos((Long) value);
        Duration size = length.abs();
        yield (length.isNegative() ? "-" : "")
            + size.toDays()
            + " "
            + TIME_OF_DAY.format(LocalTime.MIDNIGHT.plus(size.minusDays(size.toDays())));
      }
      case INTERVAL_YEAR_TO_MONTH -> {
        long months = Math.abs((Long) value);
        yield ((Long) value < 0 ? "-" : "") + months / 12 + "-" + months % 12;
      }
      case UNKNOWN -> throw new IllegalStateException("always NULL");
    };
  }

  // ---- random values

  private static SqlType type(SplittableRandom random, int depth) {
    return depth > 0 && random.nextInt(3) == 0
        ? typeWithParts(random, depth)
        : Scalar.values()[random.nextInt(Scalar.values().length)];
  }

  private static SqlType typeWithParts(SplittableRandom random, int depth) {
    return switch (random.nextInt(3)) {
      case 0 -> new SqlType.ArrayOf(type(random, depth - 1));
      case 1 -> new SqlType.TimeSeriesOf(type(random, depth - 1));
      default ->
          new SqlType.RowOf(
              IntStream.rangeClosed(0, random.nextInt(3))
                  .mapToObj(i -> new SqlType.Field(Optional.empty(), type(random, depth - 1)))
                  .toList());
    };
  }

  private static Column column(SplittableRandom random, SqlType type, int rows) {
    int nullsInTen = random.nextInt(3) * 4;
    List<Object> values = new ArrayList<>();
    VectorBuilder builder = VectorBuilder.of(type);
    for (int row = 0; row < rows; row++) {
      Object before = row == 0 ? null : values.get(row - 1);
      values.add(random.nextInt(10) < nullsInTen ? null : value(random, type, before));
      append(builder, type, values.get(row));
    }
    return new Column(type, values, builder.build());
  }

  private static Column dictionary(SplittableRandom random, int rows) {
    VectorBuilder words = VectorBuilder.of(Scalar.VARCHAR);
    TEXTS.forEach(words::appendText);
    int[] codes = new int[rows];
    long[] presence = random.longs((rows + 63) / 64).toArray();
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      boolean repeated = row > 0 && random.nextBoolean();
      codes[row] = repeated ? codes[row - 1] : random.nextInt(TEXTS.size());
      values.add((presence[row / 64] >>> row & 1) == 0 ? null : TEXTS.get(codes[row]));
    }
    return new Column(
        Scalar.VARCHAR,
        values,
        new Vector.Dictionary(codes, (Vector.Text) words.build(), presence, words));
  }

  private static Column constant(SplittableRandom random, int rows) {
    SqlType type = type(random, 2);
    Column one = column(random, type, 1);
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      values.add(one.values().getFirst());
    }
    return new Column(type, values, new Vector.Constant(one.vector()));
  }

  /** Null for NULL; parts as lists. */
  private static Object value(SplittableRandom random, SqlType type, Object before) {
    return switch (type) {
      case Scalar scalar -> scalar(random, scalar, before);
      case SqlType.ArrayOf(SqlType element) -> values(random, element);
      case SqlType.TimeSeriesOf(SqlType measured) ->
          values(random, Scalar.BIGINT).stream()
              .map(
                  _ ->
                      Arrays.asList(
                          scalar(random, Scalar.TIMESTAMP, null), value(random, measured, null)))
              .toList();
      case SqlType.RowOf(List<SqlType.Field> fields) -> {
        List<Object> parts = new ArrayList<>();
        for (SqlType.Field field : fields) {
          parts.add(random.nextInt(4) == 0 ? null : value(random, field.type(), null));
        }
        yield parts;
      }
      case SqlType.HyperLogLog _ -> throw new IllegalStateException("not made here");
    };
  }

  private static List<Object> values(SplittableRandom random, SqlType element) {
    List<Object> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(random.nextInt(4) == 0 ? null : value(random, element, null));
    }
    return values;
  }

  private static Object scalar(SplittableRandom random, Scalar type, Object before) {
    return switch (type) {
      case BIGINT -> number(random);
      case INTEGER -> (long) (int) number(random);
      case DOUBLE -> real(random);
      case BOOLEAN -> random.nextBoolean();
      case VARCHAR -> TEXTS.get(random.nextInt(TEXTS.size()));
      case TIMESTAMP -> instant(random, (Long) before);
      case DATE -> (long) random.nextInt(-700_000, 2_900_000);
      case TIME -> random.nextLong(NANOS_PER_DAY);
      case INTERVAL_DAY_TO_SECOND -> number(random);
      case INTERVAL_YEAR_TO_MONTH -> (long) random.nextInt(-10_000, 10_000);
      case UNKNOWN -> null;
    };
  }

  /** Of every length, and both ends. */
  private static long number(SplittableRandom random) {
    return switch (random.nextInt(20)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> (long) Math.pow(10, random.nextInt(19));
      default -> random.nextLong() >> random.nextInt(64);
    };
  }

  private static double real(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> -0.0;
      case 4 -> Double.longBitsToDouble(random.nextLong());
      case 5 -> random.nextInt(-1_000, 1_000) / 360.0;
      default -> random.nextInt(-100_000, 100_000) / 100.0;
    };
  }

  /** Often the one before, or a little later, or of the same day. */
  private static long instant(SplittableRandom random, Long before) {
    if (before == null || random.nextInt(4) == 0) {
      return random.nextLong();
    }
    return switch (random.nextInt(4)) {
      case 0 -> before;
      case 1 -> before + Duration.ofSeconds(random.nextInt(100)).toNanos();
      case 2 -> before - random.nextInt(1_000);
      default ->
          Math.floorDiv(before, NANOS_PER_DAY) * NANOS_PER_DAY + random.nextLong(NANOS_PER_DAY);
    };
  }

  private static void append(VectorBuilder builder, SqlType type, Object value) {
    if (value == null) {
      builder.appendNull();
      return;
    }
    switch (type) {
      case Scalar scalar -> appendScalar(builder, scalar, value);
      case SqlType.ArrayOf(SqlType element) -> {
        ((List<?>) value).forEach(part -> append(builder.elements(), element, part));
        builder.appendArray();
      }
      case SqlType.TimeSeriesOf(SqlType measured) -> {
        VectorBuilder points = builder.elements();
        for (Object point : (List<?>) value) {
          append(points.field(0), Scalar.TIMESTAMP, ((List<?>) point).get(0));
          append(points.field(1), measured, ((List<?>) point).get(1));
          points.appendRow();
        }
        builder.appendArray();
      }
      case SqlType.RowOf(List<SqlType.Field> fields) -> {
        for (int i = 0; i < fields.size(); i++) {
          append(builder.field(i), fields.get(i).type(), ((List<?>) value).get(i));
        }
        builder.appendRow();
      }
      case SqlType.HyperLogLog _ -> throw new IllegalStateException("not made here");
    }
  }

  private static void appendScalar(VectorBuilder builder, Scalar type, Object value) {
    switch (type.layout()) {
      case LONGS -> builder.appendWord((Long) value);
      case DOUBLES -> builder.appendDouble((Double) value);
      case BOOLEANS -> builder.appendBoolean((Boolean) value);
      case TEXT -> builder.appendText((String) value);
    }
  }
}
