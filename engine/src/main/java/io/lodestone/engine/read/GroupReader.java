package io.lodestone.engine.read;

import io.lodestone.scan.Grouping;
import io.lodestone.scan.RunCursor;
import java.util.Arrays;
import java.util.List;

/**
 * Reads points into groups. A block that lies in one group with all its points is taken in by its
 * statistics, as far as they go; of all others the runs are, bin after bin. One owner.
 */
final class GroupReader {
  private final Groups groups;
  private final Accumulator[] accumulators;

  /** Per accumulator: whether it has the points of the block already. */
  private final boolean[] done;

  private final RunFilter filter;
  private final ScanWatch watch;
  private final boolean ofTimeOnly;
  private final long binNanos;
  private long reservedBytes;
  private int accountedGroups = -1;
  private int roomFor;

  GroupReader(AggregateColumns columns, Grouping grouping, ScanWatch watch) {
    this.groups = new Groups(grouping);
    this.accumulators =
        columns.inputs().stream()
            .map(AggregateColumns.Input::accumulator)
            .toArray(Accumulator[]::new);
    this.done = new boolean[accumulators.length];
    this.filter = new RunFilter(columns.conditions(), columns.measures());
    this.watch = watch;
    this.ofTimeOnly = grouping.isOfTimeOnly();
    this.binNanos = grouping.binNanos();
  }

  Groups groups() {
    return groups;
  }

  List<Accumulator> accumulators() {
    return Arrays.asList(accumulators);
  }

  /** Reads a cursor to its end. */
  void read(RunCursor runs) {
    int series = -1;
    int share = 0;
    watch.check();
    while (runs.nextBlock()) {
      if (filter.enterBlock(runs)) {
        Arrays.fill(done, false);
        if (ofTimeOnly && addBlock(runs, share)) {
          continue;
        }
        while (runs.nextRun()) {
          if (runs.series() != series) {
            series = runs.series();
            share = groups.shareOf(runs);
          }
          boolean alone = runs.from() == 0 && runs.to() == runs.blockPoints();
          if (ofTimeOnly || !alone || !addBlock(runs, share)) {
            addRun(runs, share);
          }
        }
        account();
      }
      watch.check();
    }
  }

  /**
   * Takes in a whole block by its statistics; false when some accumulators still need its points.
   */
  private boolean addBlock(RunCursor block, int share) {
    if (!filter.holdsEverywhere() || !block.isWholeBlock()) {
      return false;
    }
    long bin = binOf(block.blockMinTimeNanos());
    if (bin != binOf(block.blockMaxTimeNanos())) {
      return false;
    }
    int group = group(share, bin);
    boolean all = true;
    for (int i = 0; i < accumulators.length; i++) {
      done[i] = accumulators[i].addBlock(group, block);
      all &= done[i];
    }
    return all;
  }

  private void addRun(RunCursor runs, int share) {
    filter.enterRun();
    while (filter.nextRange()) {
      if (binNanos == 0) {
        add(group(share, 0), runs, filter.from(), filter.to());
      } else {
        addBins(runs, share, filter.from(), filter.to());
      }
    }
  }

  private void addBins(RunCursor runs, int share, int from, int to) {
    long[] times = runs.times();
    int at = from;
    while (at < to) {
      long bin = binOf(times[at]);
      // The last bin of all times has no end that a long could hold.
      long end = bin > Long.MAX_VALUE - binNanos ? Long.MAX_VALUE : bin + binNanos;
      int next = times[to - 1] < end ? to : firstNotBelow(times, at, to, end);
      add(group(share, bin), runs, at, next);
      at = next;
    }
  }

  private static int firstNotBelow(long[] times, int from, int to, long wanted) {
    int stride = 1;
    int low = from;
    while (low + stride < to && times[low + stride] < wanted) {
      low += stride;
      stride *= 2;
    }
    int high = Math.min(to, low + stride);
    // The time at low is too small, the one at high is not, or high is the end.
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (times[middle] < wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private long binOf(long time) {
    return binNanos == 0 ? 0 : time - Math.floorMod(time, binNanos);
  }

  private int group(int share, long bin) {
    int group = groups.group(share, bin);
    if (group >= roomFor) {
      makeRoom();
    }
    return group;
  }

  private void makeRoom() {
    roomFor = Math.max(groups.count(), 2 * roomFor);
    for (Accumulator accumulator : accumulators) {
      accumulator.room(roomFor);
    }
  }

  private void add(int group, RunCursor runs, int from, int to) {
    for (int i = 0; i < accumulators.length; i++) {
      if (!done[i]) {
        accumulators[i].add(group, runs, from, to);
      }
    }
  }

  /** Takes in what another has read. */
  void merge(GroupReader other) {
    int[] taken = groups.take(other.groups);
    if (groups.count() > roomFor) {
      makeRoom();
    }
    for (int i = 0; i < accumulators.length; i++) {
      for (int group = 0; group < taken.length; group++) {
        accumulators[i].merge(taken[group], other.accumulators[i], group);
      }
    }
    watch.reserve(-other.reservedBytes);
    account();
  }

  private void account() {
    if (groups.count() == accountedGroups) {
      return;
    }
    accountedGroups = groups.count();
    long bytes = groups.memoryBytes();
    for (Accumulator accumulator : accumulators) {
      bytes += accumulator.memoryBytes();
    }
    watch.reserve(bytes - reservedBytes);
    reservedBytes = bytes;
  }
}
