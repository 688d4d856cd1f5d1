package io.lodestone.server.timestream.write;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** WriteRecords requests as JSON, for tests. */
final class Requests {
  private Requests() {}

  /** A request to table metrics.cpu with these records, each a JSON object. */
  static String of(String... records) {
    return withCommon("null", records);
  }

  /** The same with CommonAttributes, which come last as JavaScript sends them. */
  static String withCommon(String common, String... records) {
    return "{\"DatabaseName\":\"metrics\",\"TableName\":\"cpu\",\"Records\":["
        + String.join(",", records)
        + "],\"CommonAttributes\":"
        + common
        + "}";
  }

  /**
   * A record that is complete but for what {@code members} adds; single quotes stand for double
   * ones.
   */
  static String record(String members) {
    return quoted(
        "{'Dimensions':[{'Name':'host','Value':'a'}],'MeasureName':'m','MeasureValue':'1','Time':'1767225600000'"
            + (members.isEmpty() ? "" : "," + members)
            + "}");
  }

  static String quoted(String singleQuoted) {
    return singleQuoted.replace('\'', '"');
  }

  static DecodedRecords decode(String request) {
    return decode(request, WriteLimits.DEFAULT);
  }

  static DecodedRecords decode(String request, WriteLimits limits, String... requiredDimensions) {
    return new RecordDecoder(limits)
        .decode(request.getBytes(StandardCharsets.UTF_8))
        .points(List.of(requiredDimensions));
  }
}
