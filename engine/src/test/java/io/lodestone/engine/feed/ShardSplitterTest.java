package io.lodestone.engine.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SequenceNumber;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.SeriesList;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.storage.Directory;
import io.lodestone.storage.bytes.Checksum;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import io.lodestone.testkit.files.CrashableDirectory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What entries of the log tell is found in a file, each change once, in its shard, in order. */
@ExtendWith(SeedExtension.class)
class ShardSplitterTest {
  private static final long STREAM = 1;
  private static final long FIRST = SequenceNumber.of(1, 0).packed();
  private static final int KEYS = 300;

  private final Directory disk = new CrashableDirectory();
  private final Tail tail = new Tail();

  /** By sequence number: its slot, and what is to be read. */
  private final Map<Long, Told> told = new TreeMap<>();

  private final Map<SeriesKey, Integer> slotsOfKeys = new HashMap<>();
  private SplittableRandom random;
  private int slots;

  /** Of a table as of its memtables: points that come in order name series by another list. */
  private SeriesList[] lists;

  private long frame;
  private long tick = 1_000;

  private record Told(int slot, String text) {}

  private FeedStream stream() {
    return FeedStream.begin(
        STREAM,
        7,
        TableRef.of("bench", "cpu"),
        StreamView.NEW_AND_OLD_IMAGES,
        slots,
        Instant.EPOCH,
        false,
        FIRST);
  }

  private void begin(SplittableRandom seeded) {
    random = seeded;
    slots = 1 << random.nextInt(4);
    lists = new SeriesList[] {new SeriesList(), new SeriesList()};
  }

  /** Adds an entry with the columns of a kind of point. */
  private void entry(int size, int list, int kind, double replacing) {
    frame += random.nextInt(10) == 0 ? 200 : 1;
    tick += random.nextInt(20) == 0 ? random.nextInt(300) : 0;
    int first = random.nextInt(5) == 0 ? random.nextInt(1_000) : 0;
    PointBatch.Builder points = new PointBatch.Builder(lists[list], size);
    List<ColumnBuffer> before = new ArrayList<>();
    for (int column = 0; column < 3; column++) {
      before.add(new ColumnBuffer("c" + column, ValueType.BIGINT, 8));
    }
    int[] replaced = new int[size];
    long[] versions = new long[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      SeriesKey key = SeriesKey.of("cpu", "host", "host-" + random.nextInt(KEYS));
      int place = points.series(key);
      long time = random.nextLong(1_000_000);
      points.point(i, place, time, 1 + random.nextInt(3));
      StringBuilder values = new StringBuilder();
      addValues(points, kind, values);
      String was = "";
      if (random.nextDouble() < replacing) {
        replaced[count] = i;
        versions[count++] = 1;
        was = " was " + addBefore(before, count);
      }
      long sequence = SequenceNumber.of(frame, first + i).packed();
      told.put(sequence, new Told(slot(key), key + " " + time + " " + tick + values + was));
    }
    int known = count;
    before.forEach(column -> column.padTo(known));
    tail.add(
        points.build(),
        SequenceNumber.of(frame, first).packed(),
        tick,
        Arrays.copyOf(replaced, count),
        count == 0 ? Optional.empty() : Optional.of(new PointsReplaced.Before(versions, before)));
  }

  private void addValues(PointBatch.Builder points, int kind, StringBuilder text) {
    for (int column = 0; column < 4; column++) {
      String name = "v" + kind + column;
      if (column == 3 && random.nextInt(3) > 0) {
        String value = "text" + random.nextInt(1_000);
        points.valueColumn(name, ValueType.VARCHAR).appendVarchar(value);
        text.append(' ').append(name).append('=').append(value);
      } else if (column == 0 || random.nextBoolean()) {
        long value = random.nextInt(100);
        points.valueColumn(name, ValueType.BIGINT).appendWord(value);
        text.append(' ').append(name).append('=').append(value);
      }
    }
  }

  private String addBefore(List<ColumnBuffer> columns, int count) {
    StringBuilder text = new StringBuilder();
    for (ColumnBuffer column : columns) {
      column.padTo(count - 1);
      if (random.nextBoolean()) {
        long value = random.nextInt(100);
        column.appendWord(value);
        text.append(' ').append(column.name()).append('=').append(value);
      }
    }
    return text.toString();
  }

  private int slot(SeriesKey key) {
    return slotsOfKeys.computeIfAbsent(
        key,
        _ -> {
          byte[] bytes = key.encoded();
          return FeedStream.slot(Checksum.of(bytes, 0, bytes.length), slots);
        });
  }

