package io.lodestone.server.dynamodb.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A point as DynamoDB's clients see it. */
class ItemTest {
  private static final SeriesKey SERIES = SeriesKey.of("cpu", "host", "a");

  private static String json(Item item) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
      out.writeStartObject();
      item.write(out, "Item");
      out.writeEndObject();
    }
    return text.toString().replace('"', '\'');
  }

  private static PointBatch.Builder point() {
    PointBatch.Builder batch = new PointBatch.Builder(1);
    batch.point(0, batch.series(SERIES), 5, 1);
    return batch;
  }

  /** The attribute that a batch of one point and one column has. */
  private static String attribute(PointBatch.Builder batch) throws IOException {
    Item item = Item.key(SERIES, 5);
    PointBatch built = batch.build();
    item.add(built.columns().getFirst(), 0);
    String json = json(item);
    return json.substring(json.indexOf("'v':") + "'v':".length(), json.length() - 2);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, N, 1.5",
    "0, N, 0",
    "-0.0, N, 0",
    "100, N, 100",
    "1E20, N, 100000000000000000000",
    "1E21, N, 1E+21",
    "-1E22, N, -1E+22",
    "1E-6, N, 0.000001",
    "9.9E-7, N, 9.9E-7",
    "1E-130, N, 1E-130",
    "-1E-130, N, -1E-130",
    "9.9999999999999E125, N, 9.9999999999999E+125",
    "9.99E-131, S, 9.99E-131",
    "1E126, S, 1.0E126",
    "-1E126, S, -1.0E126",
    "4.9E-324, S, 4.9E-324",
    "1.7976931348623157E308, S, 1.7976931348623157E308",
    "NaN, S, NaN",
    "Infinity, S, Infinity",
    "-Infinity, S, -Infinity"
  })
  void aDoubleIsANumberWhereDynamoDbHasIt(double value, String type, String text)
      throws IOException {
    PointBatch.Builder batch = point();
    batch.valueColumn("v", ValueType.DOUBLE).appendDouble(value);
    assertEquals("{'" + type + "':'" + text + "'}", attribute(batch));
  }

  @Test
  void theOtherTypesAreThemselves() throws IOException {
    PointBatch.Builder batch = point();
    batch.valueColumn("v", ValueType.BIGINT).appendWord(Long.MIN_VALUE);
    assertEquals("{'N':'-9223372036854775808'}", attribute(batch));
    batch = point();
    batch.valueColumn("v", ValueType.TIMESTAMP).appendWord(Long.MAX_VALUE);
    assertEquals("{'N':'9223372036854775807'}", attribute(batch));
    batch = point();
    batch.valueColumn("v", ValueType.BOOLEAN).appendWord(1);
    assertEquals("{'BOOL':true}", attribute(batch));
    batch = point();
    batch.valueColumn("v", ValueType.BOOLEAN).appendWord(0);
    assertEquals("{'BOOL':false}", attribute(batch));
    batch = point();
    batch.valueColumn("v", ValueType.VARCHAR).appendVarchar("ü😀\n");
    assertEquals("{'S':'ü😀\\n'}", attribute(batch));
    batch = point();
    batch.valueColumn("v", ValueType.VARCHAR).appendVarchar("");
    assertEquals("{'S':''}", attribute(batch));
  }

  @Test
  void aPointHasItsKeyItsDimensionsAndItsVersion() throws IOException {
    assertEquals(
        "{'Item':{'ts_series':{'S':'cpu,host=a'},'time':{'N':'-5'},'host':{'S':'a'},"
            + "'measure_name':{'S':'cpu'},'ts_version':{'N':'7'}}}",
        json(Item.point(SERIES, -5, 7)));
  }

  /** Names and texts by their bytes, a number by half its digits, rounded up, and one. */
  @Test
  void itsSizeIsCountedAsDynamoDbDoes() {
    int key = "ts_series".length() + "cpu,host=a".length() + "time".length() + 2;
    assertEquals(key, Item.key(SERIES, 5).bytes());
    PointBatch.Builder batch = point();
    batch.valueColumn("ä", ValueType.VARCHAR).appendVarchar("€");
    Item item = Item.key(SERIES, 5);
    item.add(batch.build().columns().getFirst(), 0);
    assertEquals(key + 2 + 3, item.bytes());
  }
}
