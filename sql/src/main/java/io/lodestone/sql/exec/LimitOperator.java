package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;
import java.util.stream.IntStream;

/** Ends after so many rows, and lets go of its source then. */
final class LimitOperator implements Operator {
  private final Operator source;
  private long left;
  private Batch batch;

  LimitOperator(Operator source, long count) {
    this.source = source;
    this.left = count;
  }

  @Override
  public boolean advance() {
    if (left == 0 || !source.advance()) {
      source.close();
      left = 0;
      return false;
    }
    batch = source.batch();
    if (batch.size() > left) {
      int count = (int) left;
      batch = batch.gather(IntStream.range(0, count).toArray(), count);
    }
    left -= batch.size();
    return true;
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
