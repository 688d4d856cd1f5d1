package io.lodestone.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.engine.EngineOptions;
import io.lodestone.engine.TableWriter;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.commit.WriteResult;
import io.lodestone.engine.feed.ChangeCursor;
import io.lodestone.engine.feed.ChangeFeed;
import io.lodestone.engine.feed.FeedPosition;
import io.lodestone.engine.feed.FeedShard;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.engine.feed.ShardRead;
import io.lodestone.engine.flush.FlushOptions;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What a stream costs its writers, and how fast it is read, beside the same load without one and
 * beside the bare bytes of the log, in one run:
 *
 * <ul>
 *   <li>rows a second written in order, and what the processor spent on each, the feed's part
 *       included: no stream, KEYS_ONLY, NEW_IMAGE;
 *   <li>rows a second of a load that replaces every point: no stream, OLD_IMAGE,
 *       NEW_AND_OLD_IMAGES;
 *   <li>changes a second read from one shard by one thread, and from eight by eight; the log's
 *       files read byte by byte, as the changes a second that they would be;
 *   <li>how long after its acknowledgement a change is seen by a cursor at the head, while the
 *       writer writes as fast as it can: median, p99 and greatest;
 *   <li>rows a second written while somebody reads the whole past again and again, and while nobody
 *       does.
 * </ul>
 *
 * <p>Options: {@code --hosts} (1,000), {@code --moments} (360), {@code --batch} rows a write
 * (1,000), {@code --rounds} (3), {@code --part}: {@code writing}, {@code reading}, {@code lag} or
 * {@code behind} alone. Each round does everything anew and prints its lines; sides take turns at
 * being first.
 */
public final class FeedRun {
  private static final int IN_FLIGHT = 8;
  private static final int PAGE = 1_000;
  private static final long LOOK_NANOS = 1_000_000;

  private final Arrivals arrivals;
  private final int rows;
  private final int batchRows;
  private final PrintStream out;

  private FeedRun(Arrivals arrivals, int rows, int batchRows, PrintStream out) {
    this.arrivals = arrivals;
    this.rows = rows;
    this.batchRows = batchRows;
    this.out = out;
  }

  /** Runs and prints. */
  public static void main(String... line) throws Exception {
    Arguments arguments = Arguments.parse(line);
    int hosts = arguments.whole("hosts", 1_000);
    int moments = arguments.whole("moments", 360);
    Arrivals arrivals = Arrivals.inOrder(hosts, moments, 1);
    FeedRun run =
        new FeedRun(arrivals, hosts * moments, arguments.whole("batch", 1_000), System.out);
    for (int round = 1; round <= arguments.whole("rounds", 3); round++) {
      System.out.println("round " + round);
      run.round(round, arguments.text("part", ""));
    }
  }

  /** One part of a round, or all of them when none is named. */
  private void round(int round, String part) throws Exception {
    if (part.isEmpty() || part.equals("writing")) {
      writing(round);
    }
    if (part.isEmpty() || part.equals("reading")) {
      reading(1);
      reading(8);
    }
    if (part.isEmpty() || part.equals("lag")) {
      lag();
    }
    if (part.isEmpty() || part.equals("behind")) {
      behind(round);
    }
  }

  /** The log is kept whole, so that its bytes can be read beside what was made of them. */
  private static EngineOptions options() {
    FlushOptions flush = EngineOptions.DEFAULT.flush();
    return EngineOptions.DEFAULT.withFlush(
        new FlushOptions(1L << 40, 1L << 40, Long.MAX_VALUE, false, flush.carry()));
  }

  private Embedded open(Path folder) throws IOException {
    return Embedded.open(folder, arrivals.times()[rows - 1] + 1, options());
  }

  private void writing(int round) throws IOException {
    List<StreamView> inOrder = new ArrayList<>(List.of(StreamView.KEYS_ONLY, StreamView.NEW_IMAGE));
    inOrder.addFirst(null);
    List<StreamView> upserts =
        new ArrayList<>(List.of(StreamView.OLD_IMAGE, StreamView.NEW_AND_OLD_IMAGES));
    upserts.addFirst(null);
    Collections.rotate(inOrder, round);
    Collections.rotate(upserts, round);
    for (StreamView view : inOrder) {
      try (Scratch scratch = Scratch.make();
          Embedded db = open(scratch.folder())) {
        start(db, view, 4);
        measureWrite("write in order, " + name(view), db, 1);
      }
    }
    for (StreamView view : upserts) {
      try (Scratch scratch = Scratch.make();
          Embedded db = open(scratch.folder())) {
        write(db, 1);
        start(db, view, 4);
        measureWrite("replace every point, " + name(view), db, 2);
      }
    }
  }

