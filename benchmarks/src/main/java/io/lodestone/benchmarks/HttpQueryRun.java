package io.lodestone.benchmarks;

import io.lodestone.benchmarks.measure.Comparison;
import io.lodestone.benchmarks.measure.Contender;
import io.lodestone.benchmarks.measure.Figures;
import io.lodestone.benchmarks.wire.JsonPageServer;
import io.lodestone.benchmarks.wire.PlainConnection;
import io.lodestone.benchmarks.wire.QueryPage;
import io.lodestone.benchmarks.wire.RequestWriter;
import io.lodestone.benchmarks.wire.ServerProcess;
import io.lodestone.engine.EngineOptions;
import io.lodestone.server.LodestoneServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The questions of cpu-only over 1,000 hosts and three hours through the Query API, one after the
 * other on one connection, pages read to the end; beside a bare writer of the same JSON in a
 * process of its own, asked by turns with the server. The answer is held against that of plain
 * arrays before anything is timed. Client and servers share the machine.
 *
 * <p>Options: {@code --runs} that count (100), {@code --warm-up} runs before them that do not (as
 * many: servers whose code is mostly still interpreted; from 3,000 on little is), of answers with
 * many pages a tenth of both; {@code --heap} of the server (1g), {@code --only REGEX} of questions.
 */
public final class HttpQueryRun {
  private static final int HOSTS = 1_000;

  /** Three hours. */
  private static final int MOMENTS = 1_080;

  private static final int BATCH_POINTS = 10_000;

  private static final List<String> QUESTIONS =
      List.of(
          "single-groupby-1-1-1",
          "single-groupby-1-8-1",
          "cpu-max-all-1",
          "cpu-max-all-8",
          "double-groupby-1",
          "double-groupby-5",
          "double-groupby-all",
          "high-cpu-1",
          "high-cpu-all",
          "lastpoint",
          "groupby-orderby-limit");

  /** How often a question is asked: so many times that count, after so many that do not. */
  private record Runs(int counted, int before) {
    /** Answers of many pages take long. */
    Runs ofPages(int pages) {
      return pages > 5 ? new Runs(Math.max(1, counted / 10), Math.max(1, before / 10)) : this;
    }
  }

  private HttpQueryRun() {}

  public static void main(String... line) throws Exception {
    Comparison comparison =
        new Comparison(HttpQueryRun.class, "Query over HTTP, 1,000 hosts, three hours");
    for (String question : QUESTIONS) {
      comparison.with(
          new Contender(
              question,
              List.of("-Xmx2g"),
              (arguments, figures) -> {
                try (Scratch scratch = Scratch.make()) {
                  int runs = arguments.whole("runs", 100);
                  ask(
                      CpuQuery.named(question),
                      scratch,
                      new Runs(runs, arguments.whole("warm-up", runs)),
                      arguments.text("heap", "1g"),
                      figures);
                }
              }));
    }
    comparison.run(line);
  }

  private static void ask(CpuQuery query, Scratch scratch, Runs runs, String heap, Figures figures)
      throws Exception {
    Arrivals arrivals = Arrivals.inOrder(HOSTS, MOMENTS, 1);
    Path data = scratch.folder().resolve("data");
    try (Embedded lodestone = Embedded.open(data, arrivals.maxTimeNanos(), EngineOptions.DEFAULT)) {
      lodestone.write(arrivals.batches(BATCH_POINTS), 8);
      lodestone.engine().flush();
    }
    try (ServerProcess server =
            ServerProcess.start(
                scratch.folder().resolve("server.log"),
                List.of("-Xmx" + heap),
                List.of(
                    LodestoneServer.class.getName(),
                    "serve",
                    "--data-dir",
                    data.toString(),
                    "--port",
                    "0",
                    "--auth",
                    "off"));
        PlainConnection connection = new PlainConnection(server.host(), server.port())) {
      RequestWriter writer = new RequestWriter(server.authority(), "anybody", "anything");
      CpuSql question = CpuSql.of(query);
      List<String> bodies = pages(connection, writer, question.statement());
      new ArrayQueries(arrivals)
          .prepare(query)
          .answer()
          .requireSame(answer(bodies, question.hasHost()));
      measure(server, connection, writer, question, bodies, scratch, runs, figures);
    }
  }

