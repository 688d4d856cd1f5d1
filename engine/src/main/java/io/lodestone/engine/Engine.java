package io.lodestone.engine;

import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.RecoveryWindow;
import io.lodestone.engine.catalog.StreamUpdate;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.commit.AdmissionRule;
import io.lodestone.engine.commit.CatalogChange;
import io.lodestone.engine.commit.CommitQueue;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.commit.Committer;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.compaction.CompactionAgent;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.disk.DiskWatch;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.flush.FlushAgent;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.engine.manifest.TimeOverlap;
import io.lodestone.engine.read.ScanContext;
import io.lodestone.engine.read.ScanWorkers;
import io.lodestone.engine.retention.Expirer;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.storage.crypt.WrappedKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The database as a library: everything below a data directory, opened by one process at a time.
 *
 * <p>Writes are answered once they are durable; a snapshot sees whole requests, all that were
 * answered before it and nothing later. Every failure on purpose is a {@link
 * io.lodestone.model.LodestoneException}. Safe for several threads.
 *
 * <pre>{@code
 * try (Engine engine = Engine.open(environment, EngineOptions.DEFAULT)) {
 *   engine.createDatabase(new DatabaseName("plant"), Optional.empty(), Map.of());
 *   engine.createTable(TableDefinition.of(TableRef.of("plant", "sensors")));
 *   engine.write(TableRef.of("plant", "sensors"), batch).join();
 * }
 * }</pre>
 */
public final class Engine implements AutoCloseable {
  private final AgentHost agents;
  private final Recovery recovered;
  private final CommittedState state;
  private final GuardedClock clock;
  private final EngineOptions options;
  private final DiskWatch disk;
  private final CommitQueue queue;
  private final Committer committer;
  private final ScanWorkers workers;
  private final ScanContext scans;
  private final PastSnapshots past;
  private final FlushAgent flush;
  private final CompactionAgent compaction;
  private final DatabaseKeys keys;

  /** Running agents, in the order in which they are to be ended. */
  private final Deque<AgentHandle> running = new ArrayDeque<>();

  private final AtomicBoolean closed = new AtomicBoolean();

  private Engine(EngineEnvironment environment, EngineOptions options, Recovery recovered) {
    this.agents = environment.agents();
    this.options = options;
    this.recovered = recovered;
    this.state = recovered.state();
    this.clock = recovered.clock();
    this.keys = recovered.keys();
    this.disk = new DiskWatch(environment.directory(), options.disk());
    this.queue =
        new CommitQueue(
            state,
            options.commit(),
            2 * options.flush().memtableBytesMax(),
            options.compaction().enabled() ? options.compaction().overlapMax() : Integer.MAX_VALUE,
            disk,
            recovered.feed().room(),
            keys);
    this.flush =
        new FlushAgent(
            recovered.log(),
            queue,
            state,
            clock,
            options.flush(),
            recovered.ledger(),
            recovered.flusher());
    this.compaction =
        new CompactionAgent(
            queue,
            state,
            clock,
            options.compaction(),
            recovered.ledger(),
            recovered.compacting(),
            disk,
            recovered.leases(),
            keys);
    this.committer =
        new Committer(
            recovered.log(),
            queue,
            state,
            clock,
            options.commit(),
            keys,
            recovered.ledger()::letGo,
            recovered.feed()::frameAdded);
    this.workers = new ScanWorkers(agents, options.scan().workers());
    this.scans = new ScanContext(clock::instant, workers);
    this.past = new PastSnapshots(agents, queue, state, clock, this::retain, scans);
    // Begun in the order in which they need each other, ended in the reverse: a flush that is due
    // at once asks the committer.
    running.push(committer.start(agents));
    running.push(queue.startRepeater(agents));
    recovered.feed().start(agents).forEach(running::push);
    running.push(recovered.ledger().startSweeper(agents));
    running.push(flush.start(agents));
    running.push(compaction.start(agents));
    running.push(
        new Expirer(queue, state, clock, recovered.ledger(), recovered.leases()).start(agents));
    running.push(new HistoryExpirer(queue, state, clock, recovered.ledger()).start(agents));
    running.push(disk.start(agents));
  }

