package io.lodestone.engine.replay;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.journal.JournalDecoder;
import io.lodestone.engine.journal.JournalEntry;
import io.lodestone.engine.replay.DecodedFrames.DecodedFrame;
import io.lodestone.model.PointBatch;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.wal.FrameCursor;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads and decodes frames ahead of the thread that applies them, a bounded number of bytes: as
 * many as keep both busy.
 *
 * <p>The cursor belongs to this agent from its start to its end; {@link #next()} to one thread.
 */
final class ReplayReader implements Agent {
  /** Decoded and not taken yet; one more is being decoded, and one applied. */
  private static final int AHEAD_MAX = 2;

  /**
   * After so many bytes of points the frames read so far are handed over: enough to make the
   * handing over cheap, few enough to stay in a processor's cache.
   */
  private static final long POINT_BYTES = 1L << 20;

  private final FrameCursor cursor;
  private final long fromFrame;
  private final JournalDecoder decoder;
  private final ArrayDeque<DecodedFrames> ready = new ArrayDeque<>();

  /** Who waits for frames; null when nobody does. Guarded by this, as is {@link #ready}. */
  private CompletableFuture<DecodedFrames> waiting;

  /** Applied: their memory is for frames to come. */
  private final ConcurrentLinkedQueue<DecodedFrames> spent = new ConcurrentLinkedQueue<>();

  /** Why there will be no more; null while there may be. Guarded by this. */
  private Throwable failure;

  /** Whether the end or a failure has been met. By this agent alone. */
  private boolean ended;

  private AgentHandle handle;

  /**
   * @param cursor stands before the first frame that is kept; the caller closes it
   * @param fromFrame the first frame to be replayed. Of those before it only what they define for
   *     others is read
   * @param keys open what is sealed
   */
  ReplayReader(FrameCursor cursor, long fromFrame, DatabaseKeys keys) {
    this.decoder = new JournalDecoder(keys);
    this.cursor = cursor;
    this.fromFrame = fromFrame;
  }

  /** Begins to read. Before the first {@link #next()}. */
  AgentHandle start(AgentHost agents) {
    handle = agents.start(this);
    return handle;
  }

  @Override
  public String name() {
    return "replay-reader";
  }

  /**
   * The frames that follow those of the call before. Completed by this agent, exceptionally with
   * what kept the log from being read. One at a time; not again after the last ones.
   */
  CompletableFuture<DecodedFrames> next() {
    CompletableFuture<DecodedFrames> frames = new CompletableFuture<>();
    synchronized (this) {
      if (!ready.isEmpty()) {
        frames.complete(ready.removeFirst());
      } else if (failure != null) {
        frames.completeExceptionally(failure);
      } else {
        waiting = frames;
      }
    }
    handle.wake();
    return frames;
  }

  /** Takes frames back that have been applied; nobody may look at them any more. */
  void recycle(DecodedFrames frames) {
    spent.add(frames);
  }

  @Override
  public long step() {
    takeSpent();
    if (ended || isAhead()) {
      return IDLE;
    }
    try {
      DecodedFrames frames = read();
      ended = frames.last();
      deliver(frames);
    } catch (IOException | RuntimeException | Error e) {
      // Whoever opens the engine throws it; nobody else is to be told.
      ended = true;
      fail(e);
    }
    return ended ? IDLE : MORE;
  }

  private void takeSpent() {
    for (DecodedFrames frames = spent.poll(); frames != null; frames = spent.poll()) {
      for (DecodedFrame frame : frames.frames()) {
        for (JournalEntry entry : frame.entries()) {
          if (entry instanceof JournalEntry.PointsWritten written) {
            decoder.recycle(written);
          }
        }
      }
    }
  }

  private synchronized boolean isAhead() {
    return ready.size() >= AHEAD_MAX;
  }

  private synchronized void deliver(DecodedFrames frames) {
    if (waiting == null) {
      ready.addLast(frames);
    } else {
      waiting.complete(frames);
      waiting = null;
    }
  }

  private synchronized void fail(Throwable cause) {
    failure = cause;
    if (waiting != null) {
      waiting.completeExceptionally(cause);
      waiting = null;
    }
  }

  private DecodedFrames read() throws IOException {
    List<DecodedFrame> frames = new ArrayList<>();
    long bytes = 0;
    while (bytes < POINT_BYTES) {
      if (!cursor.advance()) {
        return new DecodedFrames(frames, true);
      }
      bytes += cursor.payload().remaining();
      if (cursor.frame() < fromFrame) {
        List<JournalEntry> locked = decoder.learn(cursor.frame(), cursor.payload());
        if (!locked.isEmpty()) {
          frames.add(new DecodedFrame(cursor.frame(), locked, ""));
        }
        continue;
      }
      DecodedFrame frame = decode();
      for (JournalEntry entry : frame.entries()) {
        bytes += entry instanceof JournalEntry.PointsWritten written ? bytes(written.points()) : 0;
      }
      frames.add(frame);
    }
    return new DecodedFrames(frames, false);
  }

  /** How much room the points take at least, texts apart: a few bytes of a frame may be many. */
  private static long bytes(PointBatch points) {
    return 8L * points.size() * (3 + points.columns().size());
  }

  private DecodedFrame decode() {
    try {
      return new DecodedFrame(cursor.frame(), decoder.decode(cursor.frame(), cursor.payload()), "");
    } catch (CorruptFileException e) {
      return new DecodedFrame(
          cursor.frame(), List.of(), e.getMessage() + "; nothing of this frame was replayed");
    }
  }
}