  private static void measure(
      ServerProcess server,
      PlainConnection connection,
      RequestWriter writer,
      CpuSql question,
      List<String> bodies,
      Scratch scratch,
      Runs runs,
      Figures figures)
      throws Exception {
    try (ServerProcess bare = jsonWriter(scratch, bodies);
        PlainConnection toBare = new PlainConnection(bare.host(), bare.port())) {
      int counted = runs.ofPages(bodies.size()).counted();
      double[] millis = new double[counted];
      double[] bareMillis = new double[counted];
      double cpu = server.cpuSeconds();
      double bareCpu = bare.cpuSeconds();
      for (int i = -runs.ofPages(bodies.size()).before(); i < counted; i++) {
        if (i == 0) {
          cpu = server.cpuSeconds();
          bareCpu = bare.cpuSeconds();
        }
        long begin = System.nanoTime();
        Answers.requireSame(
            "pages", bodies.size(), pages(connection, writer, question.statement()).size());
        long middle = System.nanoTime();
        for (int page = 0; page < bodies.size(); page++) {
          require(toBare.call(JsonPageServer.request(page)));
        }
        long end = System.nanoTime();
        if (i >= 0) {
          millis[i] = (middle - begin) / 1e6;
          bareMillis[i] = (end - middle) / 1e6;
        }
      }
      double cpuUsed = server.cpuSeconds() - cpu;
      double bareCpuUsed = bare.cpuSeconds() - bareCpu;
      Arrays.sort(millis);
      Arrays.sort(bareMillis);
      figures.put("median ms", millis[counted / 2]);
      figures.put("bare JSON writer ms", bareMillis[counted / 2]);
      figures.put(
          "of the bare writer's speed %", 100 * bareMillis[counted / 2] / millis[counted / 2]);
      figures.put("95 % ms", millis[counted * 95 / 100]);
      figures.put("server CPU ms", cpuUsed * 1e3 / counted);
      figures.put("bare writer CPU ms", bareCpuUsed * 1e3 / counted);
      figures.put("pages", bodies.size());
      figures.put("JSON KiB", bodies.stream().mapToLong(String::length).sum() / 1024.0);
      figures.put("server resident MiB", server.residentMebibytes());
    }
  }

  private static ServerProcess jsonWriter(Scratch scratch, List<String> bodies) throws IOException {
    List<String> main = new ArrayList<>(List.of(JsonPageServer.class.getName()));
    for (int page = 0; page < bodies.size(); page++) {
      Path file = scratch.folder().resolve("page-" + page + ".json");
      Files.writeString(file, bodies.get(page));
      main.add(file.toString());
    }
    return ServerProcess.start(scratch.folder().resolve("json.log"), List.of("-Xmx1g"), main);
  }

  /** Asks, and reads all pages. */
  private static List<String> pages(
      PlainConnection connection, RequestWriter writer, String statement) throws IOException {
    List<String> bodies = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      String body =
          "{\"QueryString\":\""
              + statement
              + "\""
              + token.map(next -> ",\"NextToken\":\"" + next + "\"").orElse("")
              + "}";
      PlainConnection.Answer answer =
          connection.call(writer.request("Query", body.getBytes(StandardCharsets.UTF_8)));
      require(answer);
      bodies.add(answer.body());
      token = nextToken(answer.body());
    } while (token.isPresent());
    return bodies;
  }

  /** Found without reading the rows, which are not the client's work here; it comes before them. */
  private static Optional<String> nextToken(String body) {
    int rows = body.indexOf("\"Rows\":");
    int at = body.indexOf("\"NextToken\":\"");
    if (at < 0 || at > rows) {
      return Optional.empty();
    }
    int start = at + "\"NextToken\":\"".length();
    return Optional.of(body.substring(start, body.indexOf('"', start)));
  }

  private static void require(PlainConnection.Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.status() + " " + answer.body());
    }
  }

  private static QueryAnswer answer(List<String> bodies, boolean hasHost) throws IOException {
    QueryAnswer all = new QueryAnswer();
    int first = hasHost ? 1 : 0;
    for (String body : bodies) {
      for (String[] row : QueryPage.parse(body).rows()) {
        double[] values = new double[row.length - first - 1];
        for (int i = 0; i < values.length; i++) {
          values[i] = Double.parseDouble(row[first + 1 + i]);
        }
        all.add(hasHost ? CpuSql.host(row[0]) : -1, CpuSql.nanos(row[first]), values);
      }
    }
    return all;
  }
}
