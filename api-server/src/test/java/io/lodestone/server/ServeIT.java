package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running server, from its first line to its end. */
class ServeIT {
  @TempDir private Path folder;

  private final ProcessFixture fixture = new ProcessFixture();
  private final Termination termination = new Termination();
  private final ExecutorService runner = Executors.newSingleThreadExecutor();
  private final HttpClient client = HttpClient.newHttpClient();
  private RunningServer server;

  @BeforeEach
  void start() throws Exception {
    Configuration configuration =
        Configuration.resolve(
            java.util.Map.of("data.dir", folder.toString(), "port", "0"), java.util.Map.of());
    server =
        new Wiring(fixture.process(), fixture::openEngine).start(ServerOptions.of(configuration));
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
    runner.shutdownNow();
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String path) throws Exception {
    return client.send(
        request.uri(URI.create(server.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void pagesForOperatorsNeedNoSignature() throws Exception {
    assertEquals(200, send(HttpRequest.newBuilder().GET(), "/health").statusCode());
    assertEquals("{\"ready\":true}\n", send(HttpRequest.newBuilder().GET(), "/ready").body());
    assertTrue(send(HttpRequest.newBuilder().GET(), "/version").body().contains("version"));
    assertEquals(404, send(HttpRequest.newBuilder().GET(), "/else").statusCode());
    HttpResponse<String> post =
        send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.noBody()), "/health");
    assertEquals(405, post.statusCode());
    assertEquals("GET, HEAD", post.headers().firstValue("Allow").orElseThrow());
  }

  @Test
  void unknownOperationIsAnswered() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder()
                .header("x-amz-target", "Timestream_20181101.Nonsense")
                .POST(HttpRequest.BodyPublishers.ofString("{}")),
            "/");
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("UnknownOperationException"), answer.body());
    assertEquals(26, answer.headers().firstValue("x-amzn-RequestId").orElseThrow().length());
  }

  @Test
  void envFindsTheRunningServer() {
    ProcessFixture env = new ProcessFixture();
    assertEquals(0, env.run("env", "--data-dir=" + folder));
    assertTrue(env.out().contains("AWS_ENDPOINT_URL='" + server.url() + "'"), env.out());
  }

  @Test
  void secondServerOnTheSameDataIsRefused() {
    ProcessFixture second = new ProcessFixture();
    assertEquals(1, second.run("serve", "--data-dir=" + folder, "--port=0"));
    assertTrue(second.err().startsWith("lodestone: "), second.err());
    assertEquals(1, second.err().lines().count(), second.err());
  }

  @Test
  void endClosesTheEngineAndWithdrawsTheAddress() throws Exception {
    server.close();
    assertEquals(1, fixture.closings());
    assertFalse(Files.exists(folder.resolve("server/address")));
  }

  @Test
  void serveReturnsWhenAskedTo() throws Exception {
    ProcessFixture other = new ProcessFixture();
    Future<Integer> exit =
        runner.submit(
            () -> other.run(termination, "serve", "--data-dir=" + folder.resolve("o"), "--port=0"));
    termination.request();
    assertEquals(0, exit.get(10, TimeUnit.SECONDS));
    assertTrue(
        other.out().matches("Lodestone ready on http://127\\.0\\.0\\.1:\\d+\\R"), other.out());
  }

  @Test
  void signalEndsTheProcessWithSuccess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.lodestone.server.SignalledServer",
                "serve",
                "--data-dir=" + folder.resolve("signalled"),
                "--port=0")
            .redirectError(folder.resolve("err").toFile())
            .start();
    try (InputStream out = process.getInputStream();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(out, StandardCharsets.UTF_8))) {
      String ready = lines.readLine();
      assertTrue(ready != null && ready.startsWith("Lodestone ready on http://127.0.0.1:"), ready);
      process.toHandle().destroy();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
      assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
      assertEquals(null, lines.readLine());
    } finally {
      process.destroyForcibly();
    }
  }
}
