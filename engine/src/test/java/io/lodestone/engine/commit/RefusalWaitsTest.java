package io.lodestone.engine.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.disk.DiskOptions;
import io.lodestone.engine.disk.DiskWatch;
import io.lodestone.engine.disk.FeedRoom;
import io.lodestone.engine.lease.ExpiryLeases;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.model.ConflictException;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.ResourceException;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Faults;
import io.lodestone.testkit.files.Faults.Act;
import io.lodestone.testkit.files.Faults.Fault;
import io.lodestone.testkit.files.FaultyDirectory;
import io.lodestone.testkit.time.ManualClock;
import io.lodestone.testkit.time.StepAgentHost;
import io.lodestone.wal.WalOptions;
import io.lodestone.wal.WriteAheadLog;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A refusal is an answer: it leaves when what it rests on is durable, and not at all otherwise. */
class RefusalWaitsTest {
  private final Faults faults = new Faults();
  private final StepAgentHost agents = new StepAgentHost(1);
  private CommitQueue queue;
  private Committer committer;

  @BeforeEach
  void start() throws Exception {
    WriteAheadLog log =
        WriteAheadLog.open(
            new FaultyDirectory(new CrashableDirectory(), faults),
            WalOptions.DEFAULT.withPreallocate(false).withBallastBytes(0),
            agents);
    CommittedState state =
        new CommittedState(
            Catalog.EMPTY, Map.of(), 0, MemtableOptions.DEFAULT, ExpiryLeases.none());
    queue =
        new CommitQueue(
            state,
            CommitOptions.DEFAULT,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            new DiskWatch(new CrashableDirectory(), DiskOptions.DEFAULT),
            new FeedRoom(),
            DatabaseKeys.none());
    committer =
        new Committer(
            log,
            queue,
            state,
            new GuardedClock(new ManualClock(Instant.EPOCH), () -> 0, 0),
            CommitOptions.DEFAULT,
            DatabaseKeys.none(),
            segments -> {},
            () -> {});
    committer.start(agents);
  }

  private CompletableFuture<DatabaseEntry> create() {
    return queue.change(
        CatalogChange.createDatabase(new DatabaseName("plant"), Optional.empty(), Map.of()));
  }

  @Test
  void aConflictWithAChangeInFlightIsToldAfterIt() {
    CompletableFuture<DatabaseEntry> first = create();
    CompletableFuture<DatabaseEntry> second = create();
    committer.step();
    assertFalse(first.isDone() || second.isDone());
    agents.settle();
    assertEquals("plant", first.join().name().value());
    assertInstanceOf(ConflictException.class, second.exceptionNow());
  }

  @Test
  void aConflictWithAChangeThatIsLostIsNoConflict() {
    faults.failNext(Act.SYNC, Fault.EIO);
    CompletableFuture<DatabaseEntry> first = create();
    CompletableFuture<DatabaseEntry> second = create();
    agents.await(first.handle((entry, failure) -> null));
    assertInstanceOf(ResourceException.class, first.exceptionNow());
    assertTrue(second.isDone());
    assertInstanceOf(ResourceException.class, second.exceptionNow());
    CompletableFuture<DatabaseEntry> again = create();
    assertEquals("plant", agents.await(again).name().value());
  }
}
