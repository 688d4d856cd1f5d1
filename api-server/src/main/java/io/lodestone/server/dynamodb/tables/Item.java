package io.lodestone.server.dynamodb.tables;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.SeriesKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A point as a DynamoDB item ({@code docs/adr/0019}): attributes by name, each of a type. Built
 * once, then read.
 */
public final class Item {
  /** The HASH key: {@link SeriesText}. */
  public static final String SERIES = "ts_series";

  /** The RANGE key: nanoseconds since the epoch. */
  public static final String TIME = "time";

  private static final String VERSION = "ts_version";
  private static final String MEASURE_NAME = "measure_name";

  /** DynamoDB's numbers have magnitudes from 1E-130 to 9.9…E+125. */
  private static final double NUMBER_MIN = 1e-130;

  private static final double NUMBER_MAX = 1e126;

  /**
   * A value and its type on the wire.
   *
   * @param type S, N or BOOL
   * @param text as the wire spells it; {@code true} or {@code false} for BOOL
   */
  private record Attribute(String type, String text) {
    int bytes() {
      return switch (type) {
        case "S" -> text.getBytes(StandardCharsets.UTF_8).length;
        case "N" -> (text.length() + 1) / 2 + 1;
        default -> 1;
      };
    }
  }

  private final Map<String, Attribute> attributes = new LinkedHashMap<>();

  private Item() {}

  /** The key of a point. */
  public static Item key(SeriesKey series, long timeNanos) {
    Item item = new Item();
    item.attributes.put(SERIES, new Attribute("S", SeriesText.of(series)));
    item.attributes.put(TIME, new Attribute("N", Long.toString(timeNanos)));
    return item;
  }

  /** A point without its measure values, which are {@link #add}ed. */
  public static Item point(SeriesKey series, long timeNanos, long version) {
    Item item = key(series, timeNanos);
    for (Dimension dimension : series.dimensions()) {
      item.attributes.put(dimension.name(), new Attribute("S", dimension.value()));
    }
    item.attributes.put(MEASURE_NAME, new Attribute("S", series.measureName()));
    item.attributes.put(VERSION, new Attribute("N", Long.toString(version)));
    return item;
  }

  /** Adds a present measure value. */
  public void add(ColumnBuffer column, int row) {
    attributes.put(
        column.name(),
        switch (column.type()) {
          case DOUBLE -> number(column.doubleAt(row));
          case BIGINT, TIMESTAMP -> new Attribute("N", Long.toString(column.word(row)));
          case BOOLEAN -> new Attribute("BOOL", Boolean.toString(column.word(row) != 0));
          case VARCHAR -> new Attribute("S", column.varcharAt(row));
        });
  }

  private static Attribute number(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return new Attribute("N", "0");
    }
    // Not a number compares as false.
    if (size >= NUMBER_MIN && size < NUMBER_MAX) {
      BigDecimal decimal = BigDecimal.valueOf(value).stripTrailingZeros();
      boolean isShort = size >= 1e-6 && size < 1e21;
      return new Attribute("N", isShort ? decimal.toPlainString() : decimal.toString());
    }
    return new Attribute("S", Double.toString(value));
  }

  /** Its size as DynamoDB counts it: names and values. */
  public int bytes() {
    int bytes = 0;
    for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
      bytes +=
          attribute.getKey().getBytes(StandardCharsets.UTF_8).length + attribute.getValue().bytes();
    }
    return bytes;
  }

  /** Writes it as a member: a map of attribute values. */
  public void write(JsonGenerator out, String member) throws IOException {
    out.writeObjectFieldStart(member);
    for (Map.Entry<String, Attribute> attribute : attributes.entrySet()) {
      out.writeObjectFieldStart(attribute.getKey());
      Attribute value = attribute.getValue();
      if (value.type().equals("BOOL")) {
        out.writeBooleanField("BOOL", Boolean.parseBoolean(value.text()));
      } else {
        out.writeStringField(value.type(), value.text());
      }
      out.writeEndObject();
    }
    out.writeEndObject();
  }
}
