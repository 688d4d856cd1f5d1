package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import java.io.IOException;

/**
 * What a run took and did.
 *
 * @param executionMillis from its beginning to its end
 * @param dataWrites bytes of the records that were stored, in whole KiB
 * @param bytesMetered as for a query: what was scanned, but at least 10 MB
 * @param bytesScanned decoded bytes that the query read
 * @param recordsIngested records that were stored, those that changed nothing included
 * @param resultRows rows of the result
 */
record ExecutionStats(
    long executionMillis,
    long dataWrites,
    long bytesMetered,
    long bytesScanned,
    long recordsIngested,
    long resultRows) {
  static final ExecutionStats NONE = new ExecutionStats(0, 0, 0, 0, 0, 0);

  static ExecutionStats read(JsonReader in) throws IOException {
    long[] values = new long[6];
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "ExecutionTimeInMillis" -> values[0] = in.longInteger();
          case "DataWrites" -> values[1] = in.longInteger();
          case "BytesMetered" -> values[2] = in.longInteger();
          case "CumulativeBytesScanned" -> values[3] = in.longInteger();
          case "RecordsIngested" -> values[4] = in.longInteger();
          case "QueryResultRows" -> values[5] = in.longInteger();
          default -> in.skip();
        }
      }
    }
    return new ExecutionStats(values[0], values[1], values[2], values[3], values[4], values[5]);
  }

  void write(JsonGenerator out) throws IOException {
    out.writeNumberField("ExecutionTimeInMillis", executionMillis);
    out.writeNumberField("DataWrites", dataWrites);
    out.writeNumberField("BytesMetered", bytesMetered);
    out.writeNumberField("CumulativeBytesScanned", bytesScanned);
    out.writeNumberField("RecordsIngested", recordsIngested);
    out.writeNumberField("QueryResultRows", resultRows);
  }
}
