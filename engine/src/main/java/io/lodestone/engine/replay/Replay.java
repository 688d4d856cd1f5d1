package io.lodestone.engine.replay;

import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.flush.Flusher;
import io.lodestone.engine.journal.JournalDecoder;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.engine.replay.DecodedFrames.DecodedFrame;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.wal.CommitLog;
import io.lodestone.wal.FrameCursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Applies the frames behind the checkpoint to the tables, and flushes whenever memory is full, so
 * that a restart needs no more of it than running did: at most two generations of memtables, one
 * that fills and one that is being written.
 *
 * <p>Three work at the same time: an agent that reads and decodes, the thread that called, which
 * applies, and an agent that flushes. When memtables are sealed depends on what the log says alone,
 * never on how fast one of them is, so that the same log leaves the same segments and the same
 * memtables whatever the host of the agents does. A crash leaves what a flush leaves that it
 * interrupts; the next start replays from the last checkpoint that was reached.
 */
public final class Replay {
  private final AgentHost agents;
  private final CommittedState state;
  private final GuardedClock clock;
  private final SegmentLedger ledger;
  private final SealedFlush flush;
  private final long memtableBytesMax;
  private final DatabaseKeys keys;
  private final SideLog side;
  private final Consumer<String> findings;

  /** The first frame that is replayed. */
  private long fromFrame;

  private ReplayCounts counts = ReplayCounts.NONE;

  /** The flush that is running; null when none is. */
  private Running running;

  private record Running(
      SealedMemtables sealed, CompletableFuture<List<SegmentMetadata>> written) {}

  /**
   * @param state as of the checkpoint; nobody else uses it
   * @param memtableBytesMax heap of points at which memtables are sealed, in bytes
   * @param keys of the encrypted databases
   * @param side takes what the log holds of locked databases; this closes it
   * @param findings told what is wrong with the log, in its order
   */
  public Replay(
      AgentHost agents,
      CommittedState state,
      GuardedClock clock,
      Flusher flusher,
      SegmentLedger ledger,
      long memtableBytesMax,
      DatabaseKeys keys,
      SideLog side,
      Consumer<String> findings) {
    this.agents = agents;
    this.state = state;
    this.clock = clock;
    this.ledger = ledger;
    this.flush = new SealedFlush(flusher, ledger);
    this.memtableBytesMax = memtableBytesMax;
    this.keys = keys;
    this.side = side;
    this.findings = findings;
  }

  /**
   * Replays all durable frames of the log from one on, as far as they are there. Afterwards
   * everybody may see what they brought, and no flush is running.
   *
   * <p>A flush during a replay makes a checkpoint in the midst of frames that name series by
   * number; the numbers may have been defined before it. The log is therefore read from the first
   * frame that it keeps. A replay trims nothing, so that whatever a frame refers to is still there.
   *
   * @throws IOException when the log cannot be read or segments cannot be written
   */
  public ReplayCounts run(CommitLog log, long firstFrame) throws IOException {
    fromFrame = firstFrame;
    boolean incomplete = log.firstFrame() > fromFrame && log.durableFrame() >= fromFrame;
    if (incomplete) {
      findings.accept(
          "frames " + fromFrame + " to " + (log.firstFrame() - 1) + " of the log are missing");
    }
    state.beginReplay(fromFrame, incomplete);
    try (side;
        FrameCursor cursor = log.read(log.firstFrame())) {
      ReplayReader reader = new ReplayReader(cursor, fromFrame, keys);
      // Closed before the cursor, and whatever fails: an agent has ended when its handle is closed.
      try (AgentHandle _ = flush.start(agents);
          AgentHandle _ = reader.start(agents)) {
        bringBack();
        boolean last = false;
        while (!last) {
          DecodedFrames frames = await(reader.next());
          for (DecodedFrame frame : frames.frames()) {
            apply(frame);
          }
          last = frames.last();
          reader.recycle(frames);
        }
        endFlush();
        enterKeys();
        side.sync();
      }
    }
    state.replayed();
    tellLocked();
    return counts;
  }

  /** What stays in memory is looked up from now on, unless it takes too much room with its keys. */
  private void enterKeys() throws IOException {
    state.enterKeys();
    if (state.unsealedBytes() > memtableBytesMax) {
      seal();
      endFlush();
    }
  }

  /**
   * Replays what starts without the key have kept of databases that are open now, lets it go into
   * segments, and only then forgets it: a crash in between has it replayed once more, which changes
   * nothing.
   */
  private void bringBack() throws IOException {
    for (long database : side.databases()) {
      if (!keys.isOpen(database)) {
        continue;
      }
      JournalDecoder decoder = new JournalDecoder(keys);
      long before = counts.frames();
      boolean whole =
          side.visit(
              database,
              (frame, payload) -> {
                // What the log holds still is replayed from there.
                if (frame.number() <= frame.checkpoint() || frame.number() >= fromFrame) {
                  decoder.learn(frame.number(), payload);
                } else {
                  replay(state.frame(), ofSide(frame, decoder.decode(frame.number(), payload)));
                }
              });
      seal();
      endFlush();
      if (whole) {
        side.remove(database);
      } else {
        side.putAside(database);
      }
      findings.accept(
          counts.frames()
              - before
              + " frames of database number "
              + database
              + " came back, whose key had been missing");
    }
  }

