package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.PartitionKey.Kind;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.model.ConflictException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.LockedException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.crypt.SimulatedKeys;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * One data directory through several lives. Everything is drawn from one seed.
 *
 * <p>Answers come in the order in which the committer decides, so the reference decides each batch
 * at the moment of its answer. Batches without an answer when the power goes may be there or not,
 * each as a whole.
 */
final class CrashStory {
  private static final TableRef TABLE = TableRef.of("plant", "sensors");

  /** What happened over all stories. */
  static final class Counts {
    long recoveries;
    long crashes;
    long kills;
    long closes;
    long acknowledged;
    long refused;
    long unanswered;
    long flushes;
    long merges;
    long drops;
    long faults;
    long rowsCompared;
    long locked;

    @Override
    public String toString() {
      return recoveries
          + " recoveries ("
          + crashes
          + " power cuts, "
          + kills
          + " kills, "
          + closes
          + " closes), "
          + acknowledged
          + " batches acknowledged, "
          + refused
          + " refused by a failing disk, "
          + unanswered
          + " without an answer, "
          + flushes
          + " flushes, "
          + merges
          + " merges of segments, "
          + drops
          + " tables dropped, "
          + faults
          + " disk faults, "
          + rowsCompared
          + " rows compared, "
          + locked
          + " starts without the key";
    }
  }

  /** A batch that has been handed in. Two with the same points are two. */
  private static final class Attempt {
    final PointBatch batch;

    Attempt(PointBatch batch) {
      this.batch = batch;
    }
  }

  private final SplittableRandom random;
  private final Counts counts;
  private final RandomBatches batches;
  private final ManualClock clock = new ManualClock(Instant.ofEpochMilli(RandomBatches.NOW_MILLIS));
  private final EngineOptions options;
  private final UnaryOperator<Directory> wrapping;
  private final SimulatedKeys keys;

  /** The encryption key of the database; empty when it is not encrypted. */
  private final Optional<String> encryptionKey;

  private CrashableDirectory disk = new CrashableDirectory();
  private Faults faults;
  private StepAgentHost agents;
  private Engine engine;

  /** The table as acknowledged, null while there is none. */
  private ReferenceTable reference;

  private final List<Attempt> open = new ArrayList<>();
  private AssertionError wrongAnswer;

  CrashStory(Seed seed, Counts counts) {
    this(seed, counts, UnaryOperator.identity());
  }

  /**
   * @param wrapping what stands between the engine and the disk, for stories that must fail
   */
  CrashStory(Seed seed, Counts counts, UnaryOperator<Directory> wrapping) {
    this.wrapping = wrapping;
    this.random = seed.random();
    this.counts = counts;
    this.batches = new RandomBatches(random.split());
    this.keys = new SimulatedKeys(random.nextLong()).add("master");
    this.encryptionKey = random.nextInt(3) == 0 ? Optional.of("master") : Optional.empty();
    this.options =
        EngineOptions.DEFAULT
            .withWal(StoryOptions.wal(random))
            .withMemtable(new MemtableOptions(1 << (6 + random.nextInt(3))))
            .withCompaction(
                new CompactionOptions(
                    true,
                    32 + random.nextInt(32),
                    1L << (13 + random.nextInt(20)),
                    1L << (10 + random.nextInt(6)),
                    1 + random.nextInt(40),
                    1,
                    1L << 40))
            .withFlush(
                new FlushOptions(
                    1L << (9 + random.nextInt(6)),
                    1L << 40,
                    Long.MAX_VALUE,
                    random.nextBoolean(),
                    StoryOptions.carry(random)));
  }

  void run() throws Exception {
    int lives = 2 + random.nextInt(4);
    for (int life = 0; life < lives; life++) {
      if (encryptionKey.isPresent() && random.nextInt(3) == 0) {
        liveWithoutKey();
      }
      open();
      int acts = 1 + random.nextInt(25);
      for (int i = 0; i < acts; i++) {
        act();
        if (wrongAnswer != null) {
          throw wrongAnswer;
        }
      }
      end();
    }
    faults = null;
    open();
    engine.close();
  }