  private static String name(StreamView view) {
    return view == null ? "no stream" : view.name();
  }

  private static void start(Embedded db, StreamView view, int shards) {
    if (view != null) {
      db.engine().startStream(Embedded.TABLE, view, shards);
    }
  }

  /** Writes everything; nanoseconds that it took until all was acknowledged. */
  private long write(Embedded db, long version) {
    TableWriter writer = db.engine().writer(Embedded.TABLE);
    arrivals.keys().forEach(writer::series);
    ArrayDeque<CompletableFuture<WriteResult>> waiting = new ArrayDeque<>();
    long begun = System.nanoTime();
    for (int from = 0; from < rows; from += batchRows) {
      if (waiting.size() == IN_FLIGHT) {
        Embedded.requireAccepted(waiting.pollFirst().join());
      }
      waiting.addLast(writer.write(batch(writer, from, version)));
    }
    while (!waiting.isEmpty()) {
      Embedded.requireAccepted(waiting.pollFirst().join());
    }
    return System.nanoTime() - begun;
  }

  private PointBatch batch(TableWriter writer, int from, long version) {
    int count = Math.min(batchRows, rows - from);
    PointBatch.Builder batch = writer.batch(count);
    batch.points(arrivals.series(), from, arrivals.times(), from, version, count);
    for (int field = 0; field < arrivals.fields().length; field++) {
      batch
          .column(arrivals.fieldNames().get(field), ValueType.BIGINT)
          .appendWords(arrivals.fields()[field], from, count);
    }
    return batch.build();
  }

  private void reading(int shards) throws Exception {
    try (Scratch scratch = Scratch.make();
        Embedded db = open(scratch.folder())) {
      start(db, StreamView.NEW_IMAGE, shards);
      write(db, 1);
      ChangeFeed feed = db.engine().changes();
      FeedStream stream = feed.streamOf(Embedded.TABLE).orElseThrow();
      awaitAll(feed, stream);
      long begun = System.nanoTime();
      List<Thread> readers = new ArrayList<>();
      long[] read = new long[shards];
      for (FeedShard shard : stream.shards()) {
        readers.add(Thread.ofPlatform().start(() -> read[shard.slot()] = readShard(feed, shard)));
      }
      for (Thread reader : readers) {
        reader.join();
      }
      long nanos = System.nanoTime() - begun;
      Answers.requireSame("changes", rows, Arrays.stream(read).sum());
      print("read " + shards + " shards", rows, nanos);
      begun = System.nanoTime();
      long bytes = readBytes(scratch.folder().resolve("wal"));
      print("  the log's " + (bytes >> 20) + " MiB byte by byte", rows, System.nanoTime() - begun);
    }
  }

