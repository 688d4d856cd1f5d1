package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.Arrays;
import java.util.Collections;

/**
 * Evaluates a term that depends on one column of text once for each different text of a batch,
 * where that column is a dictionary, and then looks the results up. NULL counts as one more text.
 */
final class DictionaryEvaluator implements Evaluator {
  private final Evaluator term;
  private final int column;
  private final SqlType type;

  /** By code plus one: in which batch it was last seen, and the row that stands for it there. */
  private int[] seenIn = new int[64];

  private int[] rowOf = new int[64];
  private int batches;

  DictionaryEvaluator(Evaluator term, int column, SqlType type) {
    this.term = term;
    this.column = column;
    this.type = type;
  }

  @Override
  public Vector over(Batch batch) {
    if (!(batch.column(column) instanceof Vector.Dictionary texts)) {
      return term.over(batch);
    }
    int size = batch.size();
    int[] results = new int[size];
    int[] representatives = new int[size];
    int count = 0;
    batches++;
    for (int i = 0; i < size; i++) {
      int slot = texts.isPresent(i) ? texts.codes()[i] + 1 : 0;
      if (slot >= seenIn.length) {
        seenIn = Arrays.copyOf(seenIn, Math.max(slot + 1, 2 * seenIn.length));
        rowOf = Arrays.copyOf(rowOf, seenIn.length);
      }
      if (seenIn[slot] != batches) {
        seenIn[slot] = batches;
        rowOf[slot] = count;
        representatives[count++] = i;
      }
      results[i] = rowOf[slot];
    }
    Vector once = term.over(only(texts, representatives, count));
    if (type != Scalar.VARCHAR || !(once instanceof Vector.Text text)) {
      return Vectors.gather(once, results, size);
    }
    long[] presence = io.lodestone.sql.type.Presence.gather(text.presence(), results, size);
    return new Vector.Dictionary(results, text, presence, text);
  }

  /** A batch whose one column that matters stands at its place; the others are never asked for. */
  private Batch only(Vector.Dictionary texts, int[] rows, int count) {
    Vector picked = Vectors.gather(texts, rows, count);
    return new Batch(count, Collections.nCopies(column + 1, picked));
  }
}
