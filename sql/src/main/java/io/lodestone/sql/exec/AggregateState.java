package io.lodestone.sql.exec;

import io.lodestone.sql.function.Accumulator;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * One aggregate of a query at work: picks the rows that count and hands them to the accumulator.
 */
final class AggregateState {
  private final PlanNode.Aggregation plan;
  private final Accumulator accumulator;

  /** The groups and arguments seen so far, when rows with the same ones count once; else null. */
  private final GroupKeys seen;

  AggregateState(PlanNode.Aggregation plan, List<SqlType> sourceTypes) {
    this.plan = plan;
    this.accumulator = plan.function().newAccumulator();
    if (plan.distinct()) {
      List<SqlType> types = new ArrayList<>();
      types.add(Scalar.BIGINT);
      plan.arguments().forEach(argument -> types.add(sourceTypes.get(argument)));
      this.seen = new GroupKeys(types);
    } else {
      this.seen = null;
    }
  }

  void add(Batch rows, int[] groups, int groupCount) {
    Vector[] arguments = new Vector[plan.arguments().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = rows.column(plan.arguments().get(i));
    }
    if (plan.filter().isEmpty() && seen == null) {
      accumulator.add(groups, groupCount, arguments, rows.size());
      return;
    }
    int[] counted = new int[rows.size()];
    int count = filtered(rows, counted);
    count = seen == null ? count : firstSeen(arguments, groups, counted, count);
    int[] countedGroups = new int[count];
    for (int i = 0; i < count; i++) {
      countedGroups[i] = groups[counted[i]];
    }
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = Vectors.gather(arguments[i], counted, count);
    }
    accumulator.add(countedGroups, groupCount, arguments, count);
  }

  Vector results(int from, int to) {
    VectorBuilder builder = VectorBuilder.of(plan.function().returns());
    for (int group = from; group < to; group++) {
      accumulator.result(group, builder);
    }
    return builder.build();
  }

  long memoryBytes() {
    return accumulator.memoryBytes() + (seen == null ? 0 : seen.memoryBytes());
  }

  /** Writes the rows for which the filter is true; returns how many. */
  private int filtered(Batch rows, int[] target) {
    int count = 0;
    Vector filter = plan.filter().isPresent() ? rows.column(plan.filter().getAsInt()) : null;
    for (int i = 0; i < rows.size(); i++) {
      if (filter == null || filter.isPresent(i) && Vectors.booleanAt(filter, i)) {
        target[count++] = i;
      }
    }
    return count;
  }

  /** Keeps of some rows those whose group and arguments were not seen before; returns how many. */
  private int firstSeen(Vector[] arguments, int[] groups, int[] rows, int count) {
    long[] groupWords = new long[count];
    for (int i = 0; i < count; i++) {
      groupWords[i] = groups[rows[i]];
    }
    List<Vector> columns = new ArrayList<>();
    columns.add(new Vector.Longs(groupWords, null));
    for (Vector argument : arguments) {
      columns.add(Vectors.gather(argument, rows, count));
    }
    int[] numbers = new int[count];
    int known = seen.count();
    seen.find(columns, count, numbers);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      // Numbers are given in the order of appearance: the first row of a new one carries the next
      // of them.
      if (numbers[i] == known) {
        known++;
        rows[kept++] = rows[i];
      }
    }
    return kept;
  }
}
