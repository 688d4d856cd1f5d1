package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.Presence;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.List;

/**
 * AND and OR with three values. A part that can fail is evaluated only for rows that the parts
 * before it have not decided.
 */
final class LogicEvaluator implements Evaluator {
  private final List<Evaluator> parts;
  private final boolean[] canFail;

  /** The value that decides: false for AND, true for OR. */
  private final boolean deciding;

  LogicEvaluator(List<Term> parts, boolean deciding) {
    this.parts = parts.stream().map(Evaluators::of).toList();
    this.deciding = deciding;
    this.canFail = new boolean[parts.size()];
    for (int i = 0; i < canFail.length; i++) {
      canFail[i] = parts.get(i).canFail();
    }
  }

  @Override
  public Vector over(Batch batch) {
    int size = batch.size();
    boolean[] decided = new boolean[size];
    boolean[] unknown = new boolean[size];
    for (int p = 0; p < parts.size(); p++) {
      if (p > 0 && canFail[p]) {
        int[] open = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
          if (!decided[i]) {
            open[count++] = i;
          }
        }
        if (count == 0) {
          break;
        }
        Batch rest = count == size ? batch : batch.gather(open, count);
        take(parts.get(p).over(rest), open, count, decided, unknown);
      } else {
        take(parts.get(p).over(batch), size, decided, unknown);
      }
    }
    return result(decided, unknown);
  }

  private void take(Vector part, int size, boolean[] decided, boolean[] unknown) {
    long[] presence = part.presence();
    boolean[] values = Vectors.booleans(part, size);
    if (presence == null) {
      for (int i = 0; i < size; i++) {
        decided[i] |= values[i] == deciding;
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      boolean present = Presence.has(presence, i);
      decided[i] |= present & values[i] == deciding;
      unknown[i] |= !present;
    }
  }

  private void take(Vector part, int[] rows, int count, boolean[] decided, boolean[] unknown) {
    long[] presence = part.presence();
    boolean[] values = Vectors.booleans(part, count);
    for (int i = 0; i < count; i++) {
      boolean present = Presence.has(presence, i);
      decided[rows[i]] |= present & values[i] == deciding;
      unknown[rows[i]] |= !present;
    }
  }

  private Vector result(boolean[] decided, boolean[] unknown) {
    long[] presence = null;
    for (int i = 0; i < decided.length; i++) {
      if (unknown[i] && !decided[i]) {
        presence = presence == null ? Presence.allOf(decided.length) : presence;
        Presence.clear(presence, i);
      }
      decided[i] = decided[i] == deciding;
    }
    return new Vector.Booleans(decided, presence);
  }
}
