package io.lodestone.wal;

import io.lodestone.agent.Agent;
import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DiskFullException;
import io.lodestone.wal.frame.FrameHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The commit log in files of a directory.
 *
 * <p>The appending thread writes each frame to the newest file; the agent {@code wal-sync} syncs
 * that file and tells the listener, one sync for all frames appended meanwhile. A file that has
 * failed a write or a sync is never touched again: the agent makes the next file, whose header says
 * how much of the failed one counts, before it tells anybody of the failure. What lies where, and
 * what a crash leaves at each step, is told in {@code docs/formats/wal.md}.
 */
public final class WriteAheadLog implements CommitLog {
  /**
   * Of files of 64 MiB, room for a million keys of 150 bytes. A file goes as a whole, and whoever
   * reads it may have to hold in memory what it says once: hence not any number.
   */
  private static final long REPEATED_FILES_MAX = 3;

  private final Directory directory;
  private final WalOptions options;
  private final AgentHost agents;
  private final OpenReport report;
  private final LogFiles files;
  private final Reserve reserve;
  private final List<AgentHandle> handles = new ArrayList<>();
  private GroupSync groupSync;
  private AgentHandle sync;
  private DurableListener listener;

  /** Guards the fields below, never during a write or a sync. */
  private final Object state = new Object();

  /** The file that is appended to; a dead one while the log has failed. */
  private LogFileWriter current;

  /** The file to go on with after a failure, when it could be made. */
  private LogFileWriter replacement;

  /** Files that are not appended to any more; closed by the sync agent, which may be using them. */
  private final List<LogFileWriter> retired = new ArrayList<>();

  /** The last frame written to the current file, durable or not, and where it ends. */
  private long appendedFrame;

  private long appendedEnd;

  /** Why appends fail; null while they do not. */
  private IOException failure;

  /** Whether the listener has been told of the failure. */
  private boolean failureReported;

  private boolean closed;

  /**
   * Whether the appending thread was told in which file the next frame will lie. Its own; nobody
   * else asks.
   */
  private boolean stretchTold;

  /** Held while a file is made that the log goes on in: by a roll, after a failure, to recover. */
  private final Object making = new Object();

  /** Guarded by {@link #making}. */
  private final LogFileMaker maker;

  private WriteAheadLog(
      Directory directory, WalOptions options, AgentHost agents, LogScan scan, List<String> moved)
      throws IOException {
    this.directory = directory;
    this.options = options;
    this.agents = agents;
    this.report = scan.report(moved);
    this.reserve = new Reserve(directory, options);
    this.maker = new LogFileMaker(directory, options, reserve, scan.numberMax());
    WalFile cut =
        scan.files.isEmpty()
            ? null
            : scan.files.getLast().endingAt(scan.durableEnd(), scan.durableFrame());
    List<WalFile> counted = new ArrayList<>(scan.files);
    if (cut != null) {
      counted.set(counted.size() - 1, cut);
    }
    boolean zeros = options.preallocate() && reserve.hasRoomFor(options.fileBytes());
    LogFileWriter first = maker.make(cut, scan.durableFrame() + 1, scan.lastFrame(), zeros);
    counted.add(first.beginning());
    this.appendedFrame = Math.max(scan.lastFrame(), options.firstFrame() - 1);
    if (appendedFrame > scan.lastFrame()) {
      // Frames are lost. Those to come begin a file of their own, which says how many.
      LogFileWriter next = maker.make(first.beginning(), appendedFrame + 1, appendedFrame, false);
      counted.add(next.beginning());
      first.close();
      first = next;
    }
    this.current = first;
    this.appendedEnd = current.size();
    this.files = new LogFiles(directory, counted, scan.superseded, appendedFrame);
  }

  /**
   * Opens the log of a directory, which it has for itself, and makes it ready to be appended to.
   * Damage is reported and does not keep it from opening.
   *
   * @throws io.lodestone.storage.FormatVersionException when a newer release wrote in it
   * @throws IOException when the disk refuses to be read or written
   */
  public static WriteAheadLog open(Directory directory, WalOptions options, AgentHost agents)
      throws IOException {
    for (String name : directory.list()) {
      if (WalFileName.isUnfinished(name)) {
        directory.delete(name);
      }
    }
    LogScan scan = LogScan.of(directory, options);
    List<String> moved = new ArrayList<>();
    for (String name : scan.unreadable()) {
      if (LogFiles.quarantine(directory, name)) {
        moved.add(name);
      }
    }
    return new WriteAheadLog(directory, options, agents, scan, moved);
  }

  /** Reads a whole log and changes nothing: what {@link #open} would report. */
  public static OpenReport check(Directory directory, WalOptions options) throws IOException {
    LogScan scan = LogScan.of(directory, options);
    return scan.report(scan.unreadable());
  }

  /** What was found when the log was opened. */
  public OpenReport report() {
    return report;
  }

