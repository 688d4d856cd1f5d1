package io.lodestone.engine.feed;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.clock.GuardedClock;
import io.lodestone.engine.clock.Ticks;
import io.lodestone.engine.commit.CommittedState;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.disk.FeedRoom;
import io.lodestone.engine.lease.ExpiryLeases;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.model.ResourceException;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.wal.CommitLog;
import io.lodestone.wal.LogLease;
import io.lodestone.wal.LogTail;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Follows the log while there is a stream: reads durable frames, shows their changes to readers at
 * once, and now and then has them put into a file; the log is kept, under a lease, until then.
 */
public final class FeedAgent implements Agent {
  /** So many frames are followed in one step: their changes become visible together. */
  private static final int FRAMES_AT_ONCE = 64;

  private final CommitLog log;
  private final CommittedState state;
  private final GuardedClock clock;
  private final FeedOptions options;
  private final FeedRoom room = new FeedRoom();
  private final FeedStore store;
  private final ArchiveDesk desk = new ArchiveDesk();
  private final ArchiveAgent archiving;
  private final ArchiveRule rule;
  private final FeedFollower follower;
  private final LogLease lease;
  private final ExpiryLeases leases;
  private final SegmentLedger ledger;
  private final ChangeFeed feed;

  /** What is on disk, as far as readers have been shown it. */
  private FeedState onDisk;

  /** What the leases were settled to last. */
  private Map<Long, Long> heldFrom = Map.of();

  /** Where the log is read; null while nobody needs it. */
  private LogTail tail;

  private List<FeedFile> files = List.of();

  /** Tables that had a stream when the engine was opened; null once all of them are followed. */
  private List<TableEntry> untold;

  private final long openedAt;

  private final FollowedFrames followed = new FollowedFrames();
  private final FollowPace pace = new FollowPace();
  private volatile AgentHandle handle;

  private FeedAgent(
      CommitLog log,
      CommittedState state,
      GuardedClock clock,
      FeedOptions options,
      ExpiryLeases leases,
      SegmentLedger ledger,
      FeedStore store) {
    this.log = log;
    this.state = state;
    this.clock = clock;
    this.options = options;
    this.store = store;
    this.leases = leases;
    this.ledger = ledger;
    ExpiredPoints expired = new ExpiredPoints(state, leases);
    this.feed = new ChangeFeed(expired, state::frame);
    this.archiving = new ArchiveAgent(new FeedArchiver(store, options, expired, room), desk);
    this.rule = new ArchiveRule(options, room);
    this.onDisk = store.state();
    this.follower = new FeedFollower(onDisk, store.keys());
    boolean goesOn = onDisk.streams().stream().anyMatch(FeedStream::isOpen);
    this.lease =
        log.lease(
            "change feed",
            goesOn ? log.firstFrame() : Math.max(log.firstFrame(), onDisk.frame() + 1));
    this.openedAt = state.frame();
    this.untold =
        state.catalog().tables().stream().filter(table -> table.stream().isPresent()).toList();
    openFiles();
    publish();
  }

  /**
   * Opens what was kept.
   *
   * @param directory the feed's own folder
   * @param log before its first trim: a lease of this feed keeps what it has not read
   * @param leases hold what expiries are still to be told of; settled on return
   * @param ledger given the segments that nobody holds any more, of tables that are gone
   * @param keys of the databases that are encrypted
   * @param findings is told, in words, of whatever is not as it was written
   */
  public static FeedAgent open(
      Directory directory,
      CommitLog log,
      CommittedState state,
      GuardedClock clock,
      FeedOptions options,
      ExpiryLeases leases,
      SegmentLedger ledger,
      DatabaseKeys keys,
      Consumer<String> findings)
      throws IOException {
    FeedAgent agent =
        new FeedAgent(
            log, state, clock, options, leases, ledger, FeedStore.open(directory, keys, findings));
    // Before anybody can ask, or a stream that is there would seem to be none.
    while (agent.follower.frame() < agent.openedAt || !agent.isEveryBeginOnDisk()) {
      agent.work();
      agent.archiving.work();
    }
    agent.settleLeases();
    return agent;
  }

  /** What readers ask. */
  public ChangeFeed feed() {
    return feed;
  }

  /** Whether there is room for more changes. */
  public FeedRoom room() {
    return room;
  }

