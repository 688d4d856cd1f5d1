package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.Column;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.ScanLimits;
import io.lodestone.scan.TableSchema;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Putting together what the shares of a scan found. */
class GroupMergeTest {
  @Test
  void sharesWithoutNewGroupsTakeNoMoreMemory() {
    TableSchema schema =
        new TableSchema(
            TableRef.of("bench", "cpu"), List.of(Column.measure("load", ValueType.BIGINT)));
    AggregateRequest request =
        AggregateRequest.of(Grouping.NONE, Aggregate.of(Aggregate.Function.MAX, "load"));
    AggregateColumns columns = AggregateColumns.of(schema, request);
    ScanWatch watch = new ScanWatch(ScanLimits.DEFAULT, InstantSource.system());
    GroupReader all = new GroupReader(columns, Grouping.NONE, watch);
    long before = all.accumulators().getFirst().memoryBytes();

    for (int share = 0; share < 64; share++) {
      GroupReader found = new GroupReader(columns, Grouping.NONE, watch);
      found.groups().group(0, 0);
      all.merge(found);
    }

    assertEquals(before, all.accumulators().getFirst().memoryBytes());
  }
}
