package io.lodestone.engine.read;

import io.lodestone.engine.memtable.ArrayPool;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.engine.memtable.PlainPoints;
import io.lodestone.engine.memtable.RandomWrites;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.scan.PointSource;
import io.lodestone.testkit.time.StepAgentHost;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Several parts of one table, the youngest first, and what they hold together. */
record Parts(List<PointSource> sources, PlainPoints merged) {
  /** One thread, and a clock that stands still. */
  static final ScanContext CONTEXT =
      new ScanContext(InstantSource.fixed(Instant.EPOCH), new ScanWorkers(new StepAgentHost(1), 0));

  /** Parts that overlap in series, times and versions, from a seed. */
  static Parts random(long seed, int count, int batches, int pointsMax, int seriesMax) {
    List<PointSource> sources = new ArrayList<>();
    KeyOrder order = RandomWrites.order(seed);
    PlainPoints merged = new PlainPoints(order);
    for (int part = 0; part < count; part++) {
      RandomWrites writes = new RandomWrites(seed * 100 + part, seriesMax);
      Memtable memtable = new Memtable(order, new ArrayPool(new MemtableOptions(64)));
      PlainPoints plain = new PlainPoints(order);
      for (int i = 0; i < batches; i++) {
        PointBatch batch = writes.batch(pointsMax);
        int[] points = writes.choose(batch);
        memtable.apply(batch, points, points.length);
        for (int point : points) {
          plain.put(batch, point);
        }
      }
      sources.add(memtable.view(memtable.size()));
      merged.mergeOlder(plain);
    }
    return new Parts(sources, merged);
  }

  /** One part that holds the points of a batch. */
  static PointSource of(PointBatch batch) {
    Memtable memtable = new Memtable(KeyOrder.OF_BYTES, new ArrayPool(MemtableOptions.DEFAULT));
    int[] points = new int[batch.size()];
    for (int i = 0; i < points.length; i++) {
      points[i] = i;
    }
    memtable.apply(batch, points, points.length);
    return memtable.view(points.length);
  }
}
