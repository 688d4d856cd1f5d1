package io.lodestone.engine;

import io.lodestone.engine.commit.CommitOptions;
import io.lodestone.engine.compaction.CompactionOptions;
import io.lodestone.engine.disk.DiskOptions;
import io.lodestone.engine.feed.FeedOptions;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.engine.memtable.MemtableOptions;
import io.lodestone.engine.read.ScanOptions;
import io.lodestone.segments.SegmentOptions;
import io.lodestone.wal.WalOptions;
import java.util.Objects;

/**
 * How an engine works, part by part; each part sees its own record only.
 *
 * @param wal the log
 * @param commit the committer
 * @param memtable points in memory
 * @param flush when memory goes to disk
 * @param compaction how segments are merged
 * @param segments how segments are written
 * @param scan how tables are read
 * @param disk what is to stay free
 * @param feed how changes are kept for those who follow them
 */
public record EngineOptions(
    WalOptions wal,
    CommitOptions commit,
    MemtableOptions memtable,
    FlushOptions flush,
    CompactionOptions compaction,
    SegmentOptions segments,
    ScanOptions scan,
    DiskOptions disk,
    FeedOptions feed) {
  /** Every part's own default. */
  public static final EngineOptions DEFAULT =
      new EngineOptions(
          WalOptions.DEFAULT,
          CommitOptions.DEFAULT,
          MemtableOptions.DEFAULT,
          FlushOptions.DEFAULT,
          CompactionOptions.DEFAULT,
          SegmentOptions.DEFAULT,
          ScanOptions.DEFAULT,
          DiskOptions.DEFAULT,
          FeedOptions.DEFAULT);

  public EngineOptions {
    Objects.requireNonNull(wal, "wal");
    Objects.requireNonNull(commit, "commit");
    Objects.requireNonNull(memtable, "memtable");
    Objects.requireNonNull(flush, "flush");
    Objects.requireNonNull(compaction, "compaction");
    Objects.requireNonNull(segments, "segments");
    Objects.requireNonNull(scan, "scan");
    Objects.requireNonNull(disk, "disk");
    Objects.requireNonNull(feed, "feed");
  }

  public EngineOptions withWal(WalOptions options) {
    return new EngineOptions(
        options, commit, memtable, flush, compaction, segments, scan, disk, feed);
  }

  public EngineOptions withCommit(CommitOptions options) {
    return new EngineOptions(wal, options, memtable, flush, compaction, segments, scan, disk, feed);
  }

  public EngineOptions withFlush(FlushOptions options) {
    return new EngineOptions(
        wal, commit, memtable, options, compaction, segments, scan, disk, feed);
  }

  public EngineOptions withMemtable(MemtableOptions options) {
    return new EngineOptions(wal, commit, options, flush, compaction, segments, scan, disk, feed);
  }

  public EngineOptions withCompaction(CompactionOptions options) {
    return new EngineOptions(wal, commit, memtable, flush, options, segments, scan, disk, feed);
  }

  public EngineOptions withDisk(DiskOptions options) {
    return new EngineOptions(
        wal, commit, memtable, flush, compaction, segments, scan, options, feed);
  }

  public EngineOptions withSegments(SegmentOptions options) {
    return new EngineOptions(wal, commit, memtable, flush, compaction, options, scan, disk, feed);
  }

  public EngineOptions withScan(ScanOptions options) {
    return new EngineOptions(
        wal, commit, memtable, flush, compaction, segments, options, disk, feed);
  }

  public EngineOptions withFeed(FeedOptions options) {
    return new EngineOptions(
        wal, commit, memtable, flush, compaction, segments, scan, disk, options);
  }
}
