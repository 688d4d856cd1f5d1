package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Arguments;
import io.lodestone.benchmarks.measure.Comparison;
import io.lodestone.benchmarks.measure.Contender;
import io.lodestone.benchmarks.measure.Figures;
import io.lodestone.benchmarks.wire.PlainConnection;
import io.lodestone.benchmarks.wire.RawSyncServer;
import io.lodestone.benchmarks.wire.RequestWriter;
import io.lodestone.benchmarks.wire.ServerProcess;
import io.lodestone.benchmarks.wire.WriteBody;
import io.lodestone.server.LodestoneServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * WriteRecords from end to end: requests of 100 records of ten tags and ten fields, signed and
 * verified, from 1, 4 and 32 connections of which each waits for its answer, on disk before the
 * answer; beside a server that reads the same requests, forces 20 KiB to the disk for each and
 * understands nothing. Client and server are two processes on the same machine; all requests are
 * made and signed before the clock runs, and each is sent once. The same with a stream on the
 * table; and upserts, of which each replaces the one before, from one connection, so that they come
 * in the order of their versions.
 *
 * <p>Options: {@code --requests} counted (2,000, of which each takes 100 KB of the client's heap),
 * {@code --warm} how many go before them (a quarter as many; the compiler of the server rests after
 * some 60,000), {@code --client-heap} (1g, enough for 7,000), {@code --heap} of the server (512m).
 */
public final class HttpIngest {
  private static final int RECORDS = 100;
  private static final int CREDIBLE_BODIES = 50;

  private HttpIngest() {}

  public static void main(String... line) throws Exception {
    String heap = Arguments.parse(line).text("client-heap", "1g");
    Comparison comparison =
        new Comparison(HttpIngest.class, "WriteRecords over HTTP, 100 records a request");
    for (int connections : new int[] {1, 4, 32}) {
      comparison
          .with(contender("raw: read the body, force 20 KiB", heap, connections, Side.RAW))
          .with(contender("Lodestone: WriteRecords", heap, connections, Side.PLAIN));
    }
    comparison
        .with(contender("with a stream, KEYS_ONLY", heap, 4, new Side("KEYS_ONLY", false)))
        .with(contender("with a stream, NEW_IMAGE", heap, 4, new Side("NEW_IMAGE", false)))
        .with(contender("upserts", heap, 1, new Side("", true)))
        .with(contender("upserts with a stream, OLD_IMAGE", heap, 1, new Side("OLD_IMAGE", true)))
        .with(
            contender(
                "upserts with a stream, NEW_AND_OLD_IMAGES",
                heap,
                1,
                new Side("NEW_AND_OLD_IMAGES", true)));
    comparison.run(line);
  }

  /**
   * What is measured.
   *
   * @param view of the table's stream; empty for none, null for the raw server
   * @param upserts whether every request but the first replaces the points of the one before
   */
  private record Side(String view, boolean upserts) {
    static final Side RAW = new Side(null, false);
    static final Side PLAIN = new Side("", false);

    boolean isRaw() {
      return view == null;
    }
  }

  private static Contender contender(String name, String heap, int connections, Side side) {
    return new Contender(
        name + ", " + connections + (connections == 1 ? " connection" : " connections"),
        List.of("-Xmx" + heap),
        (arguments, figures) -> {
          try (Scratch scratch = Scratch.make();
              ServerProcess server = side.isRaw() ? raw(scratch) : lodestone(scratch, arguments)) {
            RequestWriter writer =
                side.isRaw()
                    ? new RequestWriter(server.authority(), "a", "b")
                    : signer(server, scratch);
            if (!side.isRaw()) {
              createTable(server, writer, side.view());
            }
            int counted = arguments.whole("requests", 2_000);
            int warm = arguments.whole("warm", counted / 4);
            Requests requests = new Requests(writer, warm + counted, side.upserts());
            for (int sent = 0; sent < warm; sent += counted) {
              byte[][] part = requests.next(Math.min(counted, warm - sent));
              send(server, connections, part, new long[part.length]);
            }
            run(server, requests.next(counted), connections, figures);
          }
        });
  }

  private static ServerProcess raw(Scratch scratch) throws IOException {
    return ServerProcess.start(
        scratch.folder().resolve("raw.log"),
        List.of("-Xmx512m"),
        List.of(RawSyncServer.class.getName(), scratch.folder().resolve("raw").toString()));
  }

  private static ServerProcess lodestone(Scratch scratch, Arguments arguments) throws IOException {
    return ServerProcess.start(
        scratch.folder().resolve("server.log"),
        List.of("-Xmx" + arguments.text("heap", "512m")),
        List.of(
            LodestoneServer.class.getName(), "serve", "--data-dir", data(scratch), "--port", "0"));
  }

  private static String data(Scratch scratch) {
    return scratch.folder().resolve("data").toString();
  }

  /** With the key that the server made at its first start. */
  private static RequestWriter signer(ServerProcess server, Scratch scratch) throws IOException {
    List<String> lines =
        ServerProcess.output(
            List.of(LodestoneServer.class.getName(), "env", "--data-dir", data(scratch)));
    return new RequestWriter(
        server.authority(),
        variable(lines, "AWS_ACCESS_KEY_ID"),
        variable(lines, "AWS_SECRET_ACCESS_KEY"));
  }

  private static String variable(List<String> lines, String name) {
    String start = "export " + name + "='";
    return lines.stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length(), line.length() - 1))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name + " in " + lines));
  }

  private static void createTable(ServerProcess server, RequestWriter writer, String view)
      throws IOException {
    String tags = view.isEmpty() ? "" : "{\"Key\":\"lodestone:stream\",\"Value\":\"" + view + "\"}";
    try (PlainConnection connection = new PlainConnection(server.host(), server.port())) {
      byte[] database = "{\"DatabaseName\":\"bench\"}".getBytes(StandardCharsets.UTF_8);
      byte[] table =
          ("{\"DatabaseName\":\"bench\",\"TableName\":\"cpu\",\"Tags\":[" + tags + "]}")
              .getBytes(StandardCharsets.UTF_8);
      require(connection.call(writer.request("CreateDatabase", database)));
      require(connection.call(writer.request("CreateTable", table)));
    }
  }

  private static void require(PlainConnection.Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.status() + " " + answer.body());
    }
  }

  private static void run(ServerProcess server, byte[][] all, int connections, Figures figures)
      throws Exception {
    int requests = all.length;
    long[] counted = new long[requests];
    double cpu = server.cpuSeconds();
    long begin = System.nanoTime();
    send(server, connections, all, counted);
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(counted);
    figures.put("requests/s", requests / seconds);
    figures.put("metrics/s", requests / seconds * RECORDS * CpuOnly.FIELDS);
    figures.put("median ms", counted[requests / 2] / 1e6);
    figures.put("99 % ms", counted[requests * 99 / 100] / 1e6);
    figures.put("server CPU µs/request", (server.cpuSeconds() - cpu) * 1e6 / requests);
    figures.put("server resident MiB", server.residentMebibytes());
  }

  /**
   * Makes requests: a millisecond apart, the last one now; or of one time, with rising versions.
   */
  private static final class Requests {
    private final RequestWriter writer;
    private final boolean upserts;
    private final WriteBody[] bodies = new WriteBody[CREDIBLE_BODIES];
    private final long start;
    private int made;

    Requests(RequestWriter writer, int total, boolean upserts) {
      this.writer = writer;
      this.upserts = upserts;
      this.start = System.currentTimeMillis() - total;
      CpuOnly load = new CpuOnly(RECORDS, 1);
      for (int i = 0; i < bodies.length; i++) {
        bodies[i] = WriteBody.of("bench", "cpu", load.nextBatch(RECORDS), upserts);
      }
    }

    byte[][] next(int count) {
      byte[][] requests = new byte[count][];
      for (int i = 0; i < count; i++) {
        WriteBody body = bodies[made % bodies.length];
        body.setTime(upserts ? start : start + made);
        body.setVersion(start + made);
        requests[i] = writer.request("WriteRecords", body.bytes());
        made++;
      }
      return requests;
    }
  }

  private static void send(ServerProcess server, int connections, byte[][] requests, long[] nanos)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    int to = requests.length;
    List<Future<?>> senders = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        senders.add(
            threads.submit(
                () -> {
                  try (PlainConnection connection =
                      new PlainConnection(server.host(), server.port())) {
                    for (int n = next.getAndIncrement(); n < to; n = next.getAndIncrement()) {
                      long begin = System.nanoTime();
                      require(connection.call(requests[n]));
                      nanos[n] = System.nanoTime() - begin;
                    }
                  }
                  return null;
                }));
      }
    }
    for (Future<?> sender : senders) {
      sender.get();
    }
  }
}
