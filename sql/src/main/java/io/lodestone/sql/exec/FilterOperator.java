package io.lodestone.sql.exec;

import io.lodestone.sql.function.Evaluator;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;

/** Keeps the rows for which a condition is true. */
final class FilterOperator implements Operator {
  private final Operator source;
  private final Evaluator condition;
  private Batch batch;

  FilterOperator(Operator source, Term condition) {
    this.source = source;
    this.condition = Evaluator.of(condition);
  }

  @Override
  public boolean advance() {
    while (source.advance()) {
      Batch rows = source.batch();
      Vector truth = condition.over(rows);
      int[] kept = new int[rows.size()];
      int count = 0;
      if (truth instanceof Vector.Booleans(boolean[] values, long[] presence) && presence == null) {
        // No branch: whether a row is kept is hard to foresee.
        for (int i = 0; i < kept.length; i++) {
          kept[count] = i;
          count += values[i] ? 1 : 0;
        }
      } else {
        for (int i = 0; i < kept.length; i++) {
          if (truth.isPresent(i) && Vectors.booleanAt(truth, i)) {
            kept[count++] = i;
          }
        }
      }
      if (count > 0) {
        batch = count == rows.size() ? rows : rows.gather(kept, count);
        return true;
      }
    }
    return false;
  }

  @Override
  public void narrow(int column, long first, long last) {
    source.narrow(column, first, last);
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public void close() {
    source.close();
  }
}
