package io.lodestone.engine;

import io.lodestone.scan.BatchCursor;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.TableSchema;
import io.lodestone.scan.TableSource;

/**
 * A table as of one moment: every write acknowledged before it, whole requests only, nothing after
 * it. Holds segments open until closed. Safe for several threads.
 */
public interface Snapshot extends TableSource, AutoCloseable {
  @Override
  TableSchema schema();

  @Override
  BatchCursor scan(ScanRequest request);

  @Override
  void close();
}
