package io.lodestone.wal;

import io.lodestone.wal.frame.FrameHeader;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The log that everything which changes the database goes through: frames of opaque bytes, numbered
 * from 1 without a gap.
 *
 * <p>One thread appends. A frame is durable once {@link DurableListener#durable} has named it or a
 * later one; until then nothing may be told to anybody. When a sync fails, all frames after the
 * last durable one are gone for good: once {@link DurableListener#failed} has said so no later open
 * finds them, and their numbers are given to the frames appended next. A frame of which neither was
 * said when the process ended may be found by the next open, whole, or not; once found it stays.
 *
 * <p>The local implementation is {@link WriteAheadLog}; another may replicate. Nothing here says
 * that the log is a file.
 */
public interface CommitLog extends AutoCloseable {
  /** The largest payload of one frame, in bytes. */
  int FRAME_BYTES_MAX = FrameHeader.PAYLOAD_BYTES_MAX;

  /**
   * What becomes of appended frames. Called by the log's own sync thread, in order; must not block.
   */
  interface DurableListener {
    /** All frames up to and including this one are durable. */
    void durable(long frame);

    /**
     * The frames after {@code lastDurableFrame} are lost. Until the appending thread calls {@link
     * CommitLog#recover()} every append fails.
     *
     * <p>One thing is beyond the log's power: if the disk refuses to take down even that they are
     * lost, which {@code cause} then tells by a suppressed exception, and the process ends before
     * {@link CommitLog#recover()} has succeeded, the next open may find them.
     */
    void failed(long lastDurableFrame, IOException cause);
  }

  /** Starts the log's sync thread. Called once, before the first append. */
  void start(DurableListener listener);

  /** The number that the next appended frame gets. */
  long nextFrame();

  /** The last durable frame, 0 when there is none. Any thread. */
  long durableFrame();

  /** The oldest frame that can still be read. Any thread. */
  long firstFrame();

  /**
   * The number of the stretch of the log that the next frame will lie in. Frames of one stretch are
   * kept or trimmed together, and a later stretch has a higher number; after {@link #recover()} a
   * new one has begun. What a payload says only by reference, for brevity, shall be said in full
   * once in each stretch: then each can be read alone.
   *
   * <p>By the appending thread, before it builds the payload. The frame appended next lies in that
   * stretch, whatever its size.
   *
   * @param repeatedBytes how many bytes of the stretch would have to be said once more in another
   *     one; the log may put off its end by about as much
   * @throws IOException when the log has failed, or a new stretch could not be begun. {@link
   *     DurableListener#failed} follows
   */
  long nextStretch(long repeatedBytes) throws IOException;

  /**
   * Adds a frame. Returns as soon as it is handed to the operating system; a sync follows without
   * being asked for, shared with all frames appended meanwhile.
   *
   * @param payload its remaining bytes are the frame's payload; read completely before this returns
   * @return the frame's number
   * @throws IOException when the log has failed or the payload could not be written. {@link
   *     DurableListener#failed} follows; from then on nothing of it will be found
   */
  long append(ByteBuffer payload) throws IOException;

  /**
   * Makes a failed log writable again, by going on in a place that the failure did not touch.
   * Called by the appending thread after it has dropped all frames that {@link
   * DurableListener#failed} named.
   *
   * @throws IOException when the disk still refuses; may be tried again later
   */
  void recover() throws IOException;

  /**
   * Reads durable frames in order, from {@code fromFrame} to the last one that is durable now.
   *
   * @throws IllegalArgumentException when that frame lies before {@link #firstFrame()}
   */
  FrameCursor read(long fromFrame) throws IOException;

  /**
   * Follows the log: a cursor that does not end at the last durable frame but can be asked again
   * when more became durable.
   */
  LogTail follow(long fromFrame) throws IOException;

  /**
   * Keeps frames from {@code fromFrame} on readable until the lease is closed or moved.
   *
   * @param owner whose lease it is, for metrics and messages
   */
  LogLease lease(String owner, long fromFrame);

  /**
   * Says that no frame before {@code frame} is needed any more; files whose frames are all below
   * every lease go.
   */
  void trim(long frame) throws IOException;

  /**
   * Bytes of log from the first frame not yet trimmed to the end: what a replay would read. Any
   * thread.
   */
  long bytes();

  /** Syncs what was appended, stops the sync thread and closes the files. */
  @Override
  void close() throws IOException;
}
