package io.lodestone.benchmarks.wire;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.Dimension;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import java.nio.charset.StandardCharsets;

/**
 * The body of a WriteRecords request with one multi-measure record for each point of a batch, every
 * record with its own dimensions: as an SDK sends it that knows nothing of common attributes. The
 * records' time can be set again in place. One thread.
 */
public final class WriteBody {
  /** Digits of a time in milliseconds, from 2001 to 2286. */
  private static final int TIME_DIGITS = 13;

  private final byte[] bytes;
  private final int[] times;

  private WriteBody(byte[] bytes, int[] times) {
    this.bytes = bytes;
    this.times = times;
  }

  /**
   * Makes a body with the batch's own times.
   *
   * @param batch all columns whole numbers that no point lacks
   */
  public static WriteBody of(String database, String table, PointBatch batch) {
    StringBuilder text = new StringBuilder("{\"DatabaseName\":\"");
    text.append(database).append("\",\"TableName\":\"").append(table).append("\",\"Records\":[");
    int[] times = new int[batch.size()];
    for (int point = 0; point < batch.size(); point++) {
      text.append(point == 0 ? "" : ",");
      times[point] = appendRecord(text, batch, point);
    }
    // One byte a character: names and values are ASCII here, so that places in the text hold.
    return new WriteBody(text.append("]}").toString().getBytes(StandardCharsets.US_ASCII), times);
  }

  /** Appends a record; where its time stands. */
  private static int appendRecord(StringBuilder text, PointBatch batch, int point) {
    SeriesKey key = batch.key(batch.series()[point]);
    text.append("{\"Dimensions\":[");
    String comma = "";
    for (Dimension dimension : key.dimensions()) {
      text.append(comma).append("{\"Name\":\"").append(dimension.name());
      text.append("\",\"Value\":\"").append(dimension.value()).append("\"}");
      comma = ",";
    }
    text.append("],\"MeasureName\":\"").append(key.measureName());
    text.append("\",\"MeasureValueType\":\"MULTI\",\"Time\":\"");
    int time = text.length();
    text.append(batch.times()[point] / 1_000_000).append("\",\"MeasureValues\":[");
    comma = "";
    for (ColumnBuffer column : batch.columns()) {
      text.append(comma).append("{\"Name\":\"").append(column.name());
      text.append("\",\"Value\":\"").append(column.word(point)).append("\",\"Type\":\"BIGINT\"}");
      comma = ",";
    }
    text.append("]}");
    return time;
  }

  /** Gives all records another time, in milliseconds since the epoch. */
  public void setTime(long millis) {
    byte[] digits = Long.toString(millis).getBytes(StandardCharsets.US_ASCII);
    if (digits.length != TIME_DIGITS) {
      throw new IllegalArgumentException("a time of other than 13 digits: " + millis);
    }
    for (int place : times) {
      System.arraycopy(digits, 0, bytes, place, TIME_DIGITS);
    }
  }

  /** How many records it holds. */
  public int records() {
    return times.length;
  }

  /** UTF-8; the array itself, which the next {@link #setTime} changes. */
  public byte[] bytes() {
    return bytes;
  }
}
