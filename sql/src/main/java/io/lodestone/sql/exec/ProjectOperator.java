package io.lodestone.sql.exec;

import io.lodestone.sql.function.Evaluator;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.Batch;
import java.util.List;

/** Computes columns from columns. */
final class ProjectOperator implements Operator {
  private final Operator source;
  private final List<Term> terms;
  private final List<Evaluator> columns;
  private Batch batch;

  ProjectOperator(Operator source, List<Term> terms) {
    this.source = source;
    this.terms = terms;
    this.columns = terms.stream().map(Evaluator::of).toList();
  }

  @Override
  public boolean advance() {
    if (!source.advance()) {
      return false;
    }
    Batch rows = source.batch();
    batch = new Batch(rows.size(), columns.stream().map(column -> column.over(rows)).toList());
    return true;
  }

  @Override
  public void narrow(int column, long first, long last) {
    if (terms.get(column) instanceof Term.Input(int same, var _)) {
      source.narrow(same, first, last);
    }
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
