package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.LodestoneException;
import io.lodestone.segments.block.BlockStatistics;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.BlockDirectory;
import io.lodestone.segments.index.BlockEntries;
import io.lodestone.segments.index.RunIndex;
import io.lodestone.segments.index.SeriesDictionary;
import io.lodestone.segments.index.SeriesKeys;
import io.lodestone.segments.layout.SectionKind;
import io.lodestone.segments.layout.SegmentLayout;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.FileHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads all of a segment and checks everything that a reader relies on: checksums, order of series
 * and points, that blocks lie next to each other, and that dictionary, postings, runs, directory
 * and statistics agree with the points. Goes on after a finding where that makes sense. One
 * segment, one use, one thread.
 */
public final class SegmentVerifier {
  private static final int FINDINGS_MAX = 100;

  private final SegmentStore store;
  private final SegmentMetadata metadata;
  private final SegmentKeys keys;
  private final List<SegmentFinding> findings = new ArrayList<>();

  private SegmentVerifier(SegmentStore store, SegmentMetadata metadata, SegmentKeys keys) {
    this.store = store;
    this.metadata = metadata;
    this.keys = keys;
  }

  /** What is wrong with a segment; empty when nothing is. At most a hundred findings. */
  public static List<SegmentFinding> verify(SegmentStore store, SegmentMetadata metadata) {
    return verify(store, metadata, SegmentKeys.NONE);
  }

  /**
   * The same of one that may be encrypted.
   *
   * @throws io.lodestone.model.LockedException when it is, and its key is not there
   */
  public static List<SegmentFinding> verify(
      SegmentStore store, SegmentMetadata metadata, SegmentKeys keys) {
    SegmentVerifier verifier = new SegmentVerifier(store, metadata, keys);
    verifier.run();
    return List.copyOf(verifier.findings);
  }

  private void run() {
    SegmentFile file;
    try {
      file = SegmentFile.open(store, metadata, keys);
    } catch (LodestoneException e) {
      report("segment " + metadata.id(), 0, e);
      return;
    }
    try {
      boolean sound = reads(file, SectionKind.RUNS, file::runs);
      sound &= reads(file, SectionKind.DICTIONARY, file::dictionary);
      sound &= reads(file, SectionKind.POSTINGS, file::postings);
      sound &= reads(file, SectionKind.DIRECTORY, file::directory);
      sound &= reads(file, SectionKind.FILTER, file::filter);
      if (sound) {
        reads(file, SectionKind.DICTIONARY, () -> checkSeries(file));
        reads(file, SectionKind.POSTINGS, () -> file.postings().verify());
        reads(file, SectionKind.RUNS, () -> checkRuns(file));
        reads(file, SectionKind.DIRECTORY, () -> checkBlocks(file));
      }
    } finally {
      file.close();
    }
  }

  private boolean reads(SegmentFile file, SectionKind kind, Runnable act) {
    long offset = file.layout().sections().get(kind).offset();
    try {
      act.run();
      return true;
    } catch (CorruptionException e) {
      report(file.name(), offset, e);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      add(file.name(), offset, kind + ": " + e.getMessage());
    }
    return false;
  }

  private static void checkSeries(SegmentFile file) {
    SeriesDictionary dictionary = file.dictionary();
    SeriesKeys keys = dictionary.keys();
    KeyOrder order = file.layout().keyOrder();
    byte[] last = new byte[0];
    for (int s = 0; s < dictionary.seriesCount(); s++) {
      keys.moveTo(s);
      int start = keys.offset();
      byte[] key = Arrays.copyOfRange(keys.bytes(), start, start + keys.length());
      if (s > 0 && order.compare(last, 0, last.length, key, 0, key.length) >= 0) {
        throw new MalformedVectorException(s, "series in ascending order", "series " + s);
      }
      if (!file.filter().mayHold(key, 0, key.length)) {
        throw new MalformedVectorException(s, "series " + s + " in the filter", "no such");
      }
      if (dictionary.find(key, 0, key.length) != s) {
        throw new MalformedVectorException(s, "series " + s + " under its key", "another or none");
      }
      last = key;
    }
  }

