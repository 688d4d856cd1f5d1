package io.lodestone.engine.feed;

import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.journal.JournalDecoder;
import io.lodestone.engine.journal.JournalDecoder.Wanted;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.model.PointBatch;
import io.lodestone.model.SequenceNumber;
import io.lodestone.storage.CorruptFileException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes changes of what stands in the log, frame after frame: which streams begin and end, and the
 * changes of those that are open. Holds what is in no file yet. One owner.
 */
final class FeedFollower {
  private static final int[] NONE = {};

  private final JournalDecoder decoder;

  /** By their numbers; ended ones too, while they are kept. */
  private final Map<Long, FeedStream> streams = new LinkedHashMap<>();

  /** The open stream of a table. */
  private final Map<Long, Long> openByTable = new HashMap<>();

  private final Map<Long, Tail> tails = new HashMap<>();

  /** How many changes of a stream the present frame has had so far. */
  private final Map<Long, Integer> ordinals = new HashMap<>();

  private long nextStream;
  private long frame;
  private long lastTick;

  /**
   * The tick of the oldest change, or expiry, that is neither on disk nor in a cut; {@link
   * Long#MAX_VALUE} when there is none.
   */
  private long oldestTick = Long.MAX_VALUE;

  /**
   * @param keys open the entries of encrypted databases; what they cannot open is lost to the
   *     streams
   */
  FeedFollower(FeedState state, DatabaseKeys keys) {
    decoder = JournalDecoder.ofReplayed(keys);
    nextStream = state.nextStream();
    frame = state.frame();
    for (FeedStream stream : state.streams()) {
      enter(stream);
    }
  }

  /** All frames up to this one have been followed. */
  long frame() {
    return frame;
  }

  long nextStream() {
    return nextStream;
  }

  Map<Long, FeedStream> streams() {
    return streams;
  }

  boolean hasOpenStreams() {
    return !openByTable.isEmpty();
  }

  /** The stream of a table that is open; empty when there is none. */
  Optional<FeedStream> open(long tableId) {
    return Optional.ofNullable(openByTable.get(tableId)).map(streams::get);
  }

