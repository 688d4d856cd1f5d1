package io.lodestone.kcl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * What the workers were given, held against what was written. The changes of a series are numbered
 * from 0 on in the order in which they were written: a worker may see one again, but never one
 * before all that precede it have been seen. Safe for several threads.
 */
final class Changes {
  private final Map<String, Integer> seenUpTo = new HashMap<>();
  private final Map<String, Long> byWorker = new TreeMap<>();
  private final Set<String> shards = new HashSet<>();
  private final Set<String> endedShards = new HashSet<>();
  private final List<String> faults = new ArrayList<>();
  private long first;
  private long repeated;

  /** A record that the library hands over. */
  synchronized void take(String worker, String shard, Record record) {
    shards.add(shard);
    byWorker.merge(worker, 1L, Long::sum);
    String series = record.dynamodb().keys().get("ts_series").s();
    int number = Integer.parseInt(record.dynamodb().newImage().get("number").n());
    int expected = seenUpTo.getOrDefault(series, 0);
    if (number > expected) {
      faults.add(series + ": change " + number + " before " + expected + ", in " + shard);
    }
    if (number < expected) {
      repeated++;
    } else {
      first++;
      seenUpTo.put(series, number + 1);
    }
    checkKind(record, series, number);
    notifyAll();
  }

  /** Every second change is a higher version of the one before it. */
  private void checkKind(Record record, String series, int number) {
    boolean replaced = number % 2 == 1;
    String before = replaced ? record.dynamodb().oldImage().get("number").n() : "none";
    boolean right =
        replaced
            ? record.eventName() == OperationType.MODIFY && before.equals("" + (number - 1))
            : record.eventName() == OperationType.INSERT && !record.dynamodb().hasOldImage();
    if (!right) {
      faults.add(series + ": change " + number + " is told as " + record);
    }
  }

  synchronized void shardEnded(String shard) {
    endedShards.add(shard);
    notifyAll();
  }

  /**
   * Waits until a condition holds of what was seen, or a fault has been found.
   *
   * @return whether it holds
   */
  synchronized boolean await(BooleanSupplier condition, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean() && faults.isEmpty()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return condition.getAsBoolean();
  }

  synchronized int endedShards() {
    return endedShards.size();
  }

  /** Changes that were seen, each counted once. */
  synchronized long count() {
    return first;
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  synchronized Map<String, Integer> seenUpTo() {
    return Map.copyOf(seenUpTo);
  }

  synchronized Map<String, Long> byWorker() {
    return Map.copyOf(byWorker);
  }

  @Override
  public synchronized String toString() {
    return first
        + " changes of "
        + seenUpTo.size()
        + " series, "
        + repeated
        + " of them seen again; "
        + shards.size()
        + " shards, "
        + endedShards.size()
        + " read to their end; by worker "
        + byWorker;
  }
}
