package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ColumnBatch;
import io.lodestone.scan.ColumnVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a batch cursor to its end, holding it to its contract on the way. */
final class BatchCursorContract {
  private BatchCursorContract() {}

  /** Every row as its values, joined by spaces, with {@code -} for what is absent. */
  static List<String> read(BatchCursor cursor, int columns) {
    List<String> rows = new ArrayList<>();
    List<Map<Integer, String>> texts = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      texts.add(new HashMap<>());
    }
    assertThrows(IllegalStateException.class, cursor::batch);
    while (cursor.advance()) {
      ColumnBatch batch = cursor.batch();
      assertTrue(batch.size() > 0, "a batch holds a row");
      assertTrue(batch.size() <= ColumnBatch.ROWS_MAX, "a batch is not too large");
      assertEquals(columns, batch.vectors().size());
      for (int row = 0; row < batch.size(); row++) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < columns; column++) {
          line.append(column == 0 ? "" : " ").append(text(batch.vector(column), row));
        }
        rows.add(line.toString());
      }
      for (int column = 0; column < columns; column++) {
        checkCodes(batch, column, texts.get(column));
      }
    }
    assertFalse(cursor.advance(), "a cursor that ended stays ended");
    cursor.close();
    cursor.close();
    return rows;
  }

  /** A code that was seen in an earlier batch still means the same text. */
  private static void checkCodes(ColumnBatch batch, int column, Map<Integer, String> known) {
    if (batch.vector(column) instanceof ColumnVector.Dictionary vector) {
      known.forEach((code, text) -> assertEquals(text, vector.dictionary().text(code)));
      for (int row = 0; row < batch.size(); row++) {
        if (vector.isPresent(row)) {
          known.put(vector.codes()[row], vector.text(row));
        }
      }
    }
  }

  private static String text(ColumnVector vector, int row) {
    if (!vector.isPresent(row)) {
      return "-";
    }
    return switch (vector) {
      case ColumnVector.Longs longs -> Long.toString(longs.values()[row]);
      case ColumnVector.Doubles doubles -> Double.toString(doubles.values()[row]);
      case ColumnVector.Booleans booleans -> Boolean.toString(booleans.values()[row]);
      case ColumnVector.Varchars varchars -> "'" + varchars.text(row) + "'";
      case ColumnVector.Dictionary dictionary -> dictionary.text(row);
    };
  }
}
