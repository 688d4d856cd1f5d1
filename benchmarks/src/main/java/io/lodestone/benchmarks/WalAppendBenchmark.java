package io.lodestone.benchmarks;

import io.lodestone.agent.ThreadAgentHost;
import io.lodestone.storage.FileSystemDirectory;
import io.lodestone.wal.CommitLog;
import io.lodestone.wal.WalOptions;
import io.lodestone.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Appending frames to the log: without waiting, and waiting until each is durable; beside them a
 * bare file that is written and forced, over zeros written before as the log's files are.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"})
public class WalAppendBenchmark {
  private static final long RAW_BYTES = 256L << 20;

  /** Bytes of payload a frame. */
  @Param({"1024", "20480", "262144"})
  public int payloadBytes;

  private Path path;
  private ByteBuffer payload;
  private WriteAheadLog log;
  private volatile long durable;
  private volatile Thread waiter;
  private FileChannel raw;
  private long rawPosition;

  @Setup(Level.Iteration)
  public void open() throws IOException {
    path = Files.createTempDirectory("lodestone-wal");
    payload = ByteBuffer.allocate(payloadBytes);
    for (int i = 0; i < payloadBytes; i++) {
      payload.put((byte) (i * 31));
    }
    log =
        WriteAheadLog.open(
            FileSystemDirectory.open(path),
            WalOptions.DEFAULT,
            new ThreadAgentHost((agent, failure) -> failure.printStackTrace()));
    durable = 0;
    log.start(
        new CommitLog.DurableListener() {
          @Override
          public void durable(long frame) {
            durable = frame;
            LockSupport.unpark(waiter);
          }

          @Override
          public void failed(long lastDurableFrame, IOException cause) {
            throw new IllegalStateException(cause);
          }
        });
    raw =
        FileChannel.open(
            path.resolve("raw"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (long at = 0; at < RAW_BYTES; at += zeros.capacity()) {
      zeros.clear();
      raw.write(zeros, at);
    }
    raw.force(true);
    rawPosition = 0;
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    log.close();
    raw.close();
    Folders.delete(path);
  }

  /** Hands a frame to the log; syncs go on beside it. Bounded by the disk in the long run. */
  @Benchmark
  public long append() throws IOException {
    long frame = log.append(payload.flip());
    if (frame % 256 == 0) {
      // Frees the disk: a benchmark is not to fill it.
      log.trim(durable);
    }
    return frame;
  }

  /** Hands a frame to the log and waits until it is durable. */
  @Benchmark
  public long appendDurably() throws IOException {
    waiter = Thread.currentThread();
    long frame = log.append(payload.flip());
    while (durable < frame) {
      LockSupport.park(this);
    }
    if (frame % 256 == 0) {
      log.trim(frame);
    }
    return frame;
  }

  /** The reference: the same bytes to a bare file, forced each time. */
  @Benchmark
  public long rawWriteAndForce() throws IOException {
    if (rawPosition + payloadBytes > RAW_BYTES) {
      rawPosition = 0;
    }
    rawPosition += raw.write(payload.flip(), rawPosition);
    raw.force(false);
    return rawPosition;
  }
}
