package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;
import java.util.List;

/** Yields what several sources do, one after the other; each is let go of when it has ended. */
final class UnionOperator implements Operator {
  private final List<Operator> sources;
  private int current;

  UnionOperator(List<Operator> sources) {
    this.sources = sources;
  }

  @Override
  public boolean advance() {
    while (current < sources.size()) {
      if (sources.get(current).advance()) {
        return true;
      }
      sources.get(current).close();
      current++;
    }
    return false;
  }

  @Override
  public Batch batch() {
    return sources.get(current).batch();
  }

  @Override
  public void close() {
    sources.forEach(Operator::close);
  }
}
