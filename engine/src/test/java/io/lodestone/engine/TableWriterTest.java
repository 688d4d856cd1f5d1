package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** References to series outlive memtables, files and failures; batches go back and forth. */
@ExtendWith(SeedExtension.class)
class TableWriterTest {
  private final EngineUnderTest db = new EngineUnderTest();

  private static PointBatch point(TableWriter writer, String host, long time, double value) {
    PointBatch.Builder batch = writer.batch(4);
    batch.point(0, writer.series(EngineUnderTest.series(host)), time, 1);
    batch.valueColumn("usage", ValueType.DOUBLE).appendDouble(value);
    return batch.build();
  }

  private WriteResult await(CompletableFuture<WriteResult> future) {
    return db.agents.await(future);
  }

  /** Several writers at once, batches in flight, flushes in between, memory used again. */
  @Test
  void whatWritersWriteIsWhatTheRulesSay(Seed seed) throws Exception {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 40; round++) {
      EngineUnderTest story = new EngineUnderTest();
      story.seed = random.nextLong();
      story.options = StoryOptions.engine(random, TableLimits.DEFAULT);
      story.open();
      ReferenceTable reference =
          new ReferenceTable(
              story.hoursAgo(12),
              story.hoursAgo(30 * 24),
              story.now() + Duration.ofMinutes(15).toNanos());
      RandomBatches batches = new RandomBatches(random.split());
      TableWriter[] writers = {
        story.engine.writer(EngineUnderTest.TABLE), story.engine.writer(EngineUnderTest.TABLE)
      };
      ArrayDeque<CompletableFuture<WriteResult>> answers = new ArrayDeque<>();
      ArrayDeque<WriteResult> expected = new ArrayDeque<>();
      for (int act = 0; act < 60; act++) {
        TableWriter writer = writers[random.nextInt(2)];
        PointBatch batch = batches.next(writer.batch(1 + random.nextInt(9)), 12);
        expected.addLast(reference.write(batch));
        answers.addLast(writer.write(batch));
        if (random.nextInt(12) == 0) {
          story.engine.flush();
        }
        while (answers.size() > random.nextInt(6)) {
          WriteResult result = story.agents.await(answers.removeFirst());
          assertEquals(expected.removeFirst(), ReferenceTable.withoutDetails(result));
        }
      }
      answers.forEach(story.agents::await);
      assertEquals(values(reference), story.content());
      story.killAndOpen();
      assertEquals(values(reference), story.content());
      story.engine.close();
    }
  }

  private static TreeMap<Key, Map<String, String>> values(ReferenceTable reference) {
    TreeMap<Key, Map<String, String>> values = new TreeMap<>();
    reference.rows().forEach((key, row) -> values.put(key, new HashMap<>(row.values())));
    return values;
  }

  @Test
  void aReferenceIsGoodAgainAfterAFailedSync() throws Exception {
    db.open();
    TableWriter writer = db.engine.writer(EngineUnderTest.TABLE);
    await(writer.write(point(writer, "a", db.hoursAgo(3), 1)));
    db.faults.failNext(Act.SYNC, Fault.values()[0]);
    CompletableFuture<WriteResult> lost = writer.write(point(writer, "b", db.hoursAgo(3), 2));
    assertThrows(ResourceException.class, () -> await(lost));
    await(writer.write(point(writer, "b", db.hoursAgo(2), 3)));
    await(writer.write(point(writer, "a", db.hoursAgo(2), 4)));
    db.killAndOpen();
    assertEquals(Optional.of("1.0"), db.value("a", db.hoursAgo(3)));
    assertEquals(Optional.empty(), db.value("b", db.hoursAgo(3)));
    assertEquals(Optional.of("3.0"), db.value("b", db.hoursAgo(2)));
    assertEquals(Optional.of("4.0"), db.value("a", db.hoursAgo(2)));
  }

  /** Series of which a file of the log could not hold the keys of half. */
  @Test
  void manySeriesAreNamedInTheLogOnce() throws Exception {
    int files = 24 << 10;
    db.options = db.options.withWal(StoryOptions.plainWal().withFileBytes(files));
    db.open();
    TableWriter writer = db.engine.writer(EngineUnderTest.TABLE);
    int seriesCount = 300;
    int keys = 0;
    for (int moment = 0; moment < 20; moment++) {
      for (int from = 0; from < seriesCount; from += 50) {
        PointBatch.Builder batch = writer.batch(50);
        for (int host = from; host < from + 50; host++) {
          SeriesKey key = EngineUnderTest.series("h" + host % 7 + "x".repeat(200) + host);
          keys += moment == 0 ? key.encoded().length : 0;
          batch.point(host - from, writer.series(key), db.hoursAgo(3) + moment, 1);
          batch.valueColumn("usage", ValueType.DOUBLE).appendDouble(host);
        }
        await(writer.write(batch.build()));
      }
    }
    long written = db.engine.logBytes();
    assertTrue(keys > 2 * files, "keys of " + keys + " bytes");
    // Named with every point, they would take twenty times as much.
    assertTrue(written < 2L * keys, written + " bytes of log, " + keys + " of keys");
    db.killAndOpen();
    assertEquals(20 * seriesCount, db.content().size());
  }

  @Test
  void aWriterGoesOnWithATableMadeAnew() throws Exception {
    db.open();
    TableWriter writer = db.engine.writer(EngineUnderTest.TABLE);
    await(writer.write(point(writer, "a", db.hoursAgo(3), 1)));
    db.engine.deleteTable(EngineUnderTest.TABLE);
    CompletableFuture<WriteResult> nowhere = writer.write(point(writer, "a", db.hoursAgo(2), 2));
    assertInstanceOf(NotFoundException.class, nowhere.exceptionNow());
    db.engine.createTable(TableDefinition.of(EngineUnderTest.TABLE));
    await(writer.write(point(writer, "a", db.hoursAgo(1), 3)));
    assertEquals(1, db.content().size());
    assertEquals(Optional.of("3.0"), db.value("a", db.hoursAgo(1)));
  }

  @Test
  void aBatchIsUsedAgainWhenItHasBeenAnsweredAndNotBefore() throws Exception {
    db.open();
    TableWriter writer = db.engine.writer(EngineUnderTest.TABLE);
    PointBatch first = point(writer, "a", db.hoursAgo(3), 1);
    CompletableFuture<WriteResult> answer = writer.write(first);
    PointBatch second = point(writer, "a", db.hoursAgo(2), 2);
    assertNotSame(first.times(), second.times());
    await(answer);
    assertSame(first.times(), point(writer, "a", db.hoursAgo(1), 3).times());
  }

  /** The engine still reads what its caller no longer waits for. */
  @Test
  void givingUpDoesNotFreeABatch() throws Exception {
    db.open();
    TableWriter writer = db.engine.writer(EngineUnderTest.TABLE);
    PointBatch batch = point(writer, "a", db.hoursAgo(3), 1);
    CompletableFuture<WriteResult> answer = writer.write(batch);
    answer.completeOnTimeout(new WriteResult(0, 0, List.of()), 0, TimeUnit.NANOSECONDS);
    answer.cancel(true);
    assertNotSame(batch.times(), point(writer, "b", db.hoursAgo(3), 2).times());
    db.agents.settle();
    assertEquals(Optional.of("1.0"), db.value("a", db.hoursAgo(3)));
  }

  @Test
  void aBatchOfAnotherWriterIsRefused() throws Exception {
    db.open();
    TableWriter writer = db.engine.writer(EngineUnderTest.TABLE);
    TableWriter other = db.engine.writer(EngineUnderTest.TABLE);
    PointBatch batch = point(writer, "a", db.hoursAgo(3), 1);
    assertThrows(IllegalArgumentException.class, () -> other.write(batch));
  }

  @Test
  void columnsOfPointsAreWrittenAtOnce() throws Exception {
    db.open();
    TableWriter writer = db.engine.writer(EngineUnderTest.TABLE);
    int a = writer.series(EngineUnderTest.series("a"));
    int b = writer.series(EngineUnderTest.series("b"));
    assertEquals(a, writer.series(EngineUnderTest.series("a")));
    assertEquals(2, writer.seriesCount());
    PointBatch.Builder batch = writer.batch(2);
    long[] times = {0, db.hoursAgo(2), db.hoursAgo(1), db.hoursAgo(1)};
    batch.points(new int[] {a, a, b}, 0, times, 1, 1, 3);
    long[] words = {Double.doubleToRawLongBits(1), Double.doubleToRawLongBits(2), 0};
    batch.column("usage", ValueType.DOUBLE).appendWords(words, 0, 3);
    assertEquals(3, await(writer.write(batch.build())).accepted());
    assertEquals(Optional.of("1.0"), db.value("a", db.hoursAgo(2)));
    assertEquals(Optional.of("2.0"), db.value("a", db.hoursAgo(1)));
    assertEquals(Optional.of("0.0"), db.value("b", db.hoursAgo(1)));
  }
}