  /**
   * Opens a data directory, recovering whatever the last process left.
   *
   * @throws io.lodestone.storage.DirectoryLockedException when another process has it open
   * @throws io.lodestone.storage.FormatVersionException when a newer release wrote it
   * @throws IOException when the disk refuses; damage of files is no such reason, see {@link
   *     #recovery()}
   */
  public static Engine open(EngineEnvironment environment, EngineOptions options)
      throws IOException {
    return open(environment, options, EngineStorage.local(environment, options.wal()));
  }

  /**
   * The same with log and segments somewhere else.
   *
   * @param storage where they lie; {@code options.wal()} does not apply to it
   */
  public static Engine open(
      EngineEnvironment environment, EngineOptions options, EngineStorage storage)
      throws IOException {
    return new Engine(environment, options, Recovery.run(environment, options, storage));
  }

  /** What opening found and did. */
  public RecoveryReport recovery() {
    return recovered.report();
  }

  /** All databases and tables, as of the last durable change. */
  public Catalog catalog() {
    return state.catalog();
  }

  /**
   * Creates a database; durable on return.
   *
   * @param kmsKeyId names the encryption key with which everything in it is encrypted, in any form
   *     that the environment's keys understand; when empty, nothing in it is encrypted, ever
   * @param tags resource tags
   * @throws io.lodestone.model.ConflictException when the name is taken
   * @throws io.lodestone.model.InvalidRequestException when there is no such key
   */
  public DatabaseEntry createDatabase(
      DatabaseName name, Optional<String> kmsKeyId, Map<String, String> tags) {
    Optional<WrappedKey> key = kmsKeyId.map(keys::create);
    try {
      return change(CatalogChange.createDatabase(name, key, tags));
    } finally {
      key.ifPresent(keys::forget);
    }
  }

  /**
   * Gives a database another encryption key: its data key is wrapped anew, and nothing else is.
   * Durable on return, and no file needs the encryption key before any more. A database that is not
   * encrypted is from then on, if it holds no table yet. Of several who do so at the same time the
   * first one wins.
   *
   * @param seen the database as the caller decided upon it, from {@link #catalog()}
   * @param kmsKeyId names the key, in any form that the environment's keys understand
   * @return the database after the change; as it was, when it has that key already
   * @throws io.lodestone.model.NotFoundException when there is none
   * @throws io.lodestone.model.ConflictException when it was changed or created anew since
   * @throws io.lodestone.model.InvalidRequestException when there is no such key, or the database
   *     is not encrypted and holds tables
   * @throws io.lodestone.model.LockedException when its present key is not there
   */
  public DatabaseEntry updateDatabase(DatabaseEntry seen, String kmsKeyId) {
    WrappedKey key = keys.rewrap(seen, kmsKeyId);
    DatabaseEntry updated;
    try {
      updated = change(CatalogChange.updateDatabase(seen, key));
    } finally {
      keys.forget(key);
    }
    if (!updated.equals(seen)) {
      // The log behind the checkpoint may tell of the database under its key before.
      flush();
    }
    return updated;
  }

  /**
   * Changes the tags of a database; durable on return.
   *
   * @throws io.lodestone.model.NotFoundException when there is none
   * @throws io.lodestone.model.InvalidRequestException when it would have more than {@link
   *     TagUpdate#TAGS_MAX}
   */
  public DatabaseEntry tagDatabase(DatabaseName name, TagUpdate update) {
    return change(CatalogChange.tagDatabase(name, update));
  }

  /**
   * Deletes an empty database; durable on return.
   *
   * @throws io.lodestone.model.NotFoundException when there is none
   * @throws io.lodestone.model.InvalidRequestException when it holds tables
   */
  public void deleteDatabase(DatabaseName name) {
    change(CatalogChange.deleteDatabase(name));
  }

