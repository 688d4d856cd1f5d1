package io.lodestone.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
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
 * The questions of cpu-only over 1,000 hosts and three hours, 10.8 million values, warm and in
 * process: Lodestone from flushed segments, by its own interface and by SQL, QuestDB embedded with
 * its query workers, and loops over plain arrays. Questions of twelve hours, which ask for one
 * host, are put to twelve hours of 250 hosts: as many values, so that every side is as full and a
 * heap of 4 GiB holds the largest, and four times as many of the host in question. Every side's
 * answer is held against that of the arrays before anything is timed. The side of SQL prints what
 * EXPLAIN ANALYZE tells of each question, the most memory held among it.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "-Xmx4g",
      "-XX:+UseParallelGC",
      "--sun-misc-unsafe-memory-access=allow",
      "--enable-native-access=ALL-UNNAMED"
    })
public class QueryBenchmark {
  /** Hosts times hours. */
  private static final int HOST_HOURS = 3_000;

  private static final int MOMENTS_PER_HOUR = 360;

  /** What each side has in common: the question, the data, a check of the answer. */
  @State(Scope.Benchmark)
  public abstract static class Side {
    @Param({
      "single-groupby-1-1-1",
      "single-groupby-1-1-12",
      "single-groupby-1-8-1",
      "single-groupby-5-1-1",
      "single-groupby-5-1-12",
      "single-groupby-5-8-1",
      "cpu-max-all-1",
      "cpu-max-all-8",
      "double-groupby-1",
      "double-groupby-5",
      "double-groupby-all",
      "high-cpu-1",
      "high-cpu-all",
      "lastpoint",
      "groupby-orderby-limit"
    })
    public String query;

    private QuerySide side;
    private QuerySide.Prepared prepared;

    abstract QuerySide open(Arrivals arrivals) throws IOException;

    @Setup(Level.Trial)
    public void load() throws IOException {
      int hours = CpuQuery.hoursOf(query);
      Arrivals arrivals = Arrivals.inOrder(HOST_HOURS / hours, hours * MOMENTS_PER_HOUR, 1);
      CpuQuery question = CpuQuery.named(query);
      side = open(arrivals);
      prepared = side.prepare(question);
      QueryAnswer expected = new ArrayQueries(arrivals).prepare(question).answer();
      expected.requireSame(prepared.answer());
    }

    @TearDown(Level.Trial)
    public void unload() throws IOException {
      side.close();
    }

    int run() {
      return prepared.run();
    }
  }

  public static class LodestoneSide extends Side {
    @Override
    QuerySide open(Arrivals arrivals) throws IOException {
      return new LodestoneQueries(arrivals);
    }
  }

  public static class SqlSide extends Side {
    @Override
    QuerySide open(Arrivals arrivals) throws IOException {
      SqlQueries queries = new SqlQueries(arrivals);
      System.out.println(query + ": " + queries.account(CpuQuery.named(query)));
      return queries;
    }
  }

  public static class QuestDbSide extends Side {
    @Override
    QuerySide open(Arrivals arrivals) throws IOException {
      return new QuestDbQueries(arrivals);
    }
  }

  public static class ArraySide extends Side {
    @Override
    QuerySide open(Arrivals arrivals) {
      return new ArrayQueries(arrivals);
    }
  }

  @Benchmark
  public int lodestone(LodestoneSide side) {
    return side.run();
  }

  @Benchmark
  public int lodestoneSql(SqlSide side) {
    return side.run();
  }

  @Benchmark
  public int questDb(QuestDbSide side) {
    return side.run();
  }

  @Benchmark
  public int plainArrays(ArraySide side) {
    return side.run();
  }
}