  /**
   * Begins to follow, and to put on disk what was followed.
   *
   * @return what does so, in the order in which it was started
   */
  public List<AgentHandle> start(AgentHost agents) {
    AgentHandle archiver = agents.start(archiving);
    handle = agents.start(this);
    desk.wakes(handle, archiver);
    return List.of(archiver, handle);
  }

  @Override
  public String name() {
    return "change-feed";
  }

  /** There is another frame to follow. Costs next to nothing while nobody does; any thread. */
  public void frameAdded() {
    if (!pace.isGathering() && (feed.hasStreams() || followed.isAwaited())) {
      wake();
    }
  }

  private void wake() {
    AgentHandle started = handle;
    if (started != null) {
      started.wake();
    }
  }

  /** Completed when all changes up to a frame of the log can be read. Any thread. */
  public CompletableFuture<Void> followed(long frame) {
    CompletableFuture<Void> future = followed.await(frame);
    wake();
    return future;
  }

  /** Ends, when this agent is not stepped any more: nobody is left waiting. */
  public void end() {
    followed.fail(new ResourceException("The engine is closed."));
    closeTail();
    lease.close();
  }

  @Override
  public long step() {
    try {
      return work();
    } catch (IOException e) {
      // The disk refuses, or what was only read again has left the log meanwhile: nothing is lost,
      // what is not followed is kept, and the next look tries again.
      closeTail();
      pace.gather(false);
      return FollowPace.LOOK_AGAIN_MILLIS;
    } catch (RuntimeException | Error bug) {
      followed.fail(
          new ResourceException(
              "The change feed has stopped after a fault of its own: " + bug, bug));
      throw bug;
    }
  }

  /** Nobody is left waiting for a disk that may refuse for long. */
  private void failWaiting(IOException cause) {
    followed.fail(
        ResourceException.outcomeUnknown(
            "The change is in force, and its stream follows as soon as the disk allows: "
                + cause.getMessage(),
            cause));
  }

  private long work() throws IOException {
    // In this order: a catalog at least as young as the frame tells of every stream up to it.
    long durable = state.frame();
    takeArchived();
    if (!needsLog(durable)) {
      pace.gather(false);
      if (isEveryEndOnDisk()) {
        skipTo(durable);
        archiveWhatIsDue();
      } else if (desk.isClear()) {
        desk.order(rule.archive(follower, Ticks.of(clock.nanos())));
      }
      desk.refusal().ifPresent(this::failWaiting);
      return FollowPace.LOOK_AGAIN_MILLIS;
    }
    int frames = desk.isRolling() ? 0 : followSome(durable);
    if (frames > 0) {
      publish();
    }
    adoptUntold();
    settleLeases();
    archiveWhatIsDue();
    if (isEveryBeginOnDisk()) {
      followed.reached(follower.frame());
    }
    desk.refusal().ifPresent(this::failWaiting);
    return frames == FRAMES_AT_ONCE ? MORE : rest(frames > 0);
  }

  /**
   * How long to rest.
   *
   * @param hasFollowed whether frames came since the step before
   */
  private long rest(boolean hasFollowed) {
    pace.gather(hasFollowed);
    // In this order: a frame that found the agent gathering woke nobody.
    boolean isBehind = hasFollowed || state.frame() > follower.frame();
    return pace.rest(isBehind, feed.wasAsked());
  }

  private boolean needsLog(long durable) {
    return follower.hasOpenStreams()
        || follower.memoryBytes() > 0
        || durable > follower.frame()
            && state.catalog().tables().stream().anyMatch(table -> table.stream().isPresent());
  }

  private int followSome(long durable) throws IOException {
    if (follower.memoryBytes() >= 2 * options.archiveBytes()) {
      return 0; // The disk does not keep up: the log keeps what comes meanwhile.
    }
    if (tail == null) {
      // Definitions of series that open streams go on using stand before what is new.
      long from = follower.hasOpenStreams() ? log.firstFrame() : follower.frame() + 1;
      tail = log.follow(Math.max(from, log.firstFrame()));
    }
    int frames = 0;
    while (frames < FRAMES_AT_ONCE && follower.frame() < durable && tail.advance()) {
      if (tail.frame() <= follower.frame()) {
        try {
          follower.revisit(tail.frame(), tail.payload());
        } catch (CorruptFileException alreadyReported) {
          // By the recovery of the engine; what it defined is missing below.
          continue;
        }
      } else {
        frames++;
        try {
          follower.follow(tail.frame(), tail.payload());
        } catch (CorruptFileException alreadyReported) {
          follower.skip(tail.frame());
        }
      }
    }
    return frames;
  }