  private FeedFile write(FeedStream stream) throws Exception {
    try (FeedFileWriter writer = new FeedFileWriter(disk, 1, DatabaseKeys.none())) {
      ShardSplitter.write(writer, stream, tail.blocks());
      return new FeedFile(disk, writer.finish(), DatabaseKeys.none());
    }
  }

  private void requireTold(FeedStream stream, FeedFile file) throws Exception {
    Map<Long, Told> read = new TreeMap<>();
    Map<Integer, Long> last = new HashMap<>();
    for (FeedFile.BlockEntry entry : file.blocks()) {
      FeedShard shard = stream.shard(entry.shard()).orElseThrow();
      ChangeBlock block = file.read(entry);
      assertEquals(entry.firstSequence(), block.firstSequence());
      assertEquals(entry.lastSequence(), block.lastSequence());
      assertTrue(block.size() <= 4_096);
      for (int row = 0; row < block.size(); row++) {
        long sequence = block.sequences()[row];
        assertTrue(sequence > last.getOrDefault(entry.shard(), -1L), "out of order");
        assertTrue(sequence >= shard.first() && sequence < shard.end(), "another shard's");
        last.put(entry.shard(), sequence);
        read.put(sequence, new Told(shard.slot(), text(new Change(block, row))));
      }
    }
    assertEquals(told, read);
  }

  private static String text(Change change) {
    Map<String, String> values = new TreeMap<>();
    change.forEachValue((column, row) -> values.put(column.name(), value(column, row)));
    StringBuilder text = new StringBuilder();
    text.append(change.key()).append(' ').append(change.timeNanos()).append(' ');
    text.append(change.tick());
    values.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    if (change.hasBefore()) {
      assertEquals(1, change.versionBefore());
      Map<String, String> before = new TreeMap<>();
      change.forEachValueBefore((column, row) -> before.put(column.name(), value(column, row)));
      text.append(" was ");
      before.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    }
    return text.toString();
  }

  private static String value(ColumnBuffer column, int row) {
    return column.type() == ValueType.VARCHAR
        ? column.varcharAt(row)
        : Long.toString(column.word(row));
  }

  @Test
  void everyChangeIsFoundOnceInItsShard(Seed seed) throws Exception {
    for (int turn = 0; turn < 12; turn++) {
      begin(seed.derive(turn).random());
      FeedStream stream = stream();
      int entries = 20 + random.nextInt(150);
      int kinds = 1 + random.nextInt(3);
      double late = random.nextInt(3) == 0 ? 0.2 : 0;
      double replacing = new double[] {0, 0.1, 1}[random.nextInt(3)];
      int rolledAt = random.nextInt(2) == 0 ? random.nextInt(entries) : -1;
      int size = 1 + random.nextInt(400);
      for (int i = 0; i < entries; i++) {
        if (i == rolledAt) {
          frame++;
          stream = stream.rolledAt(SequenceNumber.of(frame + 1, 0).packed(), _ -> true, tick);
        }
        // Kinds of points come and go, and with them their columns.
        int kind = (i / 40) % kinds;
        entry(1 + random.nextInt(size), random.nextDouble() < late ? 1 : 0, kind, replacing);
        if (random.nextInt(15) == 0) {
          tail.blocks();
        }
      }
      requireTold(stream, write(stream));
      told.clear();
      slotsOfKeys.clear();
      tail.forgetBefore(Long.MAX_VALUE);
      disk.delete(FeedFileEntry.name(1));
    }
  }

  /** Readers hold them while more is added. */
  @Test
  void blocksThatWereGivenOutStayAsTheyAre(Seed seed) {
    begin(seed.random());
    List<List<ChangeBlock>> given = new ArrayList<>();
    List<Map<Long, Told>> expected = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      entry(1 + random.nextInt(100), random.nextInt(2), i / 20, 0.5);
      if (random.nextInt(4) == 0) {
        given.add(tail.blocks());
        expected.add(new TreeMap<>(told));
      }
    }
    for (int i = 0; i < given.size(); i++) {
      Map<Long, Told> read = new TreeMap<>();
      for (ChangeBlock block : given.get(i)) {
        for (int row = 0; row < block.size(); row++) {
          Change change = new Change(block, row);
          read.put(change.sequence(), new Told(slot(change.key()), text(change)));
        }
      }
      assertEquals(expected.get(i), read);
    }
  }
}
