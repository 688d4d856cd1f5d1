package io.lodestone.benchmarks.questdb;

import io.questdb.cairo.sql.Record;

/** The row that a query stands at. Columns are counted from 0. */
public final class QuestDbRow {
  private final Record row;

  QuestDbRow(Record row) {
    this.row = row;
  }

  public String text(int column) {
    return row.getSymA(column).toString();
  }

  /** A symbol by its number, without making its text. */
  public int symbol(int column) {
    return row.getInt(column);
  }

  public long whole(int column) {
    return row.getLong(column);
  }

  public double real(int column) {
    return row.getDouble(column);
  }

  /** Nanoseconds since the epoch. */
  public long timeNanos(int column) {
    return row.getTimestamp(column) * 1_000;
  }
}
