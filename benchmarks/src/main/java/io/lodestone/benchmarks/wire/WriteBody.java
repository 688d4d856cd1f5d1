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
  /** Digits of a time in milliseconds, from 2001 to 2286, and of a version. */
  private static final int DIGITS = 13;

  private static final String TIME = "\"Time\":\"";
  private static final String VERSION = "\"Version\":";

  private final byte[] bytes;
  private final int[] times;

  /** Empty when the records tell no version. */
  private final int[] versions;

  private WriteBody(byte[] bytes, int[] times, int[] versions) {
    this.bytes = bytes;
    this.times = times;
    this.versions = versions;
  }

  /** Makes a body with the batch's own times, whose records tell no version. */
  public static WriteBody of(String database, String table, PointBatch batch) {
    return of(database, table, batch, false);
  }

  /**
   * Makes a body with the batch's own times.
   *
   * @param batch all columns whole numbers that no point lacks
   * @param versioned whether records tell a version, which can be set as well
   */
  public static WriteBody of(String database, String table, PointBatch batch, boolean versioned) {
    StringBuilder text = new StringBuilder("{\"DatabaseName\":\"");
    text.append(database).append("\",\"TableName\":\"").append(table).append("\",\"Records\":[");
    int[] times = new int[batch.size()];
    int[] versions = new int[versioned ? batch.size() : 0];
    for (int point = 0; point < batch.size(); point++) {
      text.append(point == 0 ? "" : ",");
      int start = text.length();
      appendRecord(text, batch, point, versioned);
      times[point] = text.indexOf(TIME, start) + TIME.length();
      if (versioned) {
        versions[point] = text.indexOf(VERSION, start) + VERSION.length();
      }
    }
    // One byte a character: names and values are ASCII here, so that places in the text hold.
    return new WriteBody(
        text.append("]}").toString().getBytes(StandardCharsets.US_ASCII), times, versions);
  }

  private static void appendRecord(
      StringBuilder text, PointBatch batch, int point, boolean versioned) {
    SeriesKey key = batch.key(batch.series()[point]);
    text.append("{\"Dimensions\":[");
    String comma = "";
    for (Dimension dimension : key.dimensions()) {
      text.append(comma).append("{\"Name\":\"").append(dimension.name());
      text.append("\",\"Value\":\"").append(dimension.value()).append("\"}");
      comma = ",";
    }
    text.append("],\"MeasureName\":\"").append(key.measureName());
    text.append("\",\"MeasureValueType\":\"MULTI\",").append(TIME);
    text.append(batch.times()[point] / 1_000_000).append("\",");
    if (versioned) {
      text.append(VERSION).append("1000000000000,");
    }
    text.append("\"MeasureValues\":[");
    comma = "";
    for (ColumnBuffer column : batch.columns()) {
      text.append(comma).append("{\"Name\":\"").append(column.name());
      text.append("\",\"Value\":\"").append(column.word(point)).append("\",\"Type\":\"BIGINT\"}");
      comma = ",";
    }
    text.append("]}");
  }

  /** Gives all records another time, in milliseconds since the epoch. */
  public void setTime(long millis) {
    set(times, millis);
  }

  /** Gives all records another version, of 13 digits; of no effect where they tell none. */
  public void setVersion(long version) {
    set(versions, version);
  }

  private void set(int[] places, long number) {
    byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    if (digits.length != DIGITS) {
      throw new IllegalArgumentException("a number of other than 13 digits: " + number);
    }
    for (int place : places) {
      System.arraycopy(digits, 0, bytes, place, DIGITS);
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
