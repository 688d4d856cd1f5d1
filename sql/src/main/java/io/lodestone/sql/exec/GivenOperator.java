package io.lodestone.sql.exec;

import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.Question;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.type.Batch;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks the sub-queries that are the same for all rows, has the rest planned, and runs it. */
final class GivenOperator implements Operator {
  /** Values of IN that become constants; more of them are rather held as a table of their own. */
  private static final int VALUES_MAX = 1_000;

  private final PlanNode.Given plan;
  private final QueryContext context;
  private Operator rest;

  GivenOperator(PlanNode.Given plan, QueryContext context) {
    this.plan = plan;
    this.context = context;
  }

  @Override
  public boolean advance() {
    if (rest == null) {
      List<Optional<List<Term.Constant>>> answers = new ArrayList<>();
      for (PlanNode.Inquiry inquiry : plan.inquiries()) {
        answers.add(answer(inquiry));
      }
      PlanNode planned = plan.answered().with(answers);
      context.counts().ifPresent(counts -> counts.planned(plan, planned));
      rest = Operators.of(planned, context);
    }
    return rest.advance();
  }

  @Override
  public Batch batch() {
    return rest.batch();
  }

  @Override
  public void close() {
    if (rest != null) {
      rest.close();
    }
  }

  private Optional<List<Term.Constant>> answer(PlanNode.Inquiry inquiry) {
    Operator rows = Operators.of(inquiry.node(), context);
    if (inquiry.question() instanceof Question.Among) {
      try (rows) {
        return values(rows, inquiry.node().types().getFirst());
      }
    }
    boolean isTruth = inquiry.question() instanceof Question.Exists;
    SqlType type = isTruth ? Scalar.BOOLEAN : inquiry.node().types().getFirst();
    Vector value = Answer.of(inquiry.question(), type, rows).over(null, 1);
    return Optional.of(List.of(ConstantFolding.constantAt(type, value, 0)));
  }

  private static Optional<List<Term.Constant>> values(Operator rows, SqlType type) {
    Set<Term.Constant> values = new LinkedHashSet<>();
    while (rows.advance()) {
      for (int i = 0; i < rows.batch().size(); i++) {
        values.add(ConstantFolding.constantAt(type, rows.batch().column(0), i));
        if (values.size() > VALUES_MAX) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(List.copyOf(values));
  }
}