  private void open() throws Exception {
    faults = new Faults();
    agents = new StepAgentHost(random.nextLong(), clock::monotonicNanos);
    start();
    settleWithDisk();
  }

  private void start() throws Exception {
    Directory directory = new FaultyDirectory(wrapping.apply(disk), faults);
    engine =
        Engine.open(new EngineEnvironment(directory, clock, agents, keys, keys.random()), options);
    counts.recoveries++;
  }

  /**
   * A start that does not find the key: the engine runs, the table does not, and whatever becomes
   * of log and manifest, nothing of the table is lost by it.
   */
  private void liveWithoutKey() throws Exception {
    faults = new Faults();
    agents = new StepAgentHost(random.nextLong(), clock::monotonicNanos);
    keys.lose("master");
    start();
    if (engine.catalog().table(TABLE).isPresent()) {
      assertThrows(LockedException.class, () -> engine.snapshot(TABLE));
      counts.locked++;
    }
    for (int acts = random.nextInt(4); acts > 0; acts--) {
      drive(engine::flush, () -> counts.flushes++);
      step(random.nextInt(60));
    }
    end();
    keys.giveBack("master");
  }

  /**
   * What is read after a start must be what was acknowledged, with some of the unanswered batches
   * in some order.
   */
  private void settleWithDisk() {
    Optional<TreeMap<Key, Map<String, String>>> found = content();
    if (reference == null || found.isEmpty()) {
      assertEquals(reference == null, found.isEmpty(), "the table is there or not");
      open.clear();
      return;
    }
    List<Attempt> unanswered = List.copyOf(open);
    open.clear();
    ReferenceTable match = matching(reference, unanswered, found.get());
    if (match == null) {
      assertEquals(
          texts(reference), found.get().toString(), unanswered.size() + " unanswered batches");
    }
    reference = match;
  }

  private static ReferenceTable matching(
      ReferenceTable from, List<Attempt> candidates, TreeMap<Key, Map<String, String>> found) {
    if (values(from).equals(found)) {
      return from;
    }
    for (int i = 0; i < candidates.size(); i++) {
      ReferenceTable next = from.copy();
      next.write(candidates.get(i).batch);
      List<Attempt> rest = new ArrayList<>(candidates);
      rest.remove(i);
      ReferenceTable match = matching(next, rest, found);
      if (match != null) {
        return match;
      }
    }
    return null;
  }

  private void act() {
    switch (random.nextInt(24)) {
      case 0, 1 -> drive(engine::flush, () -> counts.flushes++);
      case 2 -> dropTable();
      case 3 -> compare();
      case 4 -> {
        if (random.nextInt(3) == 0) {
          faults.failAt(faults.acts() + random.nextInt(12), randomFault());
          counts.faults++;
        }
      }
      case 5, 6, 7, 8, 9, 10 -> step(random.nextInt(30));
      default -> write();
    }
  }

  private Faults.Fault randomFault() {
    Faults.Fault[] all = Faults.Fault.values();
    return all[random.nextInt(all.length)];
  }

  private void write() {
    if (reference == null) {
      createTable();
      return;
    }
    if (open.size() >= 3) {
      step(200);
      if (open.size() >= 3) {
        return;
      }
    }
    Attempt attempt = new Attempt(batches.next(random.nextInt(6) == 0 ? 150 : 6));
    open.add(attempt);
    CompletableFuture<WriteResult> future = engine.write(TABLE, attempt.batch);
    future.whenComplete((result, failure) -> answered(attempt, result, failure));
    if (random.nextBoolean()) {
      step(random.nextInt(40));
    }
  }

  private void answered(Attempt attempt, WriteResult result, Throwable failure) {
    open.remove(attempt);
    if (failure != null) {
      if (failure instanceof ResourceException refused) {
        counts.refused++;
        if (refused.isOutcomeUnknown()) {
          open.add(attempt);
        }
      } else {
        wrongAnswer = new AssertionError("a write failed in an unexpected way", failure);
      }
      return;
    }
    counts.acknowledged++;
    try {
      WriteResult expected = reference.write(attempt.batch);
      assertEquals(
          expected, ReferenceTable.withoutDetails(result), () -> reference.describe(attempt.batch));
    } catch (AssertionError wrong) {
      wrongAnswer = wrong;
    }
  }

