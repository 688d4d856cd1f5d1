package io.lodestone.sql.function;

import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** CASE and COALESCE: each branch is evaluated for the rows that choose it, and for no others. */
final class CaseEvaluator implements Evaluator {
  /**
   * A way that some of the rows left take.
   *
   * @param condition true for the rows that take it; null when all take it whose value is not NULL
   */
  private record Branch(Evaluator condition, Evaluator value) {}

  private final List<Branch> branches;
  private final SqlType type;

  private CaseEvaluator(List<Branch> branches, SqlType type) {
    this.branches = branches;
    this.type = type;
  }

  static CaseEvaluator ofCase(List<Term> parts, SqlType type) {
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      branches.add(new Branch(Evaluator.of(parts.get(i)), Evaluator.of(parts.get(i + 1))));
    }
    branches.add(new Branch(null, Evaluator.of(parts.getLast())));
    return new CaseEvaluator(branches, type);
  }

  static CaseEvaluator ofCoalesce(List<Term> parts, SqlType type) {
    return new CaseEvaluator(
        parts.stream().map(part -> new Branch(null, Evaluator.of(part))).toList(), type);
  }

  @Override
  public Vector over(Batch batch) {
    // For each row: which branch's vector holds its value, and where in it.
    int[] taken = new int[batch.size()];
    int[] places = new int[batch.size()];
    Arrays.fill(taken, -1);
    Vector[] values = new Vector[branches.size()];

    int[] open = new int[batch.size()];
    int openCount = batch.size();
    Arrays.setAll(open, i -> i);
    for (int b = 0; b < branches.size() && openCount > 0; b++) {
      Batch rest = openCount == batch.size() ? batch : batch.gather(open, openCount);
      Branch branch = branches.get(b);
      int[] chosen = new int[openCount];
      int chosenCount = 0;
      if (branch.condition() == null) {
        values[b] = branch.value().over(rest);
        for (int i = 0; i < openCount; i++) {
          if (values[b].isPresent(i)) {
            taken[open[i]] = b;
            places[open[i]] = i;
            chosen[chosenCount++] = i;
          }
        }
      } else {
        Vector truth = branch.condition().over(rest);
        for (int i = 0; i < openCount; i++) {
          if (truth.isPresent(i) && Vectors.booleanAt(truth, i)) {
            taken[open[i]] = b;
            places[open[i]] = chosenCount;
            chosen[chosenCount++] = i;
          }
        }
        if (chosenCount > 0) {
          values[b] =
              branch
                  .value()
                  .over(chosenCount == openCount ? rest : rest.gather(chosen, chosenCount));
        }
      }
      openCount = without(open, openCount, chosen, chosenCount);
    }
    return merge(taken, places, values);
  }

  /** Takes the chosen ones, which are positions in {@code open} in ascending order, out of it. */
  private static int without(int[] open, int openCount, int[] chosen, int chosenCount) {
    int kept = 0;
    int next = 0;
    for (int i = 0; i < openCount; i++) {
      if (next < chosenCount && chosen[next] == i) {
        next++;
      } else {
        open[kept++] = open[i];
      }
    }
    return kept;
  }

  private Vector merge(int[] taken, int[] places, Vector[] values) {
    VectorBuilder result = VectorBuilder.of(type);
    for (int i = 0; i < taken.length; i++) {
      if (taken[i] < 0) {
        result.appendNull();
      } else {
        result.append(values[taken[i]], places[i]);
      }
    }
    return result.build();
  }
}