  /**
   * Creates a table; durable on return.
   *
   * @throws io.lodestone.model.NotFoundException when its database does not exist
   * @throws io.lodestone.model.ConflictException when the name is taken
   */
  public TableEntry createTable(TableDefinition definition) {
    requireUnlocked(definition.ref());
    return change(CatalogChange.createTable(definition, Optional.empty()));
  }

  /**
   * Creates a table that has a stream from its first moment on; durable on return.
   *
   * @throws io.lodestone.model.NotFoundException when its database does not exist
   * @throws io.lodestone.model.ConflictException when the name is taken
   * @throws io.lodestone.model.InvalidRequestException when the number of shards is out of range
   */
  public TableEntry createTable(TableDefinition definition, StreamUpdate stream) {
    requireUnlocked(definition.ref());
    return changeStream(CatalogChange.createTable(definition, Optional.of(stream)));
  }

  /**
   * Changes a table's definition; durable on return.
   *
   * <p>A change of retention is in force at once. It raises the table's horizon floor to what the
   * retention before hides at this moment: a longer retention brings no point back, and a shorter
   * one that is taken back has hidden for good what it hid.
   *
   * @return the table after the change
   * @throws io.lodestone.model.NotFoundException when there is none
   */
  public TableEntry updateTable(TableRef ref, TableUpdate update) {
    requireUnlocked(ref);
    return change(CatalogChange.updateTable(ref, update));
  }

  /**
   * Changes the tags of a table; durable on return.
   *
   * @throws io.lodestone.model.NotFoundException when there is none
   * @throws io.lodestone.model.InvalidRequestException when it would have more than {@link
   *     TagUpdate#TAGS_MAX}
   */
  public TableEntry tagTable(TableRef ref, TagUpdate update) {
    requireUnlocked(ref);
    return change(CatalogChange.tagTable(ref, update, Optional.empty()));
  }

  /**
   * Changes the tags of a table, and what they declare of its stream in the same act; durable on
   * return.
   *
   * @throws io.lodestone.model.NotFoundException when there is none
   * @throws io.lodestone.model.ConflictException when the table has a stream of another view
   * @throws io.lodestone.model.InvalidRequestException when it would have more than {@link
   *     TagUpdate#TAGS_MAX} tags, or the number of shards is out of range
   */
  public TableEntry tagTable(TableRef ref, TagUpdate update, StreamUpdate stream) {
    requireUnlocked(ref);
    return changeStream(CatalogChange.tagTable(ref, update, Optional.of(stream)));
  }

  /**
   * Deletes a table with all it holds; durable on return. Snapshots that are open stay readable,
   * and so does its stream, for as long as changes are kept. If there are expired points that the
   * stream has yet to tell of, memory is flushed first.
   *
   * @throws io.lodestone.model.NotFoundException when there is none
   * @throws ResourceException when that flush fails; the table is as before
   */
  public void deleteTable(TableRef ref) {
    boolean deleted = false;
    while (!deleted) {
      TableEntry table = catalog().requireTable(ref);
      if (recovered.leases().isHeld(table.id())) {
        flush();
      }
      deleted = change(CatalogChange.deleteTable(table));
    }
  }

  /**
   * Which times a table accepts at this moment, and into which tier.
   *
   * @throws io.lodestone.model.NotFoundException when it does not exist
   */
  public AdmissionRule admission(TableRef table) {
    return AdmissionRule.of(
        catalog().requireTable(table),
        clock.nanos(),
        options.commit().futureMillisMax() * 1_000_000L);
  }