  /** Whether points are still to be told of that have expired. */
  boolean holdsPoints() {
    for (FeedStream stream : streams.values()) {
      if (!stream.expiries().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Per table number: from which time on points are still to be told of. */
  Map<Long, Long> heldFrom() {
    Map<Long, Long> from = new HashMap<>();
    for (FeedStream stream : streams.values()) {
      if (!stream.expiries().isEmpty()) {
        from.merge(stream.tableId(), stream.heldFromNanos(), Math::min);
      }
    }
    return from;
  }

  long oldestTick() {
    return oldestTick;
  }

  /** The second of the last change seen. */
  long lastTick() {
    return lastTick;
  }

  long memoryBytes() {
    long bytes = 0;
    for (Tail tail : tails.values()) {
      bytes += tail.memoryBytes();
    }
    return bytes;
  }

  Map<Long, List<ChangeBlock>> tail() {
    Map<Long, List<ChangeBlock>> blocks = new HashMap<>();
    tails.forEach((stream, tail) -> blocks.put(stream, tail.blocks()));
    return Collections.unmodifiableMap(blocks);
  }

  /**
   * Reads a frame that was followed before, for the series that it defines.
   *
   * @throws CorruptFileException when its bytes make no sense
   */
  void revisit(long number, ByteBuffer payload) throws CorruptFileException {
    decoder.decode(number, payload, this::wanted);
  }

  /** What readers are shown of the points of a table, and is kept therefore. */
  private Wanted wanted(long tableId) {
    Long id = openByTable.get(tableId);
    if (id == null) {
      return Wanted.NOTHING;
    }
    return streams.get(id).view().hasNewImage() ? Wanted.EVERYTHING : Wanted.KEYS;
  }

  /**
   * Follows the next frame.
   *
   * @throws CorruptFileException when its bytes make no sense; nothing of it was taken then
   */
  void follow(long number, ByteBuffer payload) throws CorruptFileException {
    List<JournalEntry> entries = decoder.decode(number, payload, this::wanted);
    if (number > frame + 1) {
      // Frames are missing that a damaged stretch of the log has swallowed.
      loseUpTo(number);
    }
    ordinals.clear();
    JournalEntry.PointsReplaced replaced = null;
    long tick = lastTick;
    for (JournalEntry entry : entries) {
      switch (entry) {
        case JournalEntry.TickNoted noted -> tick = noted.tick();
        case JournalEntry.PointsReplaced points -> replaced = points;
        case JournalEntry.PointsWritten written -> {
          take(number, written, replaced, tick);
          decoder.recycle(written);
          if (replaced != null) {
            decoder.recycle(replaced);
            replaced = null;
          }
        }
        case JournalEntry.TableChanged changed -> takeTable(number, changed.table());
        case JournalEntry.TableDropped dropped -> end(number, dropped.tableId(), tick);
        case JournalEntry.WindowExpired expired -> expire(number, expired, tick);
        case JournalEntry.EntryLocked locked -> {
          Long id = locked.holdsPoints() ? openByTable.get(locked.tableId()) : null;
          if (id != null) {
            lose(id, sequence(number + 1));
          }
        }
        case JournalEntry.DatabaseChanged _,
            JournalEntry.DatabaseDropped _,
            JournalEntry.ColumnDefined _,
            // What it tells was followed in the frames that brought it.
            JournalEntry.PointsCarried _ -> {}
      }
    }
    lastTick = tick;
    frame = number;
  }

  /** Passes over a frame that cannot be read: what it held is lost to open streams. */
  void skip(long number) {
    loseUpTo(number + 1);
    frame = number;
  }

  /** Goes on behind a frame that holds nothing for any stream. */
  void jump(long number) {
    frame = number;
  }

  /**
   * The first frame that has to be kept for who begins anew.
   *
   * @param onDisk all frames up to this one need not be followed again
   * @param sealed memtables of all tables were sealed behind this frame, and frames behind it name
   *     no series that was defined before; 0 when that is not known of any
   */
  long neededFrom(long onDisk, long sealed) {
    if (sealed <= onDisk) {
      decoder.forgetUpTo(sealed);
    }
    return Math.min(onDisk + 1, decoder.oldestNumbers());
  }

  /** Opens the stream of a table that the log does not tell of any more. */
  void adopt(TableEntry table) {
    open(sequence(frame + 1), table, table.stream().orElseThrow());
  }

  /**
   * Everything that was followed so far, for a file. Stays in memory until it is {@link #archived}.
   */
  FeedCut cut(long tick) {
    oldestTick = Long.MAX_VALUE;
    return new FeedCut(frame, tick, nextStream, streams, tail());
  }

  /** What was followed up to the frame of a state is on disk, in the form that it has there. */
  void archived(FeedState onDisk) {
    streams.values().removeIf(stream -> hasGone(stream, onDisk));
    streams.replaceAll((id, stream) -> onDisk.stream(id).map(stream::archivedAs).orElse(stream));
    tails.keySet().retainAll(streams.keySet());
    tails.values().forEach(tail -> tail.forgetBefore(sequence(onDisk.frame() + 1)));
  }

  /** Whether a stream is neither there nor has begun since. */
  private static boolean hasGone(FeedStream stream, FeedState onDisk) {
    return stream.id() < onDisk.nextStream() && onDisk.stream(stream.id()).isEmpty();
  }

  private void enter(FeedStream stream) {
    streams.put(stream.id(), stream);
    if (stream.isOpen()) {
      openByTable.put(stream.tableId(), stream.id());
    }
  }

  private void takeTable(long number, TableEntry table) {
    Optional<FeedStream> open = open(table.id());
    Optional<StreamSpecification> wanted = table.stream();
    if (open.isPresent()
        && wanted.map(StreamSpecification::since).equals(open.map(FeedStream::since))) {
      streams.put(open.get().id(), open.get().tellingExpiry(table.tellsExpiry()));
      return;
    }
    end(number, table.id(), table.updated().getEpochSecond());
    wanted.ifPresent(specification -> open(sequence(number), table, specification));
  }

  private void open(long first, TableEntry table, StreamSpecification specification) {
    enter(
        FeedStream.begin(
            nextStream++,
            table.id(),
            table.ref(),
            specification.view(),
            specification.shards(),
            specification.since(),
            table.tellsExpiry(),
            first));
  }

  private void end(long number, long tableId, long tick) {
    Long id = openByTable.remove(tableId);
    if (id != null) {
      decoder.forget(tableId);
      streams.computeIfPresent(
          id, (_, stream) -> stream.endedAt(sequence(number + 1), Math.max(0, tick)));
    }
  }

  private void expire(long number, JournalEntry.WindowExpired expired, long tick) {
    Optional<FeedStream> open = open(expired.tableId());
    if (open.isEmpty()) {
      return;
    }
    long id = open.get().id();
    int ordinal = ordinals.merge(id, 1, Integer::sum) - 1;
    if (open.get().tellsExpiry()) {
      long sequence = SequenceNumber.of(number, ordinal).packed();
      streams.put(id, open.get().with(new FeedExpiry(sequence, expired.window(), tick)));
      oldestTick = Math.min(oldestTick, tick);
    }
  }

  private void take(
      long number,
      JournalEntry.PointsWritten written,
      JournalEntry.PointsReplaced replaced,
      long tick) {
    Long id = openByTable.get(written.tableId());
    if (id == null) {
      return; // The stream has ended in this very frame.
    }
    PointBatch points = written.points();
    int first = ordinals.getOrDefault(id, 0);
    ordinals.put(id, first + points.size() + written.lost());
    if (written.lost() > 0) {
      // Their series are not known: from here on the stream is whole again.
      lose(id, sequence(number + 1));
      return;
    }
    boolean fits =
        replaced != null
            && replaced.tableId() == written.tableId()
            && replaced.late() == written.late();
    tails
        .computeIfAbsent(id, _ -> new Tail())
        .add(
            points,
            SequenceNumber.of(number, first).packed(),
            tick,
            fits ? replaced.points() : NONE,
            fits ? replaced.before() : Optional.empty());
    oldestTick = Math.min(oldestTick, tick);
  }

  /** All open streams have lost changes below the first of a frame. */
  private void loseUpTo(long number) {
    openByTable.values().forEach(id -> lose(id, sequence(number)));
  }

  private void lose(long id, long upTo) {
    streams.computeIfPresent(id, (_, stream) -> stream.trimmedTo(upTo));
    tails.remove(id);
  }

  private static long sequence(long frame) {
    return SequenceNumber.of(frame, 0).packed();
  }
}
