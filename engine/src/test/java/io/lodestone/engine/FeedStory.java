package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.ReferenceTable.Key;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.engine.commit.CarryOptions;
import io.lodestone.engine.commit.CommitOptions.TableLimits;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.files.Faults.Fault;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A table with a stream through several lives, and a consumer who reads it now and then: whatever
 * happens to the process, and whatever retention lets go, the changes told are those that make the
 * table what it is.
 */
final class FeedStory {
  /** What happened over all stories. */
  static final class Counts extends FeedConsumer.Counts {
    long checks;
    long crashes;
    long streams;
    long flushes;
    long drops;
    long resyncs;
    long throttled;

    @Override
    public String toString() {
      return super.toString()
          + ", "
          + streams
          + " streams, "
          + drops
          + " tables dropped, "
          + crashes
          + " crashes, "
          + flushes
          + " flushes, "
          + resyncs
          + " times told of trimmed changes, "
          + throttled
          + " writes throttled, "
          + checks
          + " comparisons with the table";
    }
  }

  private static final RetentionPolicy[] RETENTIONS = {
    new RetentionPolicy(1, 1),
    new RetentionPolicy(12, 2),
    new RetentionPolicy(12, 3),
    new RetentionPolicy(24, 30)
  };

  private final SplittableRandom random;
  private final Counts counts;
  private final RandomBatches batches;
  private final EngineUnderTest test = new EngineUnderTest();

  /** Whether the feed lets changes go that the consumer may not have read. */
  private final boolean trims;

  private final List<CompletableFuture<WriteResult>> unanswered = new ArrayList<>();
  private FeedConsumer consumer;

  FeedStory(Seed seed, Counts counts) {
    this.random = seed.random();
    this.counts = counts;
    this.batches = new RandomBatches(random.split());
    this.trims = random.nextInt(4) == 0;
    test.clock.set(Instant.ofEpochMilli(RandomBatches.NOW_MILLIS));
    test.seed = random.nextLong();
    test.options =
        StoryOptions.engine(random, TableLimits.DEFAULT)
            .withFlush(
                new FlushOptions(
                    1L << (12 + random.nextInt(8)),
                    1L << (16 + random.nextInt(8)),
                    Duration.ofMinutes(1 + random.nextInt(60)).toMillis(),
                    random.nextBoolean(),
                    random.nextBoolean()
                        ? CarryOptions.NONE
                        : new CarryOptions(1L << 16, 1L << 15, 3_600_000L)))
            .withFeed(feed());
  }

  private FeedOptions feed() {
    FeedOptions options =
        FeedOptions.DEFAULT
            .withRoll(20 + random.nextInt(100_000), 1L << (8 + random.nextInt(10)))
            .withArchive(1L << (10 + random.nextInt(12)), 1 + random.nextInt(30));
    if (!trims) {
      return options.withKeepSeconds(Duration.ofDays(3_650).toSeconds());
    }
    return options
        .withKeepSeconds(60 + random.nextInt(200_000))
        .withBytesMax(
            random.nextBoolean() ? 1L << 30 : 2_000 + random.nextInt(20_000),
            random.nextBoolean() ? FeedOptions.OnFull.TRIM : FeedOptions.OnFull.THROTTLE);
  }

  void run() throws IOException {
    test.open();
    test.engine.updateTable(EngineUnderTest.TABLE, TableUpdate.of(RETENTIONS[random.nextInt(4)]));
    if (random.nextInt(8) == 0) {
      tellNoExpiry();
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      write();
    }
    begin();
    int steps = 20 + random.nextInt(60);
    for (int i = 0; i < steps; i++) {
      step();
    }
    check();
    crash();
    check();
    test.engine.close();
  }

