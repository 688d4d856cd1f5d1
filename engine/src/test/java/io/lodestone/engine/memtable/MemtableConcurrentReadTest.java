package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One thread writes, another reads every view it can get. Each value follows from the series and
 * time of its point, so that a reader can tell right from wrong without asking the writer.
 */
class MemtableConcurrentReadTest {
  private static final int SERIES = 37;
  private static final Column SOMETIMES = Column.measure("sometimes", ValueType.BIGINT);
  private static final Column TEXT = Column.measure("text", ValueType.VARCHAR);
  private static final Column LATER = Column.measure("later", ValueType.BIGINT);
  private static final List<Column> COLUMNS = List.of(SOMETIMES, TEXT, LATER);

  private volatile MemtableView published;
  private volatile boolean done;

  @ParameterizedTest
  @ValueSource(ints = {64, 4_096})
  void aReaderSeesWholePointsAndAllOfThem(int blockPoints) {
    Memtable memtable =
        new Memtable(KeyOrder.OF_BYTES, new ArrayPool(new MemtableOptions(blockPoints)));
    published = memtable.view(0);
    CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(this::readUntilDone);
    try {
      int written = 0;
      for (int round = 0; round < 30_000; round++) {
        // Batches of 1 to 7 points end at every place within a presence word.
        int count = 1 + round % 7;
        write(memtable, written, count);
        written += count;
        published = memtable.view(written);
      }
    } finally {
      done = true;
    }
    reader.join();
    assertEquals(memtable.size(), readOnce(published));
  }

  private int readUntilDone() {
    int views = 0;
    while (!done) {
      MemtableView view = published;
      assertEquals(view.points(), readOnce(view));
      assertEquals(view.points(), readOnce(view), "the same view again");
      views++;
    }
    return views;
  }

  private static int readOnce(MemtableView view) {
    int points = 0;
    try (PointCursor cursor = view.points(PointQuery.all(COLUMNS))) {
      while (cursor.nextSeries()) {
        while (cursor.nextChunk()) {
          check(cursor.chunk());
          points += cursor.chunk().size();
        }
      }
    }
    return points;
  }

  private static void check(PointChunk chunk) {
    ColumnBuffer sometimes = chunk.columns().get(0);
    ColumnBuffer text = chunk.columns().get(1);
    ColumnBuffer later = chunk.columns().get(2);
    for (int i = 0; i < chunk.size(); i++) {
      long time = chunk.times()[i];
      assertEquals(time + 1, chunk.versions()[i]);
      assertEquals(time % 3 != 0, sometimes.isPresent(i));
      assertEquals(time % 3 != 0 ? time * 5 : 0, sometimes.word(i));
      assertEquals(time % 2 == 0, text.isPresent(i));
      assertEquals(time % 2 == 0 ? "t" + time : "", text.varcharAt(i));
      assertEquals(hasLater(time), later.isPresent(i));
      assertEquals(hasLater(time) ? -time : 0, later.word(i));
    }
  }

  /** A column that comes and goes, so that blocks change their shape while they are read. */
  private static boolean hasLater(long time) {
    return time / 500 % 2 == 1;
  }

  private static void write(Memtable memtable, int from, int count) {
    PointBatch.Builder builder = new PointBatch.Builder(count);
    int[] points = new int[count];
    for (int i = 0; i < count; i++) {
      long time = from + i;
      points[i] = i;
      builder.point(i, builder.series(SeriesKey.of("m", "s", "s" + time % SERIES)), time, time + 1);
      if (time % 3 != 0) {
        builder.valueColumn(SOMETIMES.name(), SOMETIMES.type()).appendWord(time * 5);
      }
      if (time % 2 == 0) {
        builder.valueColumn(TEXT.name(), TEXT.type()).appendVarchar("t" + time);
      }
      if (hasLater(time)) {
        builder.valueColumn(LATER.name(), LATER.type()).appendWord(-time);
      }
    }
    memtable.apply(builder.build(), points, count);
  }
}
