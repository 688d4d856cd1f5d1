package io.lodestone.sql.exec;

import io.lodestone.sql.type.Batch;
import java.util.stream.IntStream;

/** Leaves out so many rows, then passes on what comes. */
final class OffsetOperator implements Operator {
  private final Operator source;
  private long left;
  private Batch batch;

  OffsetOperator(Operator source, long count) {
    this.source = source;
    this.left = count;
  }

  @Override
  public boolean advance() {
    while (source.advance()) {
      batch = source.batch();
      if (left < batch.size()) {
        int from = (int) left;
        left = 0;
        if (from > 0) {
          batch = batch.gather(IntStream.range(from, batch.size()).toArray(), batch.size() - from);
        }
        return true;
      }
      left -= batch.size();
    }
    return false;
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