  @Override
  public void start(DurableListener durableListener) {
    if (listener != null) {
      throw new IllegalStateException("started already");
    }
    listener = durableListener;
    groupSync = new GroupSync();
    sync = agents.start(groupSync);
    handles.add(sync);
    if (reserve.isNeeded()) {
      handles.add(agents.start(reserve));
    }
  }

  // ---- appending

  /**
   * {@inheritDoc}
   *
   * <p>A stretch is a file. It ends when it has reached its size, hence is longer by one frame;
   * what would be repeated does not count towards the size, up to {@value #REPEATED_FILES_MAX}
   * times as much as that.
   */
  @Override
  public long nextStretch(long repeatedBytes) throws IOException {
    if (sync == null) {
      throw new IllegalStateException("not started");
    }
    LogFileWriter file;
    long frame;
    synchronized (state) {
      requireWritable();
      file = current;
      frame = appendedFrame + 1;
    }
    long repeated = Math.min(repeatedBytes, REPEATED_FILES_MAX * options.fileBytes());
    if (file.size() - repeated >= options.fileBytes() && frame > file.beginning().firstFrame()) {
      file = rollOrFail(file, frame - 1);
    }
    stretchTold = true;
    return file.beginning().number();
  }

  @Override
  public long append(ByteBuffer payload) throws IOException {
    if (payload.remaining() > FRAME_BYTES_MAX) {
      throw new IllegalArgumentException(
          "a frame of " + payload.remaining() + " bytes; at most " + FRAME_BYTES_MAX);
    }
    if (sync == null) {
      throw new IllegalStateException("not started");
    }
    LogFileWriter file;
    long frame;
    synchronized (state) {
      requireWritable();
      file = current;
      frame = appendedFrame + 1;
    }
    long end = file.size() + FrameHeader.BYTES + payload.remaining();
    if (!stretchTold && end > options.fileBytes() && frame > file.beginning().firstFrame()) {
      file = rollOrFail(file, frame - 1);
    }
    stretchTold = false;
    try {
      file.append(frame, files.durableFrame(), payload);
    } catch (IOException e) {
      fail(e);
      throw e;
    }
    synchronized (state) {
      requireWritable();
      appendedFrame = frame;
      appendedEnd = file.size();
    }
    sync.wake();
    return frame;
  }

  private void requireWritable() throws IOException {
    if (closed) {
      throw new IOException("the log in " + directory + " is closed");
    }
    if (failure != null) {
      throw new IOException("the log in " + directory + " has failed", failure);
    }
  }

  private LogFileWriter rollOrFail(LogFileWriter full, long lastFrame) throws IOException {
    try {
      return roll(full, lastFrame);
    } catch (IOException e) {
      fail(e);
      throw e;
    }
  }

  /**
   * Goes on in another file. All of this one is synced first, so that only the newest file can ever
   * have an unfinished end.
   */
  private LogFileWriter roll(LogFileWriter full, long lastFrame) throws IOException {
    synchronized (making) {
      full.sync();
      synchronized (state) {
        // Not after a failure: the file that is made for it counts on what was durable before.
        requireWritable();
        files.advance(lastFrame, full.size());
      }
      full.seal(lastFrame);
      LogFileWriter next = maker.make(files.newest(), lastFrame + 1, lastFrame, false);
      synchronized (state) {
        files.add(next.beginning());
        retired.add(full);
        current = next;
        appendedEnd = next.size();
      }
      return next;
    }
  }

  @Override
  public long nextFrame() {
    synchronized (state) {
      return appendedFrame + 1;
    }
  }

  // ---- syncing, on the thread of the agent

  private final class GroupSync implements Agent {
    /** The last frame that the listener was told of. */
    private long toldFrame = files.durableFrame();

    @Override
    public String name() {
      return "wal-sync";
    }

    @Override
    public long step() {
      LogFileWriter file;
      long frame;
      long end;
      boolean failed;
      synchronized (state) {
        retired.forEach(WriteAheadLog::closeQuietly);
        retired.clear();
        failed = failure != null && !failureReported;
        file = failure == null ? current : null;
        frame = appendedFrame;
        end = appendedEnd;
      }
      if (failed) {
        cutAndReport();
        return IDLE;
      }
      if (file != null && frame > files.durableFrame()) {
        syncTo(file, frame, end);
      }
      tellOfDurableFrames();
      synchronized (state) {
        boolean more = failure == null ? appendedFrame > files.durableFrame() : !failureReported;
        return more ? MORE : IDLE;
      }
    }

    private void syncTo(LogFileWriter file, long frame, long end) {
      try {
        file.sync();
      } catch (IOException e) {
        synchronized (state) {
          // A file that was rolled meanwhile had been synced by that; its troubles are over.
          if (file == current) {
            fail(e);
          }
        }
        return;
      }
      synchronized (state) {
        if (file == current && frame > files.durableFrame()) {
          files.advance(frame, end);
        }
      }
    }