  private void step() throws IOException {
    switch (random.nextInt(28)) {
      case 0 -> crash();
      case 1 -> check();
      case 2 -> flush();
      case 3 -> test.clock.advance(Duration.ofSeconds(1 + random.nextInt(60)));
      case 4 -> {
        switch (random.nextInt(8)) {
          case 0 -> endAndBegin();
          case 1 -> dropAndBegin();
          default -> write();
        }
      }
      case 5, 6 -> consume();
      case 7, 8 -> test.step(random.nextInt(40));
      case 9 -> test.clock.advance(Duration.ofMinutes(random.nextInt(180)));
      case 10 -> {
        test.clock.advance(Duration.ofHours(random.nextInt(40)));
        test.step(random.nextInt(100));
      }
      case 11 ->
          test.engine.updateTable(
              EngineUnderTest.TABLE, TableUpdate.of(RETENTIONS[random.nextInt(4)]));
      default -> write();
    }
  }

  private void tellNoExpiry() {
    test.engine.tagTable(
        EngineUnderTest.TABLE, TagUpdate.adding(Map.of(StreamSpecification.EXPIRY_TAG, "off")));
  }

  /** Switches a stream on, for a consumer who knows what the table holds. */
  private void begin() {
    settle();
    StreamView view = StreamView.values()[random.nextInt(4)];
    TreeMap<Key, Map<String, String>> present = existing();
    TableEntry followed =
        test.engine.startStream(EngineUnderTest.TABLE, view, 1 + random.nextInt(5));
    // What expired until the stream began is not told of.
    present.keySet().removeIf(key -> key.timeNanos() < followed.horizonFloorNanos());
    FeedStream begun = test.engine.changes().streams().getLast();
    assertTrue(begun.isOpen());
    consumer = new FeedConsumer(begun, present, counts, random);
    counts.streams++;
  }

  private void write() {
    batches.setNow(test.now());
    CompletableFuture<WriteResult> written = test.writeLater(batches.next(1 + random.nextInt(40)));
    if (written.isCompletedExceptionally()) {
      counts.throttled++;
    } else {
      unanswered.add(written);
    }
    test.step(random.nextInt(6));
  }

  private void flush() {
    test.engine.flush();
    counts.flushes++;
  }

  private void crash() throws IOException {
    counts.crashes++;
    unanswered.clear();
    switch (random.nextInt(8)) {
      case 0, 1 -> {
        test.engine.close();
        test.killAndOpen();
      }
      case 2, 3 -> test.killAndOpen();
      case 4, 5 -> test.crashAndOpen(random.nextLong());
      default -> crashInAnAct();
    }
  }

  /** From some act of the disk on nothing reaches it any more, and then the power goes. */
  private void crashInAnAct() throws IOException {
    long first = test.faults.acts() + 1 + random.nextInt(30);
    for (long act = first; act < first + 300; act++) {
      test.faults.failAt(act, random.nextBoolean() ? Fault.EIO : Fault.SHORT_WRITE);
    }
    batches.setNow(test.now());
    for (int i = random.nextInt(4); i > 0; i--) {
      var _ = test.writeLater(batches.next(1 + random.nextInt(40)));
    }
    if (random.nextBoolean()) {
      test.clock.advance(Duration.ofHours(random.nextInt(30)));
    }
    test.step(random.nextInt(300));
    test.faults.heal();
    unanswered.clear();
    test.crashAndOpen(random.nextLong());
  }

  /** Lets every write that was begun come to its end. */
  private void settle() {
    for (int i = 0; !unanswered.isEmpty(); i++) {
      assertTrue(i < 10_000, "writes are not answered");
      test.step(10);
      unanswered.removeIf(CompletableFuture::isDone);
    }
  }

