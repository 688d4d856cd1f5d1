package io.lodestone.sql.exec;

import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.Evaluator;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.VectorBuilder;
import io.lodestone.sql.type.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Answers a sub-query for every row. Each combination of what the sub-query takes from a row is
 * answered once, and remembered.
 */
final class ApplyOperator implements Operator {
  private final PlanNode.Apply plan;
  private final Operator source;
  private final QueryContext context;
  private final MemoryBudget.Share memory;
  private final List<Evaluator> arguments;
  private final Evaluator value;

  /** The combinations; null when the sub-query takes nothing, and there is but one. */
  private final GroupKeys combinations;

  private final List<Answer> answers = new ArrayList<>();
  private final int[] groups = new int[Batch.ROWS_MAX];
  private long answerBytes;
  private Batch batch;

  ApplyOperator(PlanNode.Apply plan, Operator source, QueryContext context) {
    this.plan = plan;
    this.source = source;
    this.context = context;
    this.memory = context.budget().share();
    this.arguments = plan.arguments().stream().map(Evaluator::of).toList();
    this.value = plan.value().map(Evaluator::of).orElse(null);
    this.combinations =
        arguments.isEmpty()
            ? null
            : new GroupKeys(plan.arguments().stream().map(Term::type).toList());
  }

  @Override
  public boolean advance() {
    if (!source.advance()) {
      return false;
    }
    Batch rows = source.batch();
    List<Vector> taken = arguments.stream().map(argument -> argument.over(rows)).toList();
    if (combinations != null) {
      combinations.find(taken, rows.size(), groups);
    }
    answer(taken, rows.size());
    List<Vector> columns = new ArrayList<>(rows.columns());
    columns.add(column(rows));
    batch = new Batch(rows.size(), columns);
    return true;
  }

  @Override
  public Batch batch() {
    return batch;
  }

  @Override
  public void close() {
    source.close();
    answers.clear();
    memory.set(0);
  }

  /** Answers for the combinations that are new; their numbers follow those known before. */
  private void answer(List<Vector> taken, int size) {
    for (int i = 0; i < size; i++) {
      if (groups[i] == answers.size()) {
        answers.add(answerFor(taken, i));
      }
    }
    memory.set(answerBytes + (combinations == null ? 0 : combinations.memoryBytes()));
  }

  private Answer answerFor(List<Vector> taken, int row) {
    context.checkRunning();
    List<Term.Constant> constants = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      SqlType type = plan.arguments().get(i).type();
      constants.add(ConstantFolding.constantAt(type, taken.get(i), row));
    }
    PlanNode rows = plan.subplan().with(constants);
    SqlType type = rows.types().isEmpty() ? Scalar.UNKNOWN : rows.types().getFirst();
    Answer answer = Answer.of(plan.question(), type, Operators.of(rows, context));
    answerBytes += answer.memoryBytes();
    return answer;
  }

  private Vector column(Batch rows) {
    Vector values = value == null ? null : value.over(rows);
    if (combinations == null) {
      return answers.getFirst().over(values, rows.size());
    }
    VectorBuilder result = VectorBuilder.of(plan.type());
    int from = 0;
    while (from < rows.size()) {
      int to = from + 1;
      while (to < rows.size() && groups[to] == groups[from]) {
        to++;
      }
      Vector part = answers.get(groups[from]).over(part(values, from, to), to - from);
      for (int i = 0; i < to - from; i++) {
        result.append(part, i);
      }
      from = to;
    }
    return result.build();
  }

  private static Vector part(Vector values, int from, int to) {
    if (values == null) {
      return null;
    }
    return Vectors.gather(values, IntStream.range(from, to).toArray(), to - from);
  }
}
