package io.lodestone.server.timestream.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What rejects one record and leaves the others of its request alone. */
class WriteLimitsTest {
  private static final WriteLimits RAISED =
      new WriteLimits(100, 256, 100, 10_000, 512, 512, 10_000, 10_000);

  @Test
  void longNameOfADimension() {
    String record = Requests.record("'Dimensions':[{'Name':'" + "n".repeat(61) + "','Value':'x'}]");

    assertRejected("The dimension name " + "n".repeat(61) + " is longer than 60 bytes.", record);
  }

  @Test
  void nameIsMeasuredInBytes() {
    String name = "é".repeat(31);
    String record = Requests.record("'Dimensions':[{'Name':'" + name + "','Value':'x'}]");

    assertRejected("The dimension name " + name + " is longer than 60 bytes.", record);
  }

  @Test
  void longDimensionsTogether() {
    String record =
        Requests.record("'Dimensions':[{'Name':'n','Value':'" + "v".repeat(2_048) + "'}]");

    assertRejected("The names and values of the dimensions are longer than 2048 bytes.", record);
    assertAccepted(
        Requests.record("'Dimensions':[{'Name':'n','Value':'" + "v".repeat(2_047) + "'}]"));
  }

  @Test
  void longMeasureName() {
    assertRejected(
        "The measure name is longer than 256 bytes.",
        Requests.record("'MeasureName':'" + "m".repeat(257) + "'"));
    assertAccepted(Requests.record("'MeasureName':'" + "m".repeat(256) + "'"));
  }

  @Test
  void longAttributeName() {
    String name = "m".repeat(257);

    assertRejected("The measure name " + name + " is longer than 256 bytes.", multi(name, 1));
  }

  @Test
  void manyMeasures() {
    assertRejected("The record has more than 256 measures.", multi("m", 257));
    assertAccepted(multi("m", 256));
  }

  @Test
  void manyBytesOfValues() {
    String record =
        Requests.record(
            "'MeasureValueType':'MULTI','MeasureValue':null,'MeasureValues':["
                + "{'Name':'a','Type':'VARCHAR','Value':'"
                + "v".repeat(2_041)
                + "'},{'Name':'b','Type':'DOUBLE','Value':'0'}]");

    assertRejected("The measure values are longer than 2048 bytes.", record);
  }

  @Test
  void manyDimensionsWithThoseOfCommonAttributes() {
    String common = Requests.quoted("{'Dimensions':[" + dimensions("c", 100) + "]}");
    String record = Requests.record("'Dimensions':[" + dimensions("r", 29) + "]");

    DecodedRecords decoded = Requests.decode(Requests.withCommon(common, record));

    assertEquals(
        List.of(
            Rejection.of(
                0, Rejection.Reason.LIMIT_EXCEEDED, "The record has more than 128 dimensions.")),
        decoded.rejections());
  }

  @Test
  void dimensionThatThePartitionKeyRequires() {
    String request =
        Requests.of(
            Requests.record(""),
            Requests.record("'Dimensions':[{'Name':'rack','Value':'7'}]"),
            Requests.record(""));

    DecodedRecords decoded = Requests.decode(request, WriteLimits.DEFAULT, "host");

    assertEquals(2, decoded.batch().size());
    assertEquals(2, decoded.batch().requestIndex(1));
    assertEquals(
        List.of(
            Rejection.of(
                1,
                Rejection.Reason.DIMENSION_REQUIRED,
                "The dimension host is required by the partition key of the table.")),
        decoded.rejections());
  }

  @Test
  void oneReasonForEachRecord() {
    String bad =
        Requests.record("'MeasureName':'" + "m".repeat(257) + "','Time':'99999999999999999999'");

    assertEquals(1, Requests.decode(Requests.of(bad)).rejections().size());
  }

  @Test
  void limitsGoUpButNotDown() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new WriteLimits(99, 128, 60, 2_048, 256, 256, 2_048, 2_048));
  }

  private static void assertRejected(String detail, String record) {
    DecodedRecords decoded =
        Requests.decode(Requests.of(Requests.record(""), record, Requests.record("")));
    assertEquals(
        List.of(Rejection.of(1, Rejection.Reason.LIMIT_EXCEEDED, detail)), decoded.rejections());
    assertEquals(2, decoded.batch().size());
    assertEquals(
        List.of(),
        Requests.decode(Requests.of(record), RAISED).rejections(),
        "with the limits raised");
  }

  private static void assertAccepted(String record) {
    assertEquals(List.of(), Requests.decode(Requests.of(record)).rejections());
  }

  private static String multi(String name, int count) {
    List<String> attributes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      attributes.add("{'Name':'" + name + (i == 0 ? "" : i) + "','Value':'1','Type':'BIGINT'}");
    }
    return Requests.record(
        "'MeasureValueType':'MULTI','MeasureValue':null,'MeasureValues':["
            + String.join(",", attributes)
            + "]");
  }

  private static String dimensions(String prefix, int count) {
    List<String> dimensions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      dimensions.add("{'Name':'" + prefix + i + "','Value':'x'}");
    }
    return String.join(",", dimensions);
  }
}