  private void createTable() {
    drive(
        () -> {
          DatabaseName database = TABLE.database();
          if (engine.catalog().database(database).isEmpty()) {
            engine.createDatabase(database, encryptionKey, Map.of());
          }
          engine.createTable(
              new TableDefinition(
                  TABLE,
                  new RetentionPolicy(24, 365),
                  MagneticStoreWrites.ON,
                  List.of(partitionKey()),
                  Map.of()));
        },
        () -> {
          long now = RandomBatches.NOW_MILLIS * 1_000_000L;
          reference =
              new ReferenceTable(
                  now - Duration.ofHours(24).toNanos(),
                  now - Duration.ofDays(365).toNanos(),
                  now + Duration.ofMinutes(15).toNanos());
        });
  }

  private PartitionKey partitionKey() {
    return switch (random.nextInt(3)) {
      case 0 -> new PartitionKey(Kind.DIMENSION, Optional.of("host"), false);
      case 1 -> new PartitionKey(Kind.DIMENSION, Optional.of("rack"), false);
      default -> PartitionKey.MEASURE;
    };
  }

  private void dropTable() {
    if (reference == null || random.nextInt(4) > 0) {
      return;
    }
    step(500);
    if (!open.isEmpty()) {
      return;
    }
    drive(
        () -> engine.deleteTable(TABLE),
        () -> {
          reference = null;
          counts.drops++;
        });
  }

  /**
   * Does something that waits for the engine. A failing disk may refuse it, and then nothing has
   * changed.
   */
  private void drive(Runnable act, Runnable done) {
    try {
      act.run();
      done.run();
    } catch (ResourceException refused) {
      counts.refused++;
    } catch (ConflictException | NotFoundException e) {
      throw new AssertionError("the catalog is not what it was acknowledged to be", e);
    }
  }

  private void compare() {
    Optional<TreeMap<Key, Map<String, String>>> found;
    try {
      found = content();
    } catch (ResourceException refused) {
      counts.refused++;
      return;
    }
    assertEquals(reference == null, found.isEmpty(), "the table is there or not");
    if (reference != null) {
      assertEquals(values(reference), found.get());
      counts.rowsCompared += found.get().size();
    }
  }

  private Optional<TreeMap<Key, Map<String, String>>> content() {
    if (engine.catalog().table(TABLE).isEmpty()) {
      return Optional.empty();
    }
    try (Snapshot snapshot = engine.snapshot(TABLE)) {
      return Optional.of(TableContent.withVersions(snapshot));
    }
  }

  private void step(int steps) {
    for (int i = 0; i < steps; i++) {
      agents.step();
    }
  }

  private void end() throws Exception {
    counts.unanswered += open.size();
    counts.merges += engine.metrics().compaction().merges();
    switch (random.nextInt(5)) {
      case 0 -> {
        faults.heal();
        try {
          engine.close();
        } catch (ResourceException e) {
          // The disk had failed before; what was acknowledged is durable all the same.
          counts.refused++;
        }
        disk = disk.kill();
        counts.closes++;
      }
      case 1 -> {
        disk = disk.kill();
        counts.kills++;
      }
      default -> {
        disk = disk.crash(random.nextLong());
        counts.crashes++;
      }
    }
    if (wrongAnswer != null) {
      throw wrongAnswer;
    }
  }

  private static TreeMap<Key, Map<String, String>> values(ReferenceTable table) {
    TreeMap<Key, Map<String, String>> values = new TreeMap<>();
    table
        .rows()
        .forEach(
            (key, row) -> {
              Map<String, String> shown = new HashMap<>(row.values());
              shown.put("ts_version", Long.toString(row.version()));
              values.put(key, shown);
            });
    return values;
  }

  private static String texts(ReferenceTable table) {
    return values(table).toString();
  }
}
