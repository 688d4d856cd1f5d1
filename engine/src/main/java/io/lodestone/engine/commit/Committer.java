package io.lodestone.engine.commit;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.commit.Frame.Effect;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.journal.CatalogReplay;
import io.lodestone.engine.journal.JournalEncoder;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.engine.manifest.SealedMemtables;
import io.lodestone.engine.memtable.Memtable;
import io.lodestone.model.LodestoneException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ResourceException;
import io.lodestone.scan.Column;
import io.lodestone.segments.Segment;
import io.lodestone.wal.CommitLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The single writer. In one order for everybody it decides what waits in the {@link CommitQueue},
 * gives the accepted facts to the log as frames, and, when a frame is durable, applies it to the
 * memtables, shows it to readers and answers.
 *
 * <p>A frame may be decided while earlier ones sync; every decision sees all decisions before it,
 * durable or not. If a sync fails, the frames in flight are dropped as if they had never been
 * decided, the log goes on elsewhere, and their callers are told so. Memtables therefore hold
 * durable points only, and an answer is given only when the last frame that its decision looked at
 * is durable.
 *
 * <p>{@link #step()} runs on the committer's agent; {@link #durable} and {@link #failed} on the
 * log's.
 */
public final class Committer implements Agent, CommitLog.DurableListener {
  /** How long to wait before the disk is asked again after it refused to go on. */
  private static final long RECOVER_AGAIN_MILLIS = 500;

  /** After so many attempts (10 seconds) callers of lost frames are no longer left waiting. */
  private static final int MEND_ATTEMPTS_MAX = 20;

  private static final String UNKNOWN_OUTCOME =
      "It is not known whether this request was stored; ask for it again: a write that is repeated"
          + " does no harm. Cause: ";

  private final CommitLog log;
  private final CommitQueue queue;
  private final CommittedState state;
  private final GuardedClock clock;
  private final CommitOptions options;
  private final Consumer<List<Segment>> onSegmentsGone;
  private final Runnable onFrame;
  private final JournalEncoder encoder;
  private final WriteTally tally = new WriteTally();

  /**
   * The stretch of the log for which {@link #definitions} counts. What a stretch says by number it
   * has defined itself, and so has every log that begins behind a checkpoint.
   */
  private long stretch = -1;

  /** Rises when nothing may be taken for defined any more. */
  private long definitions;

  /** Selections that no frame uses. */
  private final ArrayDeque<PointSelection> selections = new ArrayDeque<>();

  private final ArrayDeque<Frame> inFlight = new ArrayDeque<>();

  /** The catalog as the frames in flight will leave it. */
  private Catalog decidedCatalog;

  private volatile long durableFrame;
  private final AtomicReference<Failure> failure = new AtomicReference<>();

  /** Set while the log does not take frames. */
  private Throwable broken;

  /**
   * Whether the log has told, since it broke, which frames are lost: before that it cannot be
   * mended.
   */
  private boolean lossReported;

  /**
   * Frames that were lost. Their callers are told only when the log has gone on elsewhere: until
   * then a crash could bring a lost frame back.
   */
  private final List<Frame> lost = new ArrayList<>();

  private int mendAttempts;

  /** The frame that is being decided; null between two. */
  private Frame deciding;

  /** A seal that waits for the frames in flight. */
  private Command.Seal sealing;

  /** What that seal carries forward; null before it has been chosen. */
  private CarriedTables carried;

  private AgentHandle handle;

  private record Failure(long lastDurableFrame, IOException cause) {}

  /**
   * @param log open and not started
   * @param keys seal what is logged of encrypted databases
   * @param onSegmentsGone given, on the committer's thread, the segments that no table has any
   *     more, with the references to them; must not block
   * @param onFrame told, on the committer's thread, that readers see another frame; must not block
   */
  public Committer(
      CommitLog log,
      CommitQueue queue,
      CommittedState state,
      GuardedClock clock,
      CommitOptions options,
      DatabaseKeys keys,
      Consumer<List<Segment>> onSegmentsGone,
      Runnable onFrame) {
    this.encoder = new JournalEncoder(keys);
    this.log = log;
    this.queue = queue;
    this.state = state;
    this.clock = clock;
    this.options = options;
    this.onSegmentsGone = onSegmentsGone;
    this.onFrame = onFrame;
    this.decidedCatalog = state.catalog();
    this.durableFrame = log.durableFrame();
  }

  /** Starts the log and this agent. */
  public AgentHandle start(AgentHost agents) {
    handle = agents.start(this);
    queue.attach(handle);
    log.start(this);
    return handle;
  }

  /** Counts what writers are told. */
  public WriteTally tally() {
    return tally;
  }

  @Override
  public String name() {
    return "committer";
  }

  @Override
  public void durable(long frame) {
    durableFrame = frame;
    handle.wake();
  }

  @Override
  public void failed(long lastDurableFrame, IOException cause) {
    failure.compareAndSet(null, new Failure(lastDurableFrame, cause));
    handle.wake();
  }

  @Override
  public long step() {
    try {
      return work();
    } catch (RuntimeException | Error bug) {
      // This agent will not be stepped again: nobody may be left waiting for it.
      abandon(
          new ResourceException("The engine has stopped after a fault of its own: " + bug, bug));
      throw bug;
    }
  }

  /**
   * Ends, when neither this agent nor the log's is stepped any more: lets readers see what became
   * durable meanwhile, and leaves nobody without an answer.
   */
  public void end() {
    settle();
    abandon(new ResourceException("The engine is closed."));
  }

  private void abandon(ResourceException cause) {
    queue.end(cause);
    lost.addAll(inFlight);
    inFlight.clear();
    if (deciding != null) {
      lost.add(deciding);
      deciding = null;
    }
    failLost(ResourceException.outcomeUnknown(UNKNOWN_OUTCOME + cause.getMessage(), cause));
    if (sealing != null) {
      failSeal(cause);
    }
  }

  private void failSeal(RuntimeException cause) {
    sealing.fail(cause);
    sealing = null;
    carried = null;
  }

  private long work() {
    settle();
    if (broken != null && !mend()) {
      refuse(unavailable(broken));
      return RECOVER_AGAIN_MILLIS;
    }
    if (sealing != null && broken == null && inFlight.isEmpty()) {
      seal();
    }
    while (sealing == null && broken == null && inFlight.size() < options.framesInFlightMax()) {
      if (!decideFrame()) {
        break;
      }
    }
    // A seal that came in with nothing in flight needs no sync to wake it.
    return sealing != null && inFlight.isEmpty() && broken == null ? MORE : IDLE;
  }

  /** Applies frames that became durable; drops those that never will. */
  private void settle() {
    Failure failed = failure.get();
    long durable =
        failed == null ? durableFrame : Math.max(durableFrame, failed.lastDurableFrame());
    while (!inFlight.isEmpty() && inFlight.peekFirst().number() <= durable) {
      apply(inFlight.peekFirst());
      inFlight.removeFirst();
    }
    if (failed != null) {
      lost.addAll(inFlight);
      inFlight.clear();
      // Frames that carry points may be among those lost.
      carried = null;
      broken = failed.cause();
      lossReported = true;
      failure.set(null);
    }
  }

  /**
   * Goes on after a failure of the log, once it has said what is lost. False when it still refuses.
   */
  private boolean mend() {
    if (!lossReported) {
      return true;
    }
    forgetUndurable();
    try {
      log.recover();
    } catch (IOException stillBroken) {
      broken = stillBroken;
      if (++mendAttempts == MEND_ATTEMPTS_MAX) {
        failLost(
            ResourceException.outcomeUnknown(
                UNKNOWN_OUTCOME + stillBroken.getMessage(), stillBroken));
      }
      return false;
    }
    durableFrame = log.durableFrame();
    failLost(unavailable(broken));
    broken = null;
    lossReported = false;
    mendAttempts = 0;
    return true;
  }

  private void failLost(ResourceException cause) {
    lost.forEach(frame -> frame.fail(cause));
    lost.clear();
  }

  /**
   * Answers what waits while the log takes nothing. What is on disk is published all the same: it
   * needs no log.
   */
  private void refuse(RuntimeException cause) {
    if (sealing != null) {
      failSeal(cause);
    }
    for (Command command = queue.poll(); command != null; command = queue.poll()) {
      switch (command) {
        case Command.Publish publish -> publishFlush(publish);
        case Command.Replace replace -> replaceSegments(replace);
        case Command.Write _, Command.Change<?> _, Command.Seal _ -> command.fail(cause);
      }
    }
  }

  private void forgetUndurable() {
    decidedCatalog = state.catalog();
    state.tables().forEach(TableState::forgetUndurable);
  }

  private void apply(Frame frame) {
    List<JournalEntry> changes = new ArrayList<>(0);
    List<TableState> touched = new ArrayList<>(2);
    for (Effect effect : frame.effects()) {
      switch (effect) {
        case Effect.Points points -> {
          TableState table = points.table();
          PointSelection chosen = points.points();
          Memtable memtable = table.memtable(points.late());
          memtable.noteTick(points.tick());
          memtable.apply(points.batch(), points.handles(), chosen.points(), chosen.count());
          table.pending().applied(chosen.count());
          selections.addLast(chosen);
          if (!touched.contains(table)) {
            touched.add(table);
          }
        }
        case Effect.CatalogChanged changed -> changes.addAll(changed.entries());
      }
    }
    Catalog catalog = frame.catalogAfter();
    if (!changes.isEmpty()) {
      onSegmentsGone.accept(state.adoptTables(frame.number(), catalog, changes));
    }
    for (TableState table : touched) {
      TableEntry entry = catalog.table(table.view().table().ref()).orElse(null);
      if (entry != null && entry.id() == table.id()) {
        table.publish(entry);
        state.accountFor(table);
      }
    }
    state.publish(frame.number(), catalog);
    onFrame.run();
    frame.giveAnswers();
  }

  /**
   * Decides as much of the queue as fits one frame and appends it.
   *
   * @return false when there was nothing to do
   */
  private boolean decideFrame() {
    if (queue.isEmpty() || !beginFrame()) {
      return false;
    }
    Command command = queue.poll();
    Frame frame = new Frame(clock.instant());
    deciding = frame;
    while (command != null) {
      decide(command, frame);
      boolean goesOn =
          sealing == null && !frame.isEnded() && encoder.size() < options.frameBytesTarget();
      command = goesOn ? queue.poll() : null;
    }
    append(frame);
    deciding = null;
    return true;
  }

  private boolean beginFrame() {
    try {
      long next = log.nextStretch(encoder.definedBytes(definitions));
      if (next != stretch) {
        stretch = next;
        definitions++;
      }
      encoder.begin(log.nextFrame(), definitions);
      return true;
    } catch (IOException refused) {
      broken = refused;
      return false;
    }
  }

  private void append(Frame frame) {
    if (encoder.isEmpty()) {
      // Nothing to write, but the answers rest on frames that may not be durable yet.
      if (inFlight.isEmpty()) {
        frame.giveAnswers();
      } else {
        inFlight.peekLast().adopt(frame);
      }
      return;
    }
    try {
      long number = log.append(encoder.payload());
      frame.appended(number, decidedCatalog);
      inFlight.addLast(frame);
    } catch (IOException refused) {
      lost.add(frame);
      broken = refused;
    }
  }

  private void decide(Command command, Frame frame) {
    try {
      switch (command) {
        case Command.Write write -> decideWrite(write, frame);
        case Command.Change<?> change -> decideChange(change, frame);
        case Command.Seal seal -> sealing = seal;
        case Command.Publish publish -> publishFlush(publish);
        case Command.Replace replace -> replaceSegments(replace);
      }
    } catch (LodestoneException refused) {
      frame.refuse(command, refused);
    } catch (RuntimeException | Error bug) {
      command.fail(ResourceException.outcomeUnknown(UNKNOWN_OUTCOME + bug, bug));
      throw bug;
    }
  }

  private void decideWrite(Command.Write write, Frame frame) {
    TableState table = write.table();
    TableEntry entry = decidedCatalog.table(table.view().table().ref()).orElse(null);
    if (entry == null || entry.id() != table.id()) {
      throw new NotFoundException("The table " + table.view().table().ref() + " does not exist.");
    }
    if (write.lookup() == null
        ? SegmentLookup.isNeeded(write.batch(), table.segmentsMaxTime())
        : write.lookup().segmentsVersion() != table.segmentsVersion()
            || lacksValues(entry, write.lookup())) {
      queue.sendBack(write);
      return;
    }
    AdmissionRule admission =
        AdmissionRule.of(entry, clock.nanos(), options.futureMillisMax() * 1_000_000L);
    BatchDecision decision =
        new BatchDecision(
            table,
            write.batch(),
            write.handles(),
            admission,
            write.lookup(),
            options.limits(),
            state.seriesInMemory(),
            entry.stream(),
            this::selection);
    decision.decide();
    state.countSeries(table);
    for (Column column : decision.newColumns()) {
      JournalEntry.ColumnDefined defined = new JournalEntry.ColumnDefined(table.id(), column);
      encoder.add(defined);
      decidedCatalog = CatalogReplay.apply(decidedCatalog, defined);
    }
    addPoints(write, frame, decision, false, entry);
    addPoints(write, frame, decision, true, entry);
    WriteResult result = decision.result();
    frame.answer(
        write,
        () -> {
          tally.add(result);
          write.future().complete(result);
        });
  }

  private void addPoints(
      Command.Write write, Frame frame, BatchDecision decision, boolean late, TableEntry entry) {
    PointSelection points = decision.points(late);
    if (points == null) {
      return;
    }
    if (points.count() == 0) {
      selections.addLast(points);
      return;
    }
    boolean keepsHistory = entry.recovery().isPresent();
    if ((keepsHistory || entry.stream().isPresent()) && !frame.noteTick()) {
      encoder.add(new JournalEntry.TickNoted(Ticks.of(frame.decided())));
    }
    TableState table = write.table();
    ReplacedPoints replaced = decision.replaced(late);
    if (replaced != null) {
      encoder.add(replaced.entry(table.id(), late));
    }
    PointBatch batch = write.batch();
    int[] handles = write.handles().in(late, batch);
    encoder.addPoints(
        table.id(), late, table.numbers(late), batch, handles, points.points(), points.count());
    long tick = keepsHistory ? Ticks.of(frame.decided()) : Ticks.NONE;
    frame.add(new Effect.Points(table, late, tick, batch, handles, points));
  }

  /** Whether a look-up was made before the table had a stream that shows what it found. */
  private static boolean lacksValues(TableEntry entry, SegmentLookup lookup) {
    return !lookup.hasValues()
        && entry.stream().filter(stream -> stream.view().hasOldImage()).isPresent();
  }

  private PointSelection selection() {
    PointSelection free = selections.pollLast();
    return free == null ? new PointSelection() : free;
  }

  private <T> void decideChange(Command.Change<T> change, Frame frame) {
    CatalogChange.Decision<T> decision = change.change().decide(decidedCatalog, frame.decided());
    for (JournalEntry entry : decision.entries()) {
      if (tellsStream(entry) && !frame.noteTick()) {
        encoder.add(new JournalEntry.TickNoted(Ticks.of(frame.decided())));
      }
      encoder.add(entry);
      if (startsStream(entry)) {
        // Who follows the stream begins here, and knows no series that was defined before.
        definitions++;
        frame.endHere();
      }
      decidedCatalog = CatalogReplay.apply(decidedCatalog, entry);
    }
    frame.add(new Effect.CatalogChanged(decision.entries()));
    frame.answer(change, change.future(), decision.answer());
  }

  /** Whether a stream has to know when an entry was decided that is not about points. */
  private boolean tellsStream(JournalEntry entry) {
    Optional<TableEntry> table =
        switch (entry) {
          case JournalEntry.WindowExpired expired -> decidedCatalog.tableById(expired.tableId());
          case JournalEntry.TableDropped dropped -> decidedCatalog.tableById(dropped.tableId());
          default -> Optional.empty();
        };
    return table.filter(known -> known.stream().isPresent()).isPresent();
  }

  private boolean startsStream(JournalEntry entry) {
    return entry instanceof JournalEntry.TableChanged changed
        && changed.table().stream().isPresent()
        && decidedCatalog
            .tableById(changed.table().id())
            .filter(before -> before.stream().equals(changed.table().stream()))
            .isEmpty();
  }

  /** Nothing is in flight, and nothing is decided until the seal is done. */
  private void seal() {
    if (carried == null) {
      // What is carried has to name its series anew: the frames that named them go.
      definitions++;
      carried = CarriedTables.choose(state, sealing.carry(), clock.millis());
    }
    if (!carried.areWritten()) {
      carry();
      return;
    }
    CompletableFuture<SealedMemtables> future = sealing.future();
    SealedMemtables sealed = state.seal(carried);
    sealing = null;
    carried = null;
    future.complete(sealed);
  }

  private void carry() {
    while (broken == null && !carried.areWritten() && beginFrame()) {
      carried.write(encoder, options.frameBytesTarget());
      append(new Frame(clock.instant()));
    }
  }

  private void publishFlush(Command.Publish publish) {
    onSegmentsGone.accept(state.flushed(publish.sealed(), publish.segments()));
    publish.future().complete(null);
  }

  private void replaceSegments(Command.Replace replace) {
    onSegmentsGone.accept(state.replace(replace.tableId(), replace.removed(), replace.added()));
    replace.future().complete(null);
  }

  private static ResourceException unavailable(Throwable cause) {
    return new ResourceException(
        "The log cannot be written at the moment, nothing of this request was stored; try again. Cause: "
            + cause.getMessage(),
        cause);
  }
}
