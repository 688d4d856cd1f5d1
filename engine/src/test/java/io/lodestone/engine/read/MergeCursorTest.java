package io.lodestone.engine.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.memtable.PointCursorContract;
import io.lodestone.engine.memtable.RandomWrites;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeCursorTest {
  private static final List<Column> V = List.of(Column.measure("v", ValueType.BIGINT));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void mergesPartsAsASortedMapWould(long seed) {
    int count = (int) (seed % 5);
    Parts parts = Parts.random(seed, count, 20, 80, seed % 2 == 0 ? 3 : 50);
    List<Column> columns = RandomWrites.COLUMNS;
    assertEquals(
        parts.merged().lines(columns), PointCursorContract.read(merge(parts, columns), columns));
  }

  @Test
  void theHigherVersionWinsWhicheverSourceHasIt() {
    PointSource younger = Parts.of(points("a", 1, 1, 5, 5));
    PointSource older = Parts.of(points("a", 2, 1, 4, 5));
    assertEquals(
        List.of("m[s=a] t0 v2 20", "m[s=a] t1 v1 11", "m[s=a] t2 v5 52", "m[s=a] t3 v5 53"),
        read(younger, older));
  }

  @Test
  void ofEqualVersionsTheFirstSourceWins() {
    PointBatch.Builder other = new PointBatch.Builder(1);
    other.point(0, other.series(SeriesKey.of("m", "s", "a")), 0, 3);
    other.valueColumn("v", ValueType.BIGINT).appendWord(-1);
    PointSource one = Parts.of(points("a", 3));
    PointSource two = Parts.of(other.build());
    assertEquals(List.of("m[s=a] t0 v3 30"), read(one, two));
    assertEquals(List.of("m[s=a] t0 v3 -1"), read(two, one));
  }

  @Test
  void aSeriesOfOneSourceIsPassedThroughWithoutCopying() {
    PointCursor first = Parts.of(points("a", 1, 1)).points(PointQuery.all(V));
    PointCursor second = Parts.of(points("b", 1, 1)).points(PointQuery.all(V));
    try (MergeCursor merge = new MergeCursor(List.of(first, second), V)) {
      assertTrue(merge.nextSeries() && merge.nextChunk());
      assertSame(first.chunk(), merge.chunk());
      assertTrue(merge.nextSeries() && merge.nextChunk());
      assertSame(second.chunk(), merge.chunk());
    }
  }

  @Test
  void longSeriesComeInSeveralChunks() {
    long[] odd = new long[5_000];
    Arrays.fill(odd, 1);
    PointSource one = Parts.of(points("a", odd));
    PointSource two = Parts.of(points("a", 2, 2, 2));
    List<String> lines = read(one, two);
    assertEquals(5_000, lines.size());
    assertEquals("m[s=a] t2 v2 22", lines.get(2));
    assertEquals("m[s=a] t4999 v1 5009", lines.get(4_999));
  }

  @Test
  void restsOfASeriesMayBeSkipped() {
    Parts parts = Parts.random(77, 3, 20, 80, 10);
    List<SeriesKey> keys = new ArrayList<>();
    try (PointCursor merge = merge(parts, V)) {
      while (merge.nextSeries()) {
        keys.add(SeriesKey.ofEncoded(merge.keyBytes(), merge.keyOffset(), merge.keyLength()));
        if (keys.size() % 2 == 0) {
          assertTrue(merge.nextChunk());
        }
      }
    }
    assertEquals(parts.merged().keys(), keys);
  }

  @Test
  void closesEverySourceAndKeepsTheFirstFailure() {
    Failing one = new Failing("one");
    Failing two = new Failing("two");
    MergeCursor merge = new MergeCursor(List.of(one, two), V);
    IllegalStateException failure = assertThrows(IllegalStateException.class, merge::close);
    assertEquals("one", failure.getMessage());
    assertEquals("two", failure.getSuppressed()[0].getMessage());
    assertTrue(one.closed && two.closed);
    assertFalse(merge.nextSeries());
  }

  private static List<String> read(PointSource... sources) {
    List<PointCursor> cursors = new ArrayList<>();
    for (PointSource source : sources) {
      cursors.add(source.points(PointQuery.all(V)));
    }
    return PointCursorContract.read(new MergeCursor(cursors, V), V);
  }

  private static PointCursor merge(Parts parts, List<Column> columns) {
    PointQuery query = PointQuery.all(columns);
    return new MergeCursor(
        parts.sources().stream().map(source -> source.points(query)).toList(), columns);
  }

  /** Points at the times 0, 1, 2, … with these versions and the value 10 × version + time. */
  private static PointBatch points(String series, long... versions) {
    PointBatch.Builder builder = new PointBatch.Builder(versions.length);
    for (int i = 0; i < versions.length; i++) {
      builder.point(i, builder.series(SeriesKey.of("m", "s", series)), i, versions[i]);
      builder.valueColumn("v", ValueType.BIGINT).appendWord(10 * versions[i] + i);
    }
    return builder.build();
  }

  /** A cursor without points that fails when it is closed. */
  private static final class Failing implements PointCursor {
    private final String name;
    private boolean closed;

    Failing(String name) {
      this.name = name;
    }

    @Override
    public boolean nextSeries() {
      return false;
    }

    @Override
    public KeyOrder keyOrder() {
      return KeyOrder.OF_BYTES;
    }

    @Override
    public byte[] keyBytes() {
      throw new IllegalStateException("no series");
    }

    @Override
    public int keyOffset() {
      throw new IllegalStateException("no series");
    }

    @Override
    public int keyLength() {
      throw new IllegalStateException("no series");
    }

    @Override
    public boolean nextChunk() {
      return false;
    }

    @Override
    public PointChunk chunk() {
      throw new IllegalStateException("no chunk");
    }

    @Override
    public void close() {
      closed = true;
      throw new IllegalStateException(name);
    }
  }
}
