package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import org.junit.jupiter.api.Test;

class CommonAttributesTest {
  private static final String COMMON =
      Requests.quoted(
          "{'Dimensions':[{'Name':'host','Value':'h1'}],'Time':'1000','TimeUnit':'SECONDS','Version':3,"
              + "'MeasureName':'cpu','MeasureValueType':'BIGINT','MeasureValue':'9'}");

  @Test
  void applyWhereTheRecordSaysNothing() {
    PointBatch batch = Requests.decode(Requests.withCommon(COMMON, "{}")).batch();

    assertEquals(SeriesKey.of("cpu", "host", "h1"), batch.key(0));
    assertEquals(1_000_000_000_000L, batch.times()[0]);
    assertEquals(3, batch.versions()[0]);
    assertEquals("measure_value::bigint", batch.columns().getFirst().name());
    assertEquals(9, batch.columns().getFirst().word(0));
  }

  @Test
  void giveWayToTheRecord() {
    PointBatch batch =
        Requests.decode(
                Requests.withCommon(
                    COMMON,
                    Requests.quoted(
                        "{'Time':'5','TimeUnit':'MILLISECONDS','Version':1,'MeasureName':'m','MeasureValueType':'DOUBLE',"
                            + "'MeasureValue':'0.5'}")))
            .batch();

    assertEquals(SeriesKey.of("m", "host", "h1"), batch.key(0));
    assertEquals(5_000_000L, batch.times()[0]);
    assertEquals(1, batch.versions()[0]);
    assertEquals(0.5, batch.columns().getFirst().doubleAt(0));
  }

  @Test
  void areUnitedWithTheRecordsDimensions() {
    PointBatch batch =
        Requests.decode(
                Requests.withCommon(
                    COMMON,
                    "{}",
                    Requests.quoted("{'Dimensions':[{'Name':'az','Value':'1'}]}"),
                    "{}",
                    Requests.quoted("{'MeasureName':'mem'}"),
                    Requests.quoted("{'Dimensions':[]}")))
            .batch();

    assertEquals(3, batch.seriesCount());
    assertEquals(SeriesKey.of("cpu", "az", "1", "host", "h1"), batch.key(batch.series()[1]));
    assertEquals(SeriesKey.of("mem", "host", "h1"), batch.key(batch.series()[3]));
    assertEquals(batch.series()[0], batch.series()[2]);
    assertEquals(batch.series()[0], batch.series()[4]);
  }

  @Test
  void mayNotRepeatADimensionOfTheRecord() {
    String request =
        Requests.withCommon(
            COMMON, "{}", Requests.quoted("{'Dimensions':[{'Name':'host','Value':'h2'}]}"));

    InvalidRequestException failure =
        assertThrows(InvalidRequestException.class, () -> Requests.decode(request));
    assertTrue(failure.getMessage().contains("index 1"), failure.getMessage());
  }

  @Test
  void mayComeBeforeTheRecords() {
    PointBatch batch =
        Requests.decode(
                "{\"CommonAttributes\":"
                    + COMMON
                    + ",\"Records\":[{}],\"TableName\":\"t\",\"DatabaseName\":\"d\"}")
            .batch();

    assertEquals(SeriesKey.of("cpu", "host", "h1"), batch.key(0));
  }

  @Test
  void mayCarryTheMeasuresOfAllRecords() {
    PointBatch batch =
        Requests.decode(
                Requests.withCommon(
                    Requests.quoted(
                        "{'Dimensions':[{'Name':'host','Value':'h1'}],'MeasureName':'m','MeasureValueType':'MULTI',"
                            + "'MeasureValues':[{'Name':'at','Value':'2','Type':'TIMESTAMP'}]}"),
                    Requests.quoted("{'Time':'1','TimeUnit':'SECONDS'}"),
                    Requests.quoted("{'Time':'1','TimeUnit':'NANOSECONDS'}")))
            .batch();

    // A TIMESTAMP counts in the unit of its record, though it is spelled once for both.
    assertEquals(2_000_000_000L, batch.columns().getFirst().word(0));
    assertEquals(2, batch.columns().getFirst().word(1));
  }
}