  /** Points that are carried count when the frames that brought them are not on the side. */
  private static List<JournalEntry> ofSide(SideFrame frame, List<JournalEntry> entries) {
    return entries.stream()
        .filter(
            entry ->
                !(entry instanceof JournalEntry.PointsCarried carried)
                    || carried.upTo() <= frame.checkpoint())
        .toList();
  }

  private void tellLocked() {
    for (DatabaseEntry database : state.catalog().databases()) {
      keys.lock(database.id()).ifPresent(findings);
    }
  }

  private void apply(DecodedFrame frame) throws IOException {
    side.keep(new SideFrame(frame.number(), fromFrame - 1), frame.entries());
    if (frame.number() < fromFrame) {
      return;
    }
    if (!frame.finding().isEmpty()) {
      findings.accept(frame.finding());
    }
    replay(frame.number(), frame.entries());
  }

  private void replay(long frame, List<JournalEntry> entries) throws IOException {
    for (JournalEntry entry : entries) {
      takeNote(frame, entry);
    }
    ledger.letGo(state.replay(frame, entries));
    counts = new ReplayCounts(counts.frames() + 1, counts.points(), counts.flushes());
    if (state.unsealedBytes() > sealedBytes() && !isCarrying(entries)) {
      seal();
    }
  }

  /**
   * Half of what memtables may take later, in bytes. The segments are smaller for it, which
   * compaction mends; a start takes a quarter less memory, and the collector, which copies the
   * blocks of the first two generations while they are new, has half of them to copy.
   */
  private long sealedBytes() {
    return memtableBytesMax / 2;
  }

  /**
   * Frames that carry points forward follow each other, and a checkpoint among them would divide
   * what has to be read together.
   */
  private static boolean isCarrying(List<JournalEntry> entries) {
    return entries.stream().anyMatch(JournalEntry.PointsCarried.class::isInstance);
  }

  private void count(int points) {
    counts = new ReplayCounts(counts.frames(), counts.points() + points, counts.flushes());
  }

  /** What an entry tells besides what it does to tables and catalog. */
  private void takeNote(long frame, JournalEntry entry) {
    switch (entry) {
      case JournalEntry.PointsWritten written -> {
        count(written.points().size());
        if (written.lost() > 0) {
          findings.accept(
              written.lost()
                  + " points of log frame "
                  + frame
                  + " are lost: the frame that names their series is damaged");
        }
      }
      case JournalEntry.PointsCarried carried -> {
        if (state.isNew(carried)) {
          count(carried.written().points().size());
        }
      }
      case JournalEntry.TickNoted noted -> clock.resume(Math.multiplyExact(noted.tick(), 1_000L));
      case JournalEntry.DatabaseChanged changed ->
          clock.resume(changed.database().updated().toEpochMilli());
      case JournalEntry.TableChanged changed ->
          clock.resume(changed.table().updated().toEpochMilli());
      case JournalEntry.DatabaseDropped _,
          JournalEntry.TableDropped _,
          JournalEntry.ColumnDefined _,
          JournalEntry.PointsReplaced _,
          JournalEntry.EntryLocked _,
          JournalEntry.WindowExpired _ -> {}
    }
  }

  private void seal() throws IOException {
    // What the checkpoint passes over must be kept before.
    side.sync();
    endFlush();
    state.replayed();
    SealedMemtables sealed = state.seal();
    running = new Running(sealed, flush.write(sealed, clock));
  }

  /** Waits for the flush that is running, and lets its segments take the memtables' place. */
  private void endFlush() throws IOException {
    if (running == null) {
      return;
    }
    SealedMemtables sealed = running.sealed();
    List<SegmentMetadata> written = await(running.written());
    running = null;
    Map<Long, List<Segment>> segments = new HashMap<>();
    for (SegmentMetadata metadata : written) {
      segments
          .computeIfAbsent(metadata.tableId(), _ -> new ArrayList<>())
          .addFirst(ledger.open(metadata));
    }
    ledger.letGo(state.flushed(sealed, segments));
    counts = new ReplayCounts(counts.frames(), counts.points(), counts.flushes() + 1);
  }

  private <T> T await(CompletableFuture<T> future) throws IOException {
    try {
      return agents.await(future);
    } catch (CompletionException e) {
      switch (e.getCause()) {
        case IOException refused -> throw refused;
        case Error bug -> throw bug;
        case null, default -> throw e;
      }
    }
  }
}