  /**
   * Opens streams that the catalog had at the start and that, for a damage, nothing else tells of.
   */
  private void adoptUntold() {
    if (untold == null || follower.frame() < openedAt) {
      return;
    }
    for (TableEntry table : untold) {
      boolean stillThere =
          state
              .catalog()
              .tableById(table.id())
              .filter(present -> present.stream().equals(table.stream()))
              .isPresent();
      if (stillThere && follower.open(table.id()).isEmpty()) {
        follower.adopt(table);
      }
    }
    untold = null;
    publish();
  }

  private void archiveWhatIsDue() {
    if (desk.isClear()) {
      // Readers of a former life may have seen what has not been followed again yet.
      boolean mayRoll = follower.frame() >= openedAt;
      rule.next(follower, onDisk, Ticks.of(clock.nanos()), mayRoll).ifPresent(desk::order);
    }
  }

  /** The log that tells how streams began and ended may go when that is on disk. */
  private boolean isEveryEndOnDisk() {
    return onDisk.streams().equals(List.copyOf(follower.streams().values()));
  }

  /** Passes over frames that hold nothing for any stream. */
  private void skipTo(long durable) {
    closeTail();
    follower.jump(durable);
    lease.moveTo(durable + 1);
    settleLeases();
    followed.reached(durable);
  }

  /** Shows readers what has been put on disk. */
  private void takeArchived() {
    switch (desk.stage()) {
      case ArchiveDesk.Stage.Durable(FeedState archived) -> {
        onDisk = archived;
        follower.archived(archived);
        lease.moveTo(follower.neededFrom(archived.frame(), sealedByThisProcess()));
        openFiles();
        publish();
        settleLeases();
        desk.shown();
      }
      case ArchiveDesk.Stage.Broken(Throwable bug) ->
          throw new IllegalStateException("changes are not put on disk any more", bug);
      case ArchiveDesk.Stage.Clear _, ArchiveDesk.Stage.Ordered _, ArchiveDesk.Stage.Shown _ -> {}
    }
  }

  /**
   * The frame behind which memtables were last sealed and flushed; 0 before this process did so. A
   * checkpoint of a replay does not count: frames behind it may name what was defined before.
   */
  private long sealedByThisProcess() {
    long checkpoint = ledger.manifest().checkpoint().frame();
    return checkpoint >= openedAt ? checkpoint : 0;
  }

  /**
   * Holds what the streams are still to tell of, and no more. What is not held any more has left
   * the state on disk, and readers have been shown so.
   */
  private void settleLeases() {
    if (follower.frame() < openedAt) {
      return; // What the rest of the log tells of is held, although nobody knows it yet.
    }
    boolean awaited = leases.awaits(follower.frame());
    if (!awaited && !follower.holdsPoints() && heldFrom.isEmpty()) {
      return;
    }
    Map<Long, Long> from = follower.heldFrom();
    if (awaited || !from.equals(heldFrom)) {
      heldFrom = from;
      ledger.letGo(leases.settle(follower.frame(), from));
    }
  }

  /**
   * Takes the files of the state as it is now; what is known of those that stay is kept. Both lists
   * ascend by number.
   */
  private void openFiles() {
    List<FeedFile> present = new ArrayList<>(onDisk.files().size());
    int at = 0;
    for (FeedFileEntry entry : onDisk.files()) {
      while (at < files.size() && files.get(at).entry().number() < entry.number()) {
        at++;
      }
      boolean isKnown = at < files.size() && files.get(at).entry().number() == entry.number();
      present.add(isKnown ? files.get(at) : new FeedFile(store.directory(), entry, store.keys()));
    }
    files = List.copyOf(present);
  }

  private void publish() {
    feed.show(new FeedView(shownStreams(), files, follower.tail(), follower.frame()));
  }

  /**
   * Those whose beginning is on disk: of another nothing but the log would tell, which is not
   * looked at again when the table is dropped and the process ends.
   */
  private Map<Long, FeedStream> shownStreams() {
    Map<Long, FeedStream> shown = new HashMap<>(follower.streams());
    shown.keySet().removeIf(id -> id >= onDisk.nextStream());
    return Collections.unmodifiableMap(shown);
  }

  private boolean isEveryBeginOnDisk() {
    return follower.nextStream() == onDisk.nextStream();
  }

  private void closeTail() {
    if (tail != null) {
      tail.close();
      tail = null;
    }
  }
}