  private void check() {
    settle();
    long frame;
    TreeMap<Key, Map<String, String>> visible;
    TreeMap<Key, Map<String, String>> existing;
    long floor;
    long horizon;
    try (Snapshot snapshot = test.engine.snapshot(EngineUnderTest.TABLE)) {
      frame = test.engine.durableFrame();
      visible = TableContent.withVersions(snapshot);
      floor = snapshot.view().table().horizonFloorNanos();
      existing = TableContent.from(snapshot, floor);
      // By the clock of the engine, which may be a little ahead of the test's.
      horizon = test.engine.admission(EngineUnderTest.TABLE).lateHorizonNanos();
    }
    follow(frame);
    if (!consumer.catchUp(test.engine.changes(), frame, trims)) {
      resync();
      return;
    }
    consumer.requireState(existing, floor, horizon, visible);
    counts.checks++;
  }

  private void follow(long frame) {
    for (int i = 0; !isFollowed(frame); i++) {
      assertTrue(i < 10_000, "the feed does not catch up");
      test.step(10);
    }
  }

  private boolean isFollowed(long frame) {
    ChangeFeed feed = test.engine.changes();
    return feed.stream(consumer.stream()).stream()
        .flatMap(stream -> stream.shards().stream())
        .filter(FeedShard::isOpen)
        .allMatch(shard -> feed.end(shard) >>> 24 > frame);
  }

  /** The consumer was told that it has missed changes: it begins anew with what is there. */
  private void resync() {
    counts.resyncs++;
    settle();
    try (Snapshot snapshot = test.engine.snapshot(EngineUnderTest.TABLE)) {
      long frame = test.engine.durableFrame();
      TreeMap<Key, Map<String, String>> present =
          TableContent.from(snapshot, snapshot.view().table().horizonFloorNanos());
      follow(frame);
      consumer.beginAnew(test.engine.changes(), present, frame);
    }
  }

  private TreeMap<Key, Map<String, String>> existing() {
    try (Snapshot snapshot = test.engine.snapshot(EngineUnderTest.TABLE)) {
      return TableContent.from(snapshot, snapshot.view().table().horizonFloorNanos());
    }
  }

  private void consume() {
    if (!consumer.readSome(test.engine.changes(), trims)) {
      resync();
    }
  }

  private void endAndBegin() throws IOException {
    settle();
    TreeMap<Key, Map<String, String>> last = existing();
    test.engine.endStream(EngineUnderTest.TABLE);
    readToTheEnd(last);
    write();
    begin();
  }

  /** A dropped table's stream tells everything that was, and nothing of the drop. */
  private void dropAndBegin() throws IOException {
    settle();
    TreeMap<Key, Map<String, String>> last = existing();
    test.engine.deleteTable(EngineUnderTest.TABLE);
    counts.drops++;
    readToTheEnd(last);
    if (test.engine.catalog().table(EngineUnderTest.TABLE).isEmpty()) {
      test.engine.createTable(
          TableDefinition.of(EngineUnderTest.TABLE)
              .withRetention(RETENTIONS[random.nextInt(4)])
              .withMagneticStoreWrites(MagneticStoreWrites.ON));
    }
    write();
    begin();
  }

  private void readToTheEnd(TreeMap<Key, Map<String, String>> last) throws IOException {
    for (int i = random.nextInt(4); i > 0; i--) {
      switch (random.nextInt(5)) {
        case 0 -> {
          counts.crashes++;
          unanswered.clear();
          test.crashAndOpen(random.nextLong());
        }
        case 1 -> test.clock.advance(Duration.ofHours(random.nextInt(30)));
        case 2 -> flush();
        case 3 -> test.step(random.nextInt(100));
        default -> {
          if (test.engine.changes().stream(consumer.stream()).isPresent()) {
            consumer.readSome(test.engine.changes(), true);
          }
        }
      }
    }
    follow(test.engine.durableFrame());
    Optional<FeedStream> kept = test.engine.changes().stream(consumer.stream());
    assertTrue(kept.isPresent() || trims, "a stream that has ended is kept");
    if (kept.isPresent()
        && consumer.catchUp(test.engine.changes(), test.engine.durableFrame(), trims)) {
      consumer.requireLastState(last);
      counts.checks++;
    }
  }
}
