package io.lodestone.sql;

import io.lodestone.scan.AggregateSource;
import io.lodestone.scan.TableSource;

/** A table held open as of one moment. Whoever opened it closes it, after all of its cursors. */
public interface OpenTable extends TableSource, AggregateSource, AutoCloseable {
  /** Lets go of the snapshot. More than once is harmless. */
  @Override
  void close();
}
