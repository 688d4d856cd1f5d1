package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.model.PointBatch;
import io.lodestone.model.TableRef;
import io.lodestone.storage.Directory;
import io.lodestone.storage.ReadFile;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.ForwardingDirectory;
import io.lodestone.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A segment that takes for ever to open keeps those waiting who need it, and nobody else. */
@Timeout(60)
class CommitterBlockingTest {
  private static final TableRef SLOW = TableRef.of("plant", "slow");
  private static final TableRef OTHER = TableRef.of("plant", "other");

  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Queue<Throwable> bugs = new ConcurrentLinkedQueue<>();
  private final CountDownLatch opening = new CountDownLatch(1);
  private final CountDownLatch mayOpen = new CountDownLatch(1);

  /** Whoever opens a segment waits for a sign. */
  private final class SlowSegments extends ForwardingDirectory {
    SlowSegments(Directory disk) {
      super(disk);
    }

    @Override
    protected Directory wrap(Directory child) {
      return new SlowSegments(child);
    }

    @Override
    public ReadFile open(String name) throws IOException {
      if (name.endsWith(".seg")) {
        opening.countDown();
        try {
          mayOpen.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      return super.open(name);
    }
  }

  private PointBatch point(Duration ago, double value) {
    long time = clock.instant().minus(ago).toEpochMilli() * 1_000_000L;
    return EngineUnderTest.point("a", time, 1, value);
  }

  private static WriteResult result(CompletableFuture<WriteResult> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void othersWriteWhileASegmentIsBeingOpened() throws Exception {
    EngineEnvironment environment =
        new EngineEnvironment(
            new SlowSegments(new CrashableDirectory()),
            clock,
            new ThreadAgentHost((agent, failure) -> bugs.add(failure)));
    EngineOptions options = EngineOptions.DEFAULT.withWal(StoryOptions.plainWal());
    try (Engine engine = Engine.open(environment, options);
        ExecutorService threads = Executors.newSingleThreadExecutor()) {
      engine.createDatabase(SLOW.database(), Optional.empty(), Map.of());
      engine.createTable(TableDefinition.of(SLOW));
      engine.createTable(TableDefinition.of(OTHER));
      result(engine.write(SLOW, point(Duration.ofMinutes(5), 1.0)));
      engine.flush();

      Future<CompletableFuture<WriteResult>> needsTheSegment =
          threads.submit(() -> engine.write(SLOW, point(Duration.ofMinutes(5), 2.0)));
      opening.await();
      assertEquals(1, result(engine.write(OTHER, point(Duration.ofMinutes(5), 1.0))).accepted());
      assertEquals(1, result(engine.write(SLOW, point(Duration.ofMinutes(1), 1.0))).accepted());
      engine.flush();
      assertEquals(1, result(engine.write(OTHER, point(Duration.ofMinutes(1), 1.0))).accepted());
      assertFalse(needsTheSegment.isDone());

      mayOpen.countDown();
      assertEquals(1, result(needsTheSegment.get()).rejections().size());
    } finally {
      mayOpen.countDown();
    }
    assertEquals(0, bugs.size(), bugs.toString());
  }
}
