package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordDecodingTest {
  @Test
  void singleMeasureGoesToTheColumnOfItsType() {
    PointBatch batch =
        Requests.decode(
                Requests.of(
                    Requests.record(""),
                    Requests.record("'MeasureValueType':'BIGINT','MeasureName':'n'"),
                    Requests.record("'MeasureValueType':'VARCHAR','MeasureName':'s'"),
                    Requests.record(
                        "'MeasureValueType':'BOOLEAN','MeasureName':'b','MeasureValue':'TRUE'"),
                    Requests.record("'MeasureValueType':'TIMESTAMP','MeasureName':'t'")))
            .batch();

    assertEquals(
        List.of(
            "measure_value::double",
            "measure_value::bigint",
            "measure_value::varchar",
            "measure_value::boolean",
            "measure_value::timestamp"),
        batch.columns().stream().map(ColumnBuffer::name).toList());
    assertEquals(1.0, column(batch, "measure_value::double").doubleAt(0));
    assertEquals(1, column(batch, "measure_value::bigint").word(1));
    assertEquals("1", column(batch, "measure_value::varchar").varcharAt(2));
    assertEquals(1, column(batch, "measure_value::boolean").word(3));
    assertEquals(1_000_000, column(batch, "measure_value::timestamp").word(4));
    assertFalse(column(batch, "measure_value::double").isPresent(1));
  }

  @Test
  void multiMeasureGoesToColumnsByAttributeName() {
    PointBatch batch =
        Requests.decode(
                Requests.quoted(
                    """
                    {'DatabaseName':'d','TableName':'t','Records':[
                      {'Dimensions':[{'Name':'host','Value':'a','DimensionValueType':'VARCHAR'}],
                       'MeasureName':'m','MeasureValueType':'MULTI','Time':'5','TimeUnit':'SECONDS','Version':7,
                       'MeasureValues':[{'Name':'x','Value':'1.5','Type':'DOUBLE'},
                                        {'Type':'VARCHAR','Value':'é','Name':'y'}]},
                      {'Dimensions':[{'Name':'host','Value':'a'}],
                       'MeasureName':'m','MeasureValueType':'MULTI','Time':'6','TimeUnit':'SECONDS',
                       'MeasureValues':[{'Name':'y','Value':'ü','Type':'VARCHAR'}]}]}"""))
            .batch();

    assertEquals(1, batch.seriesCount());
    assertEquals(SeriesKey.of("m", "host", "a"), batch.key(0));
    assertEquals(5_000_000_000L, batch.times()[0]);
    assertEquals(7, batch.versions()[0]);
    assertEquals(1, batch.versions()[1]);
    assertEquals(1.5, column(batch, "x").doubleAt(0));
    assertFalse(column(batch, "x").isPresent(1));
    assertEquals("é", column(batch, "y").varcharAt(0));
    assertEquals("ü", column(batch, "y").varcharAt(1));
  }

  @Test
  void oneAttributeMayComeWithTwoTypes() {
    String attributes =
        "'MeasureValue':null,'MeasureValueType':'MULTI','MeasureValues':[{'Name':'x','Value':'1','Type':'%s'}]";
    PointBatch batch =
        Requests.decode(
                Requests.of(
                    Requests.record(attributes.formatted("BIGINT")),
                    Requests.record(attributes.formatted("DOUBLE"))))
            .batch();

    assertEquals(
        List.of(ValueType.BIGINT, ValueType.DOUBLE),
        batch.columns().stream().map(ColumnBuffer::type).toList());
  }

  @Test
  void orderOfDimensionsDoesNotMatter() {
    String both = "'Dimensions':[{'Name':'%s','Value':'1'},{'Value':'1','Name':'%s'}]";
    PointBatch batch =
        Requests.decode(
                Requests.of(
                    Requests.record(both.formatted("a", "b")),
                    Requests.record(both.formatted("b", "a"))))
            .batch();

    assertEquals(1, batch.seriesCount());
    assertEquals(SeriesKey.of("m", "a", "1", "b", "1"), batch.key(0));
  }

  @Test
  void escapedTextIsTheTextItStandsFor() {
    PointBatch batch =
        Requests.decode(
                Requests.of(
                    Requests.record(
                        "'Dimensions':[{'N\\u0061me':'h\\u00f6st','Value':'\\ud83d\\ude00\\n\\/'},{'Name':'k','Value':'é'}],"
                            + "'MeasureValueType':'V\\u0041RCHAR','MeasureValue':'\\\\ é'")))
            .batch();

    assertEquals(SeriesKey.of("m", "höst", "😀\n/", "k", "é"), batch.key(0));
    assertEquals("\\ é", column(batch, "measure_value::varchar").varcharAt(0));
  }

  @Test
  void unknownMembersAreSkippedAndNullIsAbsent() {
    DecodedRecords decoded =
        Requests.decode(
            Requests.of(
                Requests.record(
                    "'Color':{'a':[1,2.5e3,true,false,null,'x']},'Version':null,'TimeUnit':null,"
                        + "'MeasureValueType':null,'MeasureValues':null")));

    assertTrue(decoded.rejections().isEmpty());
    assertEquals(1, decoded.batch().size());
    assertEquals(1, decoded.batch().versions()[0]);
  }

  @Test
  void namesOfTheTableAreHandedOnAsSpelled() {
    WriteRequest request =
        new RecordDecoder(WriteLimits.DEFAULT)
            .decode(Requests.of(Requests.record("")).getBytes(StandardCharsets.UTF_8));

    assertEquals("metrics", request.database());
    assertEquals("cpu", request.table());
    assertEquals(1, request.records());
  }

  private static ColumnBuffer column(PointBatch batch, String name) {
    return batch.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }
}