    private void tellOfDurableFrames() {
      long durable = files.durableFrame();
      if (durable > toldFrame) {
        toldFrame = durable;
        listener.durable(durable);
      }
    }

    /**
     * Makes the next file before it tells of the failure: from then on no crash can bring back what
     * is about to be reported as lost.
     */
    private void cutAndReport() {
      IOException cause;
      synchronized (state) {
        cause = failure;
      }
      tellOfDurableFrames();
      try {
        if (cause instanceof DiskFullException) {
          reserve.giveUpBallast();
        }
        synchronized (making) {
          LogFileWriter next = makeFileAfterDurable();
          synchronized (state) {
            replacement = next;
          }
        }
      } catch (IOException e) {
        cause.addSuppressed(e); // recover() tries again.
      }
      synchronized (state) {
        failureReported = true;
      }
      listener.failed(toldFrame, cause);
    }
  }

  private void fail(IOException cause) {
    synchronized (state) {
      if (failure == null && !closed) {
        failure = cause;
        failureReported = false;
      }
    }
    sync.wake();
  }

  @Override
  public void recover() throws IOException {
    IOException cause;
    LogFileWriter next;
    synchronized (state) {
      if (closed) {
        throw new IOException("the log in " + directory + " is closed");
      }
      if (failure == null) {
        return;
      }
      if (!failureReported) {
        throw new IOException("the failure has not been reported yet", failure);
      }
      cause = failure;
      next = replacement;
    }
    if (cause instanceof DiskFullException && !reserve.hasRoomToGoOn()) {
      throw new DiskFullException("the log in " + directory, cause);
    }
    if (next == null) {
      synchronized (making) {
        next = makeFileAfterDurable();
      }
    }
    synchronized (state) {
      files.add(next.beginning());
      retired.add(current);
      current = next;
      replacement = null;
      appendedFrame = files.durableFrame();
      appendedEnd = next.size();
      failure = null;
    }
    stretchTold = false;
    handles.forEach(AgentHandle::wake);
  }

  private LogFileWriter makeFileAfterDurable() throws IOException {
    long durable = files.durableFrame();
    return maker.make(files.newest(), durable + 1, durable, false);
  }

  // ---- reading

  @Override
  public long durableFrame() {
    return files.durableFrame();
  }

  @Override
  public long firstFrame() {
    return files.firstFrame();
  }

  @Override
  public FrameCursor read(long fromFrame) {
    return cursor(fromFrame, files.durableFrame());
  }

  @Override
  public LogTail follow(long fromFrame) {
    return cursor(fromFrame, Long.MAX_VALUE);
  }

  private LogCursor cursor(long fromFrame, long lastFrame) {
    long first = files.firstFrame();
    if (fromFrame < first) {
      throw new IllegalArgumentException(
          "frame " + fromFrame + " lies before the first one, " + first);
    }
    return new LogCursor(directory, files, fromFrame, lastFrame);
  }

  @Override
  public LogLease lease(String owner, long fromFrame) {
    return files.lease(owner, fromFrame);
  }

  /** All leases held now, for metrics and messages. */
  public List<LogLease> leases() {
    return files.leases();
  }

  @Override
  public void trim(long frame) throws IOException {
    maker.moveUnfinishedTo(files);
    files.trim(frame);
  }

  @Override
  public long bytes() {
    synchronized (state) {
      return files.bytes(appendedEnd);
    }
  }

  /** Gives the ballast's room back to the disk, for a flush that found it full. Any thread. */
  public void releaseBallast() throws IOException {
    reserve.giveUpBallast();
  }

  // ---- closing

  @Override
  public void close() throws IOException {
    synchronized (state) {
      if (closed) {
        return;
      }
    }
    handles.forEach(AgentHandle::close);
    IOException first = null;
    if (failure == null) {
      try {
        sealCurrent();
      } catch (IOException e) {
        first = e;
        failure = e;
        failureReported = false;
      }
    }
    if (failure != null && !failureReported && groupSync != null) {
      groupSync.cutAndReport();
    }
    synchronized (state) {
      closed = true;
    }
    files.close();
    retired.forEach(WriteAheadLog::closeQuietly);
    closeQuietly(current);
    if (replacement != null) {
      closeQuietly(replacement);
    }
    try {
      reserve.close();
    } catch (IOException e) {
      first = first == null ? e : first;
    }
    if (first != null) {
      throw first;
    }
  }

  private void sealCurrent() throws IOException {
    if (appendedFrame > files.durableFrame()) {
      current.sync();
      files.advance(appendedFrame, appendedEnd);
    }
    if (groupSync != null) {
      groupSync.tellOfDurableFrames();
    }
    current.seal(appendedFrame);
  }

  /** A file that needs no sync any more loses nothing by a failed close. */
  private static void closeQuietly(LogFileWriter file) {
    try {
      file.close();
    } catch (IOException e) {
      // Nothing depends on it: the descriptor is gone either way.
    }
  }
}
