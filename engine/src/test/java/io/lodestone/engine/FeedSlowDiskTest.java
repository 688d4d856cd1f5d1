package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.feed.ChangeCursor;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.model.PointBatch;
import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.ForwardingDirectory;
import io.lodestone.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What readers at the head of a stream wait for on disk, and what they do not. */
@Timeout(60)
class FeedSlowDiskTest {
  private static final int FIRST_POINTS = 500;
  private static final int LATER_POINTS = 20;

  private final CountDownLatch writing = new CountDownLatch(1);
  private final CountDownLatch mayWrite = new CountDownLatch(1);

  /** Whoever begins a file of changes waits for a sign. */
  private final class SlowFeed extends ForwardingDirectory {
    SlowFeed(Directory disk) {
      super(disk);
    }

    @Override
    protected Directory wrap(Directory child) {
      return new SlowFeed(child);
    }

    @Override
    public AppendFile create(String name) throws IOException {
      if (name.endsWith(".feed")) {
        writing.countDown();
        try {
          mayWrite.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      return super.create(name);
    }
  }

  @Test
  void aFileThatIsLongInTheWritingDelaysNoReader() throws Exception {
    ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
    // The first points fill a file; the later ones are as nothing.
    EngineOptions options =
        EngineOptions.DEFAULT
            .withWal(StoryOptions.plainWal())
            .withFeed(FeedOptions.DEFAULT.withArchive(20_000, 60));
    EngineEnvironment environment =
        new EngineEnvironment(
            new SlowFeed(new CrashableDirectory()),
            clock,
            new ThreadAgentHost((_, bug) -> bugs.add(bug)));
    try (Engine engine = Engine.open(environment, options)) {
      engine.createDatabase(EngineUnderTest.TABLE.database(), Optional.empty(), Map.of());
      engine.createTable(TableDefinition.of(EngineUnderTest.TABLE));
      engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_IMAGE, 2);
      FeedStream stream = engine.changes().streams().getLast();
      ChangeCursor cursor = engine.changes().cursor(stream.id(), engine.changes().oldest(stream));
      try {
        int written = 0;
        int read = 0;
        for (int i = 0; i <= LATER_POINTS; i++) {
          PointBatch points = points(clock, written, i == 0 ? FIRST_POINTS : 1);
          written += engine.write(EngineUnderTest.TABLE, points).join().accepted();
          while (read < written) {
            if (cursor.advance()) {
              read += cursor.changes().size();
            } else {
              cursor.more().get(30, TimeUnit.SECONDS);
            }
          }
          writing.await();
        }
        assertEquals(FIRST_POINTS + LATER_POINTS, read);
        assertEquals(0, engine.changes().bytes());
      } finally {
        mayWrite.countDown();
      }
    }
    assertEquals(List.of(), List.copyOf(bugs));
  }

  private static PointBatch points(ManualClock clock, int first, int count) {
    EngineUnderTest.Points points = new EngineUnderTest.Points();
    for (int i = first; i < first + count; i++) {
      points.add("a", clock.millis() * 1_000_000L - i, 1, i);
    }
    return points.build();
  }

  /** Or they would read it in the parent, and after a crash once more in the child. */
  @Test
  void whatComesAfterTheEndOfAShardIsShownWhenThatEndIsOnDisk() throws Exception {
    EngineUnderTest db = new EngineUnderTest();
    db.options = db.options.withFeed(FeedOptions.DEFAULT.withRoll(3_600, 1L << 30));
    db.open();
    db.engine.startStream(EngineUnderTest.TABLE, StreamView.NEW_IMAGE, 1);
    db.write(EngineUnderTest.point("a", db.now(), 1, 1));
    db.step(200);
    db.faults.failAll(Act.RENAME, Fault.EIO);
    db.clock.advance(Duration.ofHours(2));
    db.step(200);
    db.write(EngineUnderTest.point("a", db.now(), 1, 2));
    db.step(200);
    assertEquals(List.of(1), changesByShard(db));
    db.faults.heal();
    db.step(200);
    assertEquals(List.of(1, 1), changesByShard(db));
    db.crashAndOpen(1);
    assertEquals(List.of(1, 1), changesByShard(db));
  }

  private static List<Integer> changesByShard(EngineUnderTest db) {
    FeedStream stream = db.engine.changes().streams().getLast();
    return stream.shards().stream().map(shard -> changes(db, stream, shard)).toList();
  }

  private static int changes(EngineUnderTest db, FeedStream stream, FeedShard shard) {
    ShardRead read =
        db.engine
            .changes()
            .read(stream.id(), shard.number(), FeedPosition.at(shard.first()), 100)
            .orElseThrow();
    ShardRead.Page page = assertInstanceOf(ShardRead.Page.class, read);
    assertTrue(page.ended() || shard.isOpen());
    return page.changes().size();
  }
}
