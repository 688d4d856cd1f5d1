package io.lodestone.benchmarks.questdb;

import io.questdb.cairo.TableWriter;
import java.util.List;

/**
 * Appends rows by the table's writer, QuestDB's fastest road: no parser, no log before the columns,
 * and symbols by their numbers once a series has been seen.
 */
public final class QuestDbAppender implements AutoCloseable {
  private final TableWriter writer;
  private final List<String[]> symbols;
  private final int tagCount;

  /** The numbers of each series' symbols, null until its first row. */
  private final int[][] numbers;

  QuestDbAppender(TableWriter writer, List<String[]> symbols) {
    this.writer = writer;
    this.symbols = symbols;
    this.tagCount = symbols.getFirst().length;
    this.numbers = new int[symbols.size()][];
  }

  /**
   * Adds a row.
   *
   * @param series its place in the list the appender was made with
   * @param fields a column per field
   * @param index the row's place in these columns
   */
  public void append(int series, long timeNanos, long[][] fields, int index) {
    TableWriter.Row row = writer.newRow(timeNanos / 1_000);
    int[] known = numbers[series];
    if (known != null) {
      for (int tag = 0; tag < tagCount; tag++) {
        row.putSymIndex(tag, known[tag]);
      }
    } else {
      numbers[series] = putSymbols(row, symbols.get(series));
    }
    for (int field = 0; field < fields.length; field++) {
      row.putLong(tagCount + field, fields[field][index]);
    }
    row.append();
  }

  private int[] putSymbols(TableWriter.Row row, String[] tags) {
    int[] known = new int[tagCount];
    for (int tag = 0; tag < tagCount; tag++) {
      row.putSym(tag, tags[tag]);
      known[tag] = writer.getSymbolMapWriter(tag).put(tags[tag]);
    }
    return known;
  }

  /** Makes all rows visible, and durable if the database was opened so. */
  public void commit() {
    writer.commit();
  }

  @Override
  public void close() {
    writer.close();
  }
}
