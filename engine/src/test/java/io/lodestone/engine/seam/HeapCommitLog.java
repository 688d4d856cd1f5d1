package io.lodestone.engine.seam;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.wal.CommitLog;
import io.lodestone.wal.LogLease;
import io.lodestone.wal.LogTail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A log on the heap. What is durable lies in a {@link Store}, which outlives the log as a disk
 * outlives a process. Its monitor guards everything.
 */
public final class HeapCommitLog implements CommitLog {
  /** Frames of one stretch; a stretch goes as a whole. */
  private static final int STRETCH_FRAMES = 4;

  /** What is durable. */
  public static final class Store {
    private final TreeMap<Long, byte[]> durable = new TreeMap<>();
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private long firstFrame = 1;
    private long nextFrame = 1;
    private boolean failNext;

    /** Lets the next sync fail. */
    public synchronized void failNextSync() {
      failNext = true;
    }

    /** Ends the process: of what was not durable a part from the start may be there. */
    public synchronized void crash(SplittableRandom random) {
      for (int kept = random.nextInt(pending.size() + 1); kept > 0; kept--) {
        durable.put(nextFrame++, pending.removeFirst());
      }
      pending.clear();
      failNext = false;
    }
  }

  private final Store store;
  private final AgentHost agents;
  private final List<Lease> leases = new ArrayList<>();
  private DurableListener listener;
  private AgentHandle handle;
  private boolean broken;
  private boolean closed;

  /**
   * Raised by every recovery, so that a new stretch begins: one that none of the frames lost was
   * in, either.
   */
  private long recoveries;

  public HeapCommitLog(Store store, AgentHost agents, long firstFrame) {
    this.store = store;
    this.agents = agents;
    synchronized (store) {
      store.pending.clear();
      store.nextFrame = Math.max(store.nextFrame, firstFrame);
      if (store.durable.isEmpty()) {
        store.firstFrame = store.nextFrame;
      }
    }
  }

  @Override
  public void start(DurableListener durableListener) {
    listener = durableListener;
    handle = agents.start(new Sync());
  }

  private final class Sync implements Agent {
    @Override
    public String name() {
      return "heap-log";
    }

    @Override
    public long step() {
      sync();
      return IDLE;
    }
  }

  private void sync() {
    long durable;
    boolean failed;
    synchronized (store) {
      if (store.pending.isEmpty() || broken) {
        return;
      }
      failed = store.failNext;
      store.failNext = false;
      if (failed) {
        store.pending.clear();
        broken = true;
      } else {
        for (byte[] frame = store.pending.poll(); frame != null; frame = store.pending.poll()) {
          store.durable.put(store.nextFrame++, frame);
        }
      }
      durable = store.nextFrame - 1;
      store.notifyAll();
    }
    if (failed) {
      listener.failed(durable, new IOException("the heap refuses (injected)"));
    } else {
      listener.durable(durable);
    }
  }

  @Override
  public long nextFrame() {
    synchronized (store) {
      return store.nextFrame + store.pending.size();
    }
  }

  @Override
  public long durableFrame() {
    synchronized (store) {
      return store.nextFrame - 1;
    }
  }

  @Override
  public long firstFrame() {
    synchronized (store) {
      return store.firstFrame;
    }
  }

  @Override
  public long nextStretch(long repeatedBytes) throws IOException {
    synchronized (store) {
      requireWhole();
      return (nextFrame() - 1) / STRETCH_FRAMES + (recoveries << Integer.SIZE);
    }
  }

  @Override
  public long append(ByteBuffer payload) throws IOException {
    if (payload.remaining() > FRAME_BYTES_MAX) {
      throw new IllegalArgumentException("a frame of " + payload.remaining() + " bytes");
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    synchronized (store) {
      requireWhole();
      store.pending.add(bytes);
    }
    if (handle != null) {
      handle.wake();
    }
    return nextFrame() - 1;
  }

  @Override
  public void recover() {
    synchronized (store) {
      broken = false;
      recoveries++;
    }
  }

  @Override
  public LogTail read(long fromFrame) {
    synchronized (store) {
      return new Cursor(fromFrame, store.nextFrame - 1);
    }
  }

  @Override
  public LogTail follow(long fromFrame) {
    return new Cursor(fromFrame, Long.MAX_VALUE);
  }

  @Override
  public LogLease lease(String owner, long fromFrame) {
    synchronized (store) {
      Lease lease = new Lease(owner, fromFrame);
      leases.add(lease);
      return lease;
    }
  }

  @Override
  public void trim(long frame) {
    synchronized (store) {
      long least = Math.min(frame, store.nextFrame);
      for (Lease lease : leases) {
        least = Math.min(least, lease.frame);
      }
      store.durable.headMap(least).clear();
      store.firstFrame = Math.max(store.firstFrame, least);
    }
  }

  @Override
  public long bytes() {
    synchronized (store) {
      return store.durable.values().stream().mapToLong(frame -> frame.length).sum()
          + store.pending.stream().mapToLong(frame -> frame.length).sum();
    }
  }

  @Override
  public void close() {
    sync();
    synchronized (store) {
      closed = true;
      store.notifyAll();
    }
    if (handle != null) {
      handle.close();
      handle = null;
    }
  }

  private void requireWhole() throws IOException {
    if (broken || closed) {
      throw new IOException(closed ? "the log is closed" : "the log has failed");
    }
  }

  private final class Cursor implements LogTail {
    private final long last;
    private long frame;
    private byte[] payload;

    Cursor(long from, long last) {
      synchronized (store) {
        if (from < store.firstFrame) {
          throw new IllegalArgumentException(
              "frame " + from + " is not there any more, the first is " + store.firstFrame);
        }
      }
      this.frame = from - 1;
      this.last = last;
    }

    @Override
    public boolean advance() throws IOException {
      synchronized (store) {
        long next = frame + 1;
        if (next > last || next >= store.nextFrame) {
          return false;
        }
        if (next < store.firstFrame) {
          throw new IOException("frame " + next + " was trimmed");
        }
        frame = store.durable.ceilingKey(next);
        payload = store.durable.get(frame);
        return true;
      }
    }

    @Override
    public long frame() {
      return frame;
    }

    @Override
    public ByteBuffer payload() {
      return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean await(long timeoutMillis) throws InterruptedException {
      synchronized (store) {
        if (frame + 1 >= store.nextFrame && !closed && timeoutMillis > 0) {
          store.wait(timeoutMillis);
        }
        return frame + 1 < store.nextFrame;
      }
    }

    @Override
    public void close() {}
  }

  private final class Lease implements LogLease {
    private final String owner;
    private long frame;

    Lease(String owner, long frame) {
      this.owner = owner;
      this.frame = frame;
    }

    @Override
    public String owner() {
      return owner;
    }

    @Override
    public long frame() {
      return frame;
    }

    @Override
    public void moveTo(long to) {
      synchronized (store) {
        frame = Math.max(frame, to);
      }
    }

    @Override
    public void close() {
      synchronized (store) {
        leases.remove(this);
      }
    }
  }
}