  /**
   * Writes a batch of points. All accepted points of it become visible at once.
   *
   * @return completed, on an engine thread, when everything the result tells is durable; use the
   *     {@code …Async} methods to go on elsewhere. Failed with {@link
   *     io.lodestone.model.NotFoundException} when the table does not exist, {@link
   *     io.lodestone.model.InvalidRequestException} when the batch is larger than {@code
   *     commit.batchBytesMax}, {@link ResourceException} when the engine cannot take it now;
   *     nothing of the batch is stored then, unless {@link ResourceException#isOutcomeUnknown()}
   *     says that nobody can tell
   */
  public CompletableFuture<WriteResult> write(TableRef table, PointBatch batch) {
    return queue.write(table, batch);
  }

  /**
   * A writer that names its series once and uses its batches again. Any number of them may write
   * one table. That there is no such table is told by each write.
   */
  public TableWriter writer(TableRef table) {
    return new TableWriter(queue, table);
  }

  /**
   * A table as of now.
   *
   * @throws io.lodestone.model.NotFoundException when it does not exist
   * @throws ResourceException when the engine is closed
   */
  public Snapshot snapshot(TableRef table) {
    TableView view = retain(table);
    return new Snapshot(
        view, new TimeRange(view.table().horizonNanos(clock.nanos()), Long.MAX_VALUE), scans);
  }

  /**
   * Switches point-in-time recovery of a table on or off; durable on return. While it is on, every
   * state of the last so many days can be seen again, from the second on in which it was switched
   * on; switching it off forgets them all. A table that never had it pays nothing for it.
   *
   * @param days how far back, 1 to {@link RecoveryWindow#DAYS_MAX}; ignored when it is switched
   *     off. A shorter window forgets at once, a longer one brings nothing back
   * @throws io.lodestone.model.NotFoundException when the table does not exist
   * @throws io.lodestone.model.InvalidRequestException when the number of days is out of range
   */
  public TableEntry updateRecovery(TableRef table, boolean on, int days) {
    requireUnlocked(table);
    return change(CatalogChange.updateRecovery(table, on, days));
  }

  /**
   * Between which instants {@link #snapshotAt} can see a table; empty while its point-in-time
   * recovery is off.
   *
   * @throws io.lodestone.model.NotFoundException when it does not exist
   */
  public Optional<RestorableRange> restorableRange(TableRef table) {
    requireOpen();
    return past.range(table);
  }

  /**
   * A table as it was: after the last whole second at or before an instant, by the clock of this
   * engine. Always whole requests in the order in which they were accepted, the same at every call.
   * The columns are those of today; one that came later is absent everywhere.
   *
   * @throws io.lodestone.model.NotFoundException when the table does not exist
   * @throws io.lodestone.model.InvalidRequestException when the instant lies outside the {@link
   *     #restorableRange}; the message names its ends
   * @throws ResourceException when the engine is closed, or the log cannot be written and it is
   *     therefore not known yet how the table was
   */
  public Snapshot snapshotAt(TableRef table, Instant instant) {
    requireOpen();
    return past.at(table, instant);
  }

  /**
   * Gives a table a stream: from now on every accepted change of it can be read from {@link
   * #changes()}. Durable on return, and the stream is there.
   *
   * @param view what a change shows of the point
   * @param shards in how many ranges of series it is cut, 1 to {@link
   *     io.lodestone.engine.catalog.StreamSpecification#SHARDS_MAX}
   * @throws io.lodestone.model.NotFoundException when the table does not exist
   * @throws io.lodestone.model.InvalidRequestException when it has a stream, or the number of
   *     shards is out of range
   * @throws ResourceException when the disk refuses the feed's files: the table has its stream all
   *     the same, and it can be read once the disk takes them
   */
  public TableEntry startStream(TableRef table, StreamView view, int shards) {
    requireUnlocked(table);
    return changeStream(CatalogChange.startStream(table, view, shards));
  }

  /**
   * Takes a table's stream from it; durable on return. What it holds stays readable for as long as
   * changes are kept.
   *
   * @throws io.lodestone.model.NotFoundException when the table does not exist
   * @throws io.lodestone.model.InvalidRequestException when it has no stream
   */
  public TableEntry endStream(TableRef table) {
    requireUnlocked(table);
    return changeStream(CatalogChange.endStream(table));
  }