  private static void checkRuns(SegmentFile file) {
    RunIndex runs = file.runs();
    if (runs.start(0) != 0) {
      throw new MalformedVectorException(0, "series 0 at point 0", "point " + runs.start(0));
    }
    for (int s = 0; s < file.dictionary().seriesCount(); s++) {
      if (runs.end(s) <= runs.start(s)) {
        throw new MalformedVectorException(s, "a point of series " + s, "none");
      }
    }
  }

  private void checkBlocks(SegmentFile file) {
    SegmentLayout layout = file.layout();
    BlockDirectory directory = file.directory();
    BlockEntries entries = directory.entries();
    DecodedBlock decoded = new DecodedBlock(file, directory.columns(), false);
    long offset = FileHeader.BYTES;
    long minTime = Long.MAX_VALUE;
    long maxTime = Long.MIN_VALUE;
    for (int b = 0; b < directory.blockCount(); b++) {
      long start = entries.times(b).start();
      long between = start - offset;
      long overflow = decoded.overflowBytes();
      offset = entries.end(b);
      minTime = Math.min(minTime, entries.minTimeNanos(b));
      maxTime = Math.max(maxTime, entries.maxTimeNanos(b));
      try {
        decoded.moveTo(entries.firstPoint(b));
        checkPoints(file, decoded, b);
        overflow = decoded.overflowBytes() - overflow;
        if (between != overflow) {
          add(
              file.name(),
              start,
              between + " bytes before block " + b + ", which has " + overflow + " of long texts");
        }
      } catch (CorruptFileException e) {
        add(file.name(), e.offset(), e.getMessage());
      } catch (MalformedVectorException | IndexOutOfBoundsException e) {
        add(file.name(), start, "block " + b + ": " + e.getMessage());
      }
    }
    if (offset != layout.sections().get(SectionKind.RUNS).offset()) {
      add(file.name(), offset, "something between the blocks and the first section");
    }
    if (minTime != layout.minTimeNanos() || maxTime != layout.maxTimeNanos()) {
      add(file.name(), offset, "times of the blocks differ from those of the segment");
    }
  }

  private void checkPoints(SegmentFile file, DecodedBlock decoded, int block)
      throws CorruptFileException {
    BlockDirectory directory = file.directory();
    BlockEntries entries = directory.entries();
    long[] times = decoded.times();
    long[] versions = decoded.versions();
    boolean repeats = metadata.role() instanceof SegmentRole.History;
    int points = (int) (decoded.endPoint() - decoded.firstPoint());
    long minTime = times[0];
    long maxTime = times[0];
    int series = file.runs().seriesAt(decoded.firstPoint());
    for (int i = 1; i < points; i++) {
      boolean newRun = file.runs().end(series) == decoded.firstPoint() + i;
      series += newRun ? 1 : 0;
      boolean ascending =
          times[i] > times[i - 1]
              || repeats && times[i] == times[i - 1] && versions[i] > versions[i - 1];
      if (!newRun && !ascending) {
        add(file.name(), entries.times(block).start(), "times of a series do not ascend");
      }
      minTime = Math.min(minTime, times[i]);
      maxTime = Math.max(maxTime, times[i]);
    }
    if (minTime != entries.minTimeNanos(block) || maxTime != entries.maxTimeNanos(block)) {
      add(file.name(), entries.times(block).start(), "times outside those of the directory");
    }
    for (int c = 0; c < directory.columns().size(); c++) {
      ColumnBuffer column = decoded.column(c);
      BlockStatistics stated = entries.statistics(block, c);
      BlockStatistics found = BlockStatistics.of(column);
      if (!stated.equals(found)) {
        add(
            file.name(),
            entries.measure(block, c).start(),
            "statistics " + stated + " of values with " + found);
      }
    }
  }

  private void report(String name, long offset, LodestoneException e) {
    if (e.getCause() instanceof CorruptFileException cause) {
      add(cause.file(), cause.offset(), cause.getMessage());
    } else {
      add(name, offset, e.getMessage());
    }
  }

  private void add(String file, long offset, String message) {
    if (findings.size() < FINDINGS_MAX) {
      findings.add(new SegmentFinding(file, offset, message));
    }
  }
}
