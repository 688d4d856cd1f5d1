package io.lodestone.engine;

import io.lodestone.engine.commit.WriteCounts;
import io.lodestone.engine.compaction.CompactionCounts;
import io.lodestone.engine.feed.StreamFigures;
import io.lodestone.engine.flush.FlushCounts;
import java.util.List;

/**
 * What an engine holds and has done, as plain numbers of one moment. Counts begin at the opening.
 *
 * @param memoryBytes heap taken by points in memory
 * @param logBytes bytes of log that a restart would replay
 * @param segments how many segments all tables have
 * @param segmentBytes the size of those
 * @param overlap how many segments of one table share a moment in time, in the worst table
 * @param diskFreeBytes what the disk had left at the last look, a fraction of a second ago
 * @param clockOffsetMillis how far the machine's clock stands ahead of the engine's: more than 0
 *     while a jump waits for its confirmation, less while the machine's clock is set back
 * @param streams what each stream of changes keeps, oldest first
 * @param streamsFull whether writers of tables with a stream are refused because the feed is full
 * @param writes what became of the points written
 * @param flush what flushes did
 * @param compaction what compaction did
 */
public record EngineMetrics(
    long memoryBytes,
    long logBytes,
    long segments,
    long segmentBytes,
    int overlap,
    long diskFreeBytes,
    long clockOffsetMillis,
    List<StreamFigures> streams,
    boolean streamsFull,
    WriteCounts writes,
    FlushCounts flush,
    CompactionCounts compaction) {
  public EngineMetrics {
    streams = List.copyOf(streams);
  }

  /** Bytes of segments written for each byte flushed; 1 when nothing was compacted. */
  public double writeAmplification() {
    return flush.bytesWritten() == 0
        ? 1
        : 1 + (double) compaction.bytesWritten() / flush.bytesWritten();
  }
}
