package io.lodestone.engine;

import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.feed.FeedAgent;
import io.lodestone.engine.flush.Flusher;
import io.lodestone.engine.lease.ExpiryLeases;
import io.lodestone.engine.manifest.Manifest;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.engine.manifest.ManifestLog;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.engine.manifest.TableView;
import io.lodestone.engine.replay.Replay;
import io.lodestone.engine.replay.ReplayCounts;
import io.lodestone.engine.replay.SideLog;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentStore;
import io.lodestone.segments.SegmentWriter;
import io.lodestone.segments.encoding.Effort;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.wal.CommitLog;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens what a data directory holds: lock, manifest, segments by name, log after the checkpoint.
 * Owns what it opened until {@link #close()}.
 *
 * <p>Replay needs no more memory than running did: it flushes as it goes. Damage is reported and
 * never a reason not to start; nothing is deleted that may be the only copy of a point.
 */
final class Recovery implements Closeable {
  private final EngineEnvironment environment;
  private final EngineOptions options;
  private final EngineStorage storage;
  private final List<String> findings = new ArrayList<>();
  private final ExpiryLeases leases = new ExpiryLeases();
  private DirectoryLock lock;
  private ManifestLog manifest;
  private SegmentStore store;
  private SegmentLedger ledger;
  private CommitLog log;
  private CommittedState state;
  private final DatabaseKeys keys;
  private GuardedClock clock;
  private Flusher flusher;
  private SegmentWriter compacting;
  private ReplayCounts replayed;
  private FeedAgent feed;

  private Recovery(EngineEnvironment environment, EngineOptions options, EngineStorage storage) {
    this.environment = environment;
    this.options = options;
    this.storage = storage;
    this.keys = new DatabaseKeys(environment.encryptionKeys(), environment.random());
  }

  static Recovery run(EngineEnvironment environment, EngineOptions options, EngineStorage storage)
      throws IOException {
    Recovery recovery = new Recovery(environment, options, storage);
    try {
      recovery.open();
      return recovery;
    } catch (IOException | RuntimeException e) {
      try {
        recovery.close();
      } catch (IOException | RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private void open() throws IOException {
    Directory root = environment.directory();
    lock = root.lock("LOCK");
    store = storage.openSegments();
    Set<SegmentId> present = new HashSet<>(store.list());
    manifest = ManifestLog.open(root.directory("manifest"), present::contains, keys, findings::add);
    Manifest found = manifest.manifest();
    Checkpoint checkpoint = found.checkpoint();
    clock =
        new GuardedClock(
            environment.clock(), environment.agents()::monotonicNanos, checkpoint.clockMillis());
    openSegments(present, found);
    log = storage.openLog(checkpoint.frame() + 1, findings::add);
    root.sync();
    state =
        new CommittedState(
            checkpoint.catalog(),
            segmentsByTable(found),
            checkpoint.frame(),
            options.memtable(),
            leases);
    SideLog side = SideLog.open(root, findings::add);
    Replay replay =
        new Replay(
            environment.agents(),
            state,
            clock,
            flusher,
            ledger,
            options.flush().memtableBytesMax(),
            keys,
            side,
            findings::add);
    replayed = replay.run(log, checkpoint.frame() + 1);
    if (manifest.isComplete() && findings.isEmpty()) {
      side.forgetGone(state.catalog());
    }
    removeUnnamed(present, found);
    feed =
        FeedAgent.open(
            root.directory("feed"),
            log,
            state,
            clock,
            options.feed(),
            leases,
            ledger,
            keys,
            findings::add);
    root.sync();
  }

  private void openSegments(Set<SegmentId> present, Manifest found) throws IOException {
    store.deleteUncommitted();
    ledger =
        new SegmentLedger(store, manifest, Math.max(found.nextSegment(), store.lastId() + 1), keys);
    ledger.removeLeftovers(present);
    for (SegmentMetadata segment : found.segments()) {
      if (!present.contains(segment.id())) {
        findings.add("segment " + segment.id() + " is missing; reading its table will fail");
      } else if (store.size(segment.id()) != segment.sizeBytes()) {
        findings.add(
            "segment "
                + segment.id()
                + " has "
                + store.size(segment.id())
                + " bytes, the manifest says "
                + segment.sizeBytes()
                + "; reading its table will fail");
      }
    }
    flusher =
        new Flusher(new SegmentWriter(store, options.segments(), keys), ledger::nextId, leases);
    compacting = new SegmentWriter(store, options.segments().withEffort(Effort.COMPACTION), keys);
  }

  /**
   * Opens the segments of all tables, and lets go of those whose table is gone, once the change
   * feed needs them no more. When the catalog may have lost tables, nothing is deleted for their
   * sake.
   */
  private Map<Long, List<Segment>> segmentsByTable(Manifest found) throws IOException {
    Set<Long> tables = new HashSet<>();
    found.checkpoint().catalog().tables().forEach(table -> tables.add(table.id()));
    Map<Long, List<Segment>> byTable = new HashMap<>();
    for (SegmentMetadata metadata : found.segments()) {
      Segment segment = ledger.open(metadata);
      if (tables.contains(metadata.tableId())) {
        byTable.computeIfAbsent(metadata.tableId(), _ -> new ArrayList<>()).addFirst(segment);
      } else if (manifest.isComplete()) {
        ledger.letGo(leases.orphaned(metadata.tableId(), List.of(segment)));
      } else {
        putAside(metadata);
      }
    }
    return byTable;
  }

  private void putAside(SegmentMetadata segment) throws IOException {
    findings.add(
        "segment "
            + segment.id()
            + " is of table number "
            + segment.tableId()
            + ", which the damaged manifest does not know, and was put into quarantine");
    if (store.list().contains(segment.id())) {
      store.quarantine(segment.id());
    }
    ledger.replace(List.of(segment.id()), List.of());
  }

  /**
   * Takes away the segments that no edit names. One with a number that the manifest has never seen
   * is what a crash left between the writing of a segment and its edit: its points are in the log
   * that has just been replayed, or in the segments it was to replace. It is deleted, or every
   * crash would leave one for ever, but only by a start that has found nothing wrong, so that
   * nothing can be in it alone. All others are put aside.
   */
  private void removeUnnamed(Set<SegmentId> present, Manifest found) throws IOException {
    boolean isWhole = findings.isEmpty() && isLogJoinedTo(found.checkpoint());
    for (SegmentId id : present.stream().sorted().toList()) {
      if (found.holds(id) || found.leaving().contains(id)) {
        continue;
      }
      if (isWhole && id.value() >= found.nextSegment()) {
        store.delete(id);
        findings.add("segment " + id + " was never put in force and was deleted");
      } else {
        store.quarantine(id);
        findings.add("segment " + id + " is not in the manifest and was put into quarantine");
      }
    }
  }

  /** Whether the log is seen to go on where the checkpoint ends: an empty one may be a lost one. */
  private boolean isLogJoinedTo(Checkpoint checkpoint) {
    return log.firstFrame() <= checkpoint.frame() || log.durableFrame() > checkpoint.frame();
  }

  RecoveryReport report() {
    return new RecoveryReport(
        manifest.manifest().checkpoint().frame(),
        replayed.frames(),
        replayed.points(),
        replayed.flushes(),
        manifest.manifest().segments().size(),
        findings);
  }

  CommitLog log() {
    return log;
  }

  CommittedState state() {
    return state;
  }

  GuardedClock clock() {
    return clock;
  }

  SegmentLedger ledger() {
    return ledger;
  }

  Flusher flusher() {
    return flusher;
  }

  DatabaseKeys keys() {
    return keys;
  }

  FeedAgent feed() {
    return feed;
  }

  /** What the change feed holds of expired points. */
  ExpiryLeases leases() {
    return leases;
  }

  /** Writes the segments that compaction makes. */
  SegmentWriter compacting() {
    return compacting;
  }

  /** Closes in the reverse order of opening, and lets go of the directory whatever happens. */
  @Override
  public void close() throws IOException {
    List<Closeable> parts = new ArrayList<>();
    if (state != null) {
      parts.add(() -> state.views().forEach(TableView::release));
    }
    parts.add(leases::end);
    if (ledger != null) {
      parts.add(ledger::end);
    }
    if (log != null) {
      parts.add(log::close);
    }
    if (manifest != null) {
      parts.add(manifest);
    }
    if (lock != null) {
      parts.add(lock);
    }
    CloseSequence.run(parts);
  }
}
