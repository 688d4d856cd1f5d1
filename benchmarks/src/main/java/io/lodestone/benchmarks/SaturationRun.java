package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.benchmarks.wire.PlainConnection;
import io.lodestone.benchmarks.wire.RequestWriter;
import io.lodestone.benchmarks.wire.ServerProcess;
import io.lodestone.benchmarks.wire.WriteBody;
import io.lodestone.server.LodestoneServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server with a small heap and more writers than it can serve, for some minutes: every answer is
 * a success or ThrottlingException, queries are answered all the while, and the memory of the last
 * quarter, mapped files aside, is that of the second. Prints a line every ten seconds and ends with
 * an error when one of these does not hold.
 *
 * <p>Options: {@code --minutes} (10), {@code --heap} of the server (256m), {@code --connections}
 * that write (64), {@code --growth} of memory allowed, in percent (10). Who is throttled waits 50
 * ms. Requests are not signed: it is the server that is to be saturated.
 */
public final class SaturationRun {
  private static final int RECORDS = 100;
  private static final long THROTTLED_WAIT_MILLIS = 50;
  private static final Duration LINE = Duration.ofSeconds(10);

  private final ServerProcess server;
  private final RequestWriter requests;
  private final long begin = System.nanoTime();
  private final long end;
  private final AtomicLong moment = new AtomicLong(System.currentTimeMillis() - 3_600_000);
  private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();

  private SaturationRun(ServerProcess server, Duration length) {
    this.server = server;
    this.requests = new RequestWriter(server.authority(), "anybody", "anything");
    this.end = begin + length.toNanos();
  }

  public static void main(String... line) throws Exception {
    Arguments arguments = Arguments.parse(line);
    try (Scratch scratch = Scratch.make();
        ServerProcess server =
            ServerProcess.start(
                scratch.folder().resolve("server.log"),
                jvm(arguments.text("heap", "256m")),
                List.of(
                    LodestoneServer.class.getName(),
                    "serve",
                    "--data-dir",
                    scratch.folder().resolve("data").toString(),
                    "--port",
                    "0",
                    "--auth",
                    "off"))) {
      new SaturationRun(server, Duration.ofMinutes(arguments.whole("minutes", 10)))
          .run(arguments.whole("connections", 64), arguments.whole("growth", 10));
    }
  }

  /** The whole heap is resident from the start, so that growth is growth of something else. */
  private static List<String> jvm(String heap) {
    return List.of(
        "-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch", "-XX:+ExitOnOutOfMemoryError");
  }

  private void run(int connections, int growthPercent) throws Exception {
    try (PlainConnection connection = connect()) {
      call(connection, "CreateDatabase", "{\"DatabaseName\":\"bench\"}");
      call(connection, "CreateTable", "{\"DatabaseName\":\"bench\",\"TableName\":\"cpu\"}");
    }
    double[] resident;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        int writer = i;
        threads.execute(() -> guarded(() -> write(writer)));
      }
      threads.execute(() -> guarded(this::query));
      resident = watch();
    }
    Map<String, AtomicLong> counts = new TreeMap<>(answers);
    System.out.println("answers: " + counts);
    counts
        .keySet()
        .removeAll(List.of("WriteRecords 200", "Query 200", "WriteRecords 429", "Query 429"));
    if (!counts.isEmpty() || !answers.containsKey("Query 200")) {
      throw new IllegalStateException("other answers than success and throttling: " + counts);
    }
    System.out.printf(
        "memory MiB: %.0f in the second quarter, %.0f in the last%n", resident[0], resident[1]);
    if (resident[1] > resident[0] * (100 + growthPercent) / 100) {
      throw new IllegalStateException("the server's memory grew");
    }
  }

  /** Mean resident memory in the second and in the last quarter of the time. */
  private double[] watch() throws InterruptedException {
    double[] sums = new double[4];
    int[] samples = new int[4];
    long lineAt = begin;
    System.out.println("second  writes  throttled  queries    memory MiB");
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      int quarter = (int) Math.min(3, 4 * (now - begin) / (end - begin));
      sums[quarter] += server.ownMebibytes();
      samples[quarter]++;
      if (now >= lineAt) {
        System.out.printf(
            "%6d  %6d  %9d  %7d  %12.0f%n",
            (now - begin) / 1_000_000_000L,
            count("WriteRecords 200"),
            count("WriteRecords 429"),
            count("Query 200"),
            server.ownMebibytes());
        lineAt += LINE.toNanos();
      }
      Thread.sleep(1_000);
    }
    return new double[] {sums[1] / samples[1], sums[3] / samples[3]};
  }

  private long count(String answer) {
    AtomicLong count = answers.get(answer);
    return count == null ? 0 : count.get();
  }

  /** A connection's life. */
  @FunctionalInterface
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void guarded(Work work) {
    try {
      work.run();
    } catch (IOException | InterruptedException | RuntimeException e) {
      count(e.toString(), "");
    }
  }

  private void write(int writer) throws IOException, InterruptedException {
    WriteBody body = WriteBody.of("bench", "cpu", new CpuOnly(RECORDS, writer).nextBatch(RECORDS));
    try (PlainConnection connection = connect()) {
      while (System.nanoTime() < end) {
        body.setTime(moment.incrementAndGet());
        byte[] request = requests.request("WriteRecords", body.bytes());
        while (count("WriteRecords ", connection.call(request)) == 429) {
          Thread.sleep(THROTTLED_WAIT_MILLIS);
        }
      }
    }
  }

  private void query() throws IOException, InterruptedException {
    String statement = "{\"QueryString\":\"SELECT count(*) FROM bench.cpu WHERE time > ago(1m)\"}";
    try (PlainConnection connection = connect()) {
      while (System.nanoTime() < end) {
        count("Query ", connection.call(requests.request("Query", bytes(statement))));
        Thread.sleep(1_000);
      }
    }
  }

  private int count(String operation, PlainConnection.Answer answer) {
    boolean known = answer.status() == 200 || answer.body().contains("#ThrottlingException\"");
    count(operation, answer.status() + (known ? "" : " " + answer.body()));
    return answer.status();
  }

  private void count(String operation, String outcome) {
    answers.computeIfAbsent(operation + outcome, _ -> new AtomicLong()).incrementAndGet();
  }

  private PlainConnection connect() throws IOException {
    return new PlainConnection(server.host(), server.port());
  }

  private void call(PlainConnection connection, String operation, String body) throws IOException {
    PlainConnection.Answer answer = connection.call(requests.request(operation, bytes(body)));
    if (answer.status() != 200) {
      throw new IllegalStateException(operation + ": " + answer);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
