package io.lodestone.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointChunkTest {

  @Test
  void copiesPointsWithTheirValues() {
    PointChunk from = chunk();
    for (int i = 0; i < 3_000; i++) {
      from.append(10L * i, i + 1);
      if (i % 5 == 0) {
        from.columns().getFirst().appendAbsent();
      } else {
        from.columns().getFirst().appendWord(i);
      }
    }
    PointChunk to = chunk();
    to.appendFrom(from, 7);
    to.appendRange(from, 1_000, 1_500);
    assertEquals(1_501, to.size());
    assertEquals(1_501, to.columns().getFirst().size());
    assertEquals(70, to.times()[0]);
    assertEquals(24_990, to.times()[1_500]);
    assertEquals(2_500, to.versions()[1_500]);
    assertFalse(to.columns().getFirst().isPresent(1));
    assertEquals(2_499, to.columns().getFirst().word(1_500));
  }

  @Test
  void picksTimesAndVersionsByIndex() {
    PointChunk chunk = chunk();
    chunk.append(1, 1);
    chunk.appendPicked(new long[] {5, 6, 7}, new long[] {50, 60, 70}, new int[] {0, 2, 0}, 1, 2);
    assertEquals(3, chunk.size());
    assertEquals(7, chunk.times()[1]);
    assertEquals(70, chunk.versions()[1]);
    assertEquals(5, chunk.times()[2]);
  }

  @Test
  void clearForgetsPointsAndValues() {
    PointChunk chunk = chunk();
    chunk.append(1, 1);
    chunk.columns().getFirst().appendAbsent();
    chunk.clear();
    assertEquals(0, chunk.size());
    assertEquals(0, chunk.columns().getFirst().size());
  }

  private static PointChunk chunk() {
    return new PointChunk(List.of(new ColumnBuffer("v", ValueType.BIGINT, 1)));
  }
}