  /**
   * Waits until everything can be read, by looking: a cursor at the head waits for what comes after
   * it, which may be nothing.
   */
  private static void awaitAll(ChangeFeed feed, FeedStream stream) {
    while (feed.end(stream.shards().getFirst()) < feed.head().sequence()) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private static long readShard(ChangeFeed feed, FeedShard shard) {
    long stream = feed.streamOf(Embedded.TABLE).orElseThrow().id();
    FeedPosition from = FeedPosition.at(shard.first());
    long read = 0;
    while (from.sequence() < feed.end(shard)) {
      ShardRead.Page page =
          (ShardRead.Page) feed.read(stream, shard.number(), from, PAGE).orElseThrow();
      read += page.changes().size();
      from = page.next();
    }
    return read;
  }

  private static long readBytes(Path folder) throws IOException {
    long bytes = 0;
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        try (FileChannel channel = FileChannel.open(file)) {
          for (int n = channel.read(buffer.clear()); n >= 0; n = channel.read(buffer.clear())) {
            bytes += n;
          }
        }
      }
    }
    return bytes;
  }

  /** How long after its acknowledgement a batch is seen, while batches follow each other. */
  private void lag() throws Exception {
    try (Scratch scratch = Scratch.make();
        Embedded db = open(scratch.folder())) {
      start(db, StreamView.NEW_IMAGE, 4);
      ChangeFeed feed = db.engine().changes();
      FeedStream stream = feed.streamOf(Embedded.TABLE).orElseThrow();
      int batches = rows / batchRows;
      long[] acknowledged = new long[batches];
      long[] seen = new long[batches];
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    ChangeCursor cursor = feed.cursor(stream.id(), feed.oldest(stream));
                    long count = 0;
                    while (count < (long) batches * batchRows) {
                      if (cursor.advance()) {
                        long before = count / batchRows;
                        count += cursor.changes().size();
                        long now = System.nanoTime();
                        Arrays.fill(seen, (int) before, (int) (count / batchRows), now);
                      } else {
                        cursor.more().join();
                      }
                    }
                  });
      TableWriter writer = db.engine().writer(Embedded.TABLE);
      arrivals.keys().forEach(writer::series);
      for (int i = 0; i < batches; i++) {
        Embedded.requireAccepted(writer.write(batch(writer, i * batchRows, 1)).join());
        acknowledged[i] = System.nanoTime();
      }
      reader.join();
      long[] lag = new long[batches];
      for (int i = 0; i < batches; i++) {
        // Seen before the writer's thread had come to look at its clock.
        lag[i] = Math.max(0, seen[i] - acknowledged[i]);
      }
      Arrays.sort(lag);
      out.printf(
          "%-48s median %.3f ms, p99 %.3f ms, greatest %.3f ms%n",
          "lag at the head under load",
          lag[batches / 2] / 1e6,
          lag[batches * 99 / 100] / 1e6,
          lag[batches - 1] / 1e6);
    }
  }

  /** Writing with and without somebody who reads the past from its beginning, over and over. */
  private void behind(int round) throws Exception {
    for (int side = 0; side < 2; side++) {
      boolean isRead = (side + round) % 2 == 0;
      try (Scratch scratch = Scratch.make();
          Embedded db = open(scratch.folder())) {
        start(db, StreamView.NEW_IMAGE, 1);
        write(db, 1);
        ChangeFeed feed = db.engine().changes();
        FeedShard shard = feed.streamOf(Embedded.TABLE).orElseThrow().shards().getFirst();
        AtomicBoolean stop = new AtomicBoolean();
        Thread reader =
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      while (!stop.get()) {
                        readShard(feed, shard);
                      }
                    });
        if (isRead) {
          reader.start();
        }
        measureWrite("write, " + (isRead ? "a reader far behind" : "nobody reads"), db, 2);
        stop.set(true);
        if (isRead) {
          reader.join();
        }
      }
    }
  }

  /** Writes everything, and waits until a stream has told it: its work is part of the cost. */
  private void measureWrite(String what, Embedded db, long version) {
    long processor = processorNanos();
    Spent before = spentByFeed();
    long nanos = write(db, version);
    db.engine()
        .changes()
        .streamOf(Embedded.TABLE)
        .ifPresent(s -> awaitAll(db.engine().changes(), s));
    processor = processorNanos() - processor;
    Spent after = spentByFeed();
    out.printf(
        "%-48s %12.0f a second, %.2f µs of processor each, %.3f of them and %.0f bytes the feed's%n",
        what,
        rows * 1e9 / nanos,
        processor / 1e3 / rows,
        (after.nanos() - before.nanos()) / 1e3 / rows,
        (double) (after.bytes() - before.bytes()) / rows);
  }

  /**
   * What threads have taken so far.
   *
   * @param nanos of a processor
   * @param bytes allocated
   */
  private record Spent(long nanos, long bytes) {}

  /** By the threads of the feed that are alive: without compilers and collector. */
  private static Spent spentByFeed() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long nanos = 0;
    long bytes = 0;
    for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (thread != null && thread.getThreadName().matches("lodestone-.*feed.*")) {
        nanos += threads.getThreadCpuTime(thread.getThreadId());
        bytes += threads.getThreadAllocatedBytes(thread.getThreadId());
      }
    }
    return new Spent(nanos, bytes);
  }

  private static long processorNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void print(String what, long count, long nanos) {
    out.printf("%-48s %12.0f a second%n", what, count * 1e9 / nanos);
  }
}
