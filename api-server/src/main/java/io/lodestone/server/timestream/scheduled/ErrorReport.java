package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.engine.commit.AdmissionRule;
import io.lodestone.model.PointBatch;
import io.lodestone.model.Rejection;
import io.lodestone.server.protocol.Json;
import io.lodestone.server.timestream.write.RejectedRecords;
import io.lodestone.sql.ResultBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run has to tell of rows and records that were not stored, in the form of AWS's error
 * reports. Bounded: of many errors the first ones are told, and the number of all. One thread.
 *
 * <pre>{@code
 * {"reportId": "…", "errors": [
 *   {"reason": "…", "records": [{"dimensions": […], "measureName": "…", …}]},
 *   {"reason": "…", "rawLine": "a,NULL,2026-01-01 00:00:00.000000000"}]}
 * }</pre>
 */
final class ErrorReport {
  /** Rows and records that are told of. */
  private static final int TOLD_MAX = 1_000;

  private static final int RAW_LINE_LENGTH_MAX = 4_096;

  /** Elements of {@code errors}, each to be written into the array that stands open. */
  private interface Error {
    void write(JsonGenerator out) throws IOException;
  }

  private final List<Error> errors = new ArrayList<>();
  private int told;
  private long count;
  private String firstReason = "";

  /** A row that no record could be made of. */
  void row(String reason, ResultBatch batch, int row, int columns) {
    count(reason);
    if (told < TOLD_MAX) {
      told++;
      String line = rawLine(batch, row, columns);
      errors.add(
          out -> {
            out.writeStartObject();
            out.writeStringField("reason", reason);
            out.writeStringField("rawLine", line);
            out.writeEndObject();
          });
    }
  }

  /** Records that the table did not take. */
  void records(AdmissionRule admission, PointBatch batch, List<Rejection> rejections) {
    if (rejections.isEmpty()) {
      return;
    }
    rejections.forEach(_ -> count("One or more records have been rejected."));
    List<Rejection> first =
        List.copyOf(rejections.subList(0, Math.min(rejections.size(), TOLD_MAX - told)));
    told += first.size();
    if (!first.isEmpty()) {
      // Written later: the batch is the run's own, and nobody changes it.
      errors.add(out -> RejectedRecords.write(out, admission, batch, first));
    }
  }

  private void count(String reason) {
    if (count == 0) {
      firstReason = reason;
    }
    count++;
  }

  /** How many rows and records were not stored. */
  long count() {
    return count;
  }

  /** Why the first of them was not. */
  String firstReason() {
    return firstReason;
  }

  /** The report as a JSON document. */
  byte[] toJson(String id) {
    try {
      return Json.object(
          out -> {
            out.writeStringField("reportId", id);
            out.writeArrayFieldStart("errors");
            for (Error error : errors) {
              error.write(out);
            }
            if (told < count) {
              out.writeStartObject();
              out.writeStringField(
                  "reason", (count - told) + " more rows or records were not stored.");
              out.writeEndObject();
            }
            out.writeEndArray();
          });
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static String rawLine(ResultBatch batch, int row, int columns) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < columns && line.length() < RAW_LINE_LENGTH_MAX; column++) {
      line.append(column > 0 ? "," : "")
          .append(batch.isNull(row, column) ? "NULL" : batch.text(row, column));
    }
    if (line.length() > RAW_LINE_LENGTH_MAX) {
      line.setLength(RAW_LINE_LENGTH_MAX);
      line.append('…');
    }
    return line.toString();
  }
}
