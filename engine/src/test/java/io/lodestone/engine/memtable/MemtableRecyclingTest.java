package io.lodestone.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.model.KeyOrder;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointQuery;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Memory goes from one generation to the next, and never under a reader's eyes. */
@ExtendWith(SeedExtension.class)
class MemtableRecyclingTest {
  private static final MemtableOptions SMALL = new MemtableOptions(64, 1 << 20);

  private record Taken(MemtableView view, List<String> lines) {}

  private static List<String> readAll(MemtableView view) {
    return read(view, RandomWrites.COLUMNS);
  }

  private static List<String> read(MemtableView view, List<Column> columns) {
    return PointCursorContract.read(view.points(PointQuery.all(columns)), columns);
  }

  private static PlainPoints fill(Memtable memtable, RandomWrites writes, int batches) {
    PlainPoints plain = new PlainPoints();
    for (int i = 0; i < batches; i++) {
      PointBatch batch = writes.batch(60);
      int[] chosen = writes.choose(batch);
      memtable.apply(batch, chosen, chosen.length);
      for (int point : chosen) {
        plain.put(batch, point);
      }
    }
    return plain;
  }

  @Test
  void whatReadersHoldStaysWhateverIsWrittenIntoTheMemoryOfOthers(Seed seed) {
    SplittableRandom random = seed.random();
    ArrayPool pool = new ArrayPool(SMALL);
    List<Taken> held = new ArrayList<>();
    for (int generation = 0; generation < 60; generation++) {
      Memtable memtable = new Memtable(KeyOrder.OF_BYTES, pool);
      RandomWrites writes = new RandomWrites(random.nextLong(), 40);
      PlainPoints plain = fill(memtable, writes, 1 + random.nextInt(12));
      Taken taken = new Taken(memtable.view(memtable.size()), plain.lines(RandomWrites.COLUMNS));
      assertEquals(taken.lines(), readAll(taken.view()));
      if (random.nextInt(3) == 0) {
        assertTrue(taken.view().tryRetain());
        held.add(taken);
      }
      memtable.release();
      assertEquals(held.contains(taken), taken.view().tryRetain());
      if (held.contains(taken)) {
        taken.view().release();
      }
      if (!held.isEmpty() && random.nextInt(3) == 0) {
        Taken done = held.remove(random.nextInt(held.size()));
        assertEquals(done.lines(), readAll(done.view()));
        done.view().release();
        assertFalse(done.view().tryRetain());
      }
    }
    held.forEach(taken -> assertEquals(taken.lines(), readAll(taken.view())));
  }

  @Test
  void aSecondGenerationTakesNoNewMemory() {
    ArrayPool pool = new ArrayPool(SMALL);
    assertEquals(0, pool.memoryBytes());
    Memtable first = new Memtable(KeyOrder.OF_BYTES, pool);
    fillRegularly(first);
    first.release();
    long kept = pool.memoryBytes();
    assertTrue(kept > 64 * 20 * (8 + 8 + 4 + 8), "kept " + kept);
    Memtable second = new Memtable(KeyOrder.OF_BYTES, pool);
    fillRegularly(second);
    assertTrue(pool.memoryBytes() < kept / 8, "left " + pool.memoryBytes());
    second.release();
    assertEquals(kept, pool.memoryBytes());
  }

  /** What a growing table outgrows on the way is taken again as well. */
  @Test
  void arraysOfAllLengthsAreTakenAgain() {
    ArrayPool pool = new ArrayPool(new MemtableOptions(4_096, 1 << 24));
    long kept = 0;
    for (int generation = 0; generation < 3; generation++) {
      Memtable memtable = new Memtable(KeyOrder.OF_BYTES, pool);
      write(memtable, generation, 10_000);
      // No more than what the key index grew out of, which no reader can hold.
      assertTrue(pool.memoryBytes() < 16_384, "left " + pool.memoryBytes());
      memtable.release();
      assertTrue(kept == 0 || pool.memoryBytes() == kept, "kept " + pool.memoryBytes());
      kept = pool.memoryBytes();
    }
  }

  @Test
  void thePoolKeepsNoMoreThanItMay() {
    ArrayPool pool = new ArrayPool(new MemtableOptions(64, 10_000));
    Memtable memtable = new Memtable(KeyOrder.OF_BYTES, pool);
    fillRegularly(memtable);
    memtable.release();
    assertTrue(pool.memoryBytes() <= 10_000, "kept " + pool.memoryBytes());
    ArrayPool none = new ArrayPool(new MemtableOptions(64, 0));
    Memtable forgotten = new Memtable(KeyOrder.OF_BYTES, none);
    fillRegularly(forgotten);
    forgotten.release();
    assertEquals(0, none.memoryBytes());
  }

  @Test
  void lettingGoTwiceIsAFault() {
    Memtable memtable = new Memtable(KeyOrder.OF_BYTES, new ArrayPool(SMALL));
    fillRegularly(memtable);
    memtable.release();
    assertThrows(IllegalStateException.class, memtable::release);
  }

  /** A reader that retains sees one generation whole, while another thread writes the next ones. */
  @Test
  void readersOnAnotherThreadSeeNothingOfLaterGenerations() throws Exception {
    ArrayPool pool = new ArrayPool(SMALL);
    AtomicReference<MemtableView> published = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              int seen = 0;
              while (seen < 300 && failure.get() == null) {
                MemtableView view = published.get();
                if (view != null && view.tryRetain()) {
                  try {
                    checkUniform(view);
                    seen++;
                  } catch (Throwable e) {
                    failure.set(e);
                  } finally {
                    view.release();
                  }
                }
              }
            });
    reader.start();
    Memtable before = null;
    for (long generation = 1; reader.isAlive(); generation++) {
      Memtable memtable = new Memtable(KeyOrder.OF_BYTES, pool);
      write(memtable, generation, 500);
      published.set(memtable.view(memtable.size()));
      if (before != null) {
        before.release();
      }
      before = memtable;
    }
    reader.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  /** All values of a generation are its number. */
  private static void checkUniform(MemtableView view) {
    List<String> lines = read(view, List.of(RandomWrites.COLUMNS.getFirst()));
    assertEquals(view.points(), lines.size());
    String value = lines.getFirst().substring(lines.getFirst().lastIndexOf(' '));
    for (String line : lines) {
      assertTrue(line.endsWith(value), line + " beside" + value);
    }
  }

  private static void fillRegularly(Memtable memtable) {
    write(memtable, 1, 64 * 20);
  }

  private static void write(Memtable memtable, long value, int points) {
    PointBatch.Builder builder = new PointBatch.Builder(points);
    for (int i = 0; i < points; i++) {
      builder.point(i, builder.series(SeriesKey.of("m", "host", "h" + i % 5)), i, 1);
      builder.valueColumn("a", ValueType.BIGINT).appendWord(value);
    }
    PointBatch batch = builder.build();
    int[] all = new int[points];
    for (int i = 0; i < points; i++) {
      all[i] = i;
    }
    memtable.apply(batch, all, points);
  }
}