  private TableEntry changeStream(CatalogChange<TableEntry> change) {
    TableEntry changed = change(change);
    agents.await(recovered.feed().followed(state.frame()));
    return changed;
  }

  /** The changes of the tables that have a stream. Not to be asked after {@link #close()}. */
  public ChangeFeed changes() {
    return recovered.feed().feed();
  }

  /**
   * Writes everything in memory to segments; done on return.
   *
   * @throws ResourceException when the disk refuses, or the engine is closed; nothing is lost
   */
  public void flush() {
    requireOpen();
    agents.await(flush.flush());
  }

  /** Whether {@link #close()} has been called. */
  public boolean isClosed() {
    return closed.get();
  }

  /** Heap that flushed points left and points to come will take, in bytes. */
  public long recycledBytes() {
    return state.recycledBytes();
  }

  /** Heap taken by points in memory, in bytes. */
  public long memoryBytes() {
    return state.memoryBytes();
  }

  /** Bytes of log that a restart would replay. */
  public long logBytes() {
    return recovered.log().bytes();
  }

  /**
   * How large a table is, about. Reads nothing.
   *
   * @throws io.lodestone.model.NotFoundException when it does not exist
   */
  public TableSize size(TableRef table) {
    return TableSize.of(state.view(table));
  }

  /** What the engine holds and has done, as of now. */
  public EngineMetrics metrics() {
    long segments = 0;
    long segmentBytes = 0;
    int overlap = 0;
    for (TableView view : state.views()) {
      List<SegmentMetadata> ofTable = view.segments().stream().map(Segment::metadata).toList();
      segments += ofTable.size();
      segmentBytes += ofTable.stream().mapToLong(SegmentMetadata::sizeBytes).sum();
      overlap = Math.max(overlap, TimeOverlap.depth(ofTable));
    }
    return new EngineMetrics(
        memoryBytes(),
        logBytes(),
        segments,
        segmentBytes,
        overlap,
        disk.freeBytes(),
        clock.offsetMillis(),
        changes().figures(clock.nanos()),
        recovered.feed().room().isFull(),
        committer.tally().counts(),
        flush.counts(),
        compaction.counts());
  }

  /** The last frame of the log that readers see. */
  public long durableFrame() {
    return state.frame();
  }

  /**
   * Ends: refuses new writes, lets those that wait finish, flushes if the options say so, closes
   * the files and lets go of the directory. More than once is harmless.
   *
   * @throws io.lodestone.model.ResourceException when closing failed; everything acknowledged is
   *     durable all the same
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    queue.refuseNewWrites();
    try {
      CloseSequence.run(
          List.of(
              this::finishWork,
              this::endAgents,
              // What the log still syncs while it closes is durable, and its writers are told so.
              () -> recovered.log().close(),
              committer::end,
              flush::end,
              compaction::end,
              recovered.feed()::end,
              recovered));
    } catch (IOException e) {
      throw new ResourceException("Closing failed: " + e.getMessage(), e);
    }
  }

  private void finishWork() {
    queue.drain(agents);
    if (options.flush().onClose()) {
      agents.await(flush.flush());
    }
  }

  private void endAgents() {
    workers.close();
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }

  /** What a table holds now, with all of it kept open. */
  private TableView retain(TableRef table) {
    TableView view;
    do {
      // A view that cannot be retained has been followed by another.
      requireOpen();
      view = state.view(table);
      keys.requireUnlocked(view.table().databaseId());
    } while (!view.tryRetain());
    return view;
  }

  /**
   * Refuses what needs to know the columns of a table, or to seal what it writes, when the key of
   * its database is not there.
   */
  public void requireUnlocked(TableRef table) {
    catalog().database(table.database()).ifPresent(found -> keys.requireUnlocked(found.id()));
  }

  private <T> T change(CatalogChange<T> change) {
    requireOpen();
    return agents.await(queue.change(change));
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new ResourceException("The engine is closed.");
    }
  }
}
