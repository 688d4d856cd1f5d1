package io.lodestone.server.timestream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.timestreamquery.TimestreamQueryClient;
import software.amazon.awssdk.services.timestreamwrite.TimestreamWriteClient;

/**
 * The runnable jar as a process of its own, on a port of its choice, and unmodified AWS clients
 * that are pointed at it. It takes whatever key a client signs with.
 */
final class ServedProcess implements AutoCloseable {
  private static final Path JAR = Path.of("target", "lodestone.jar").toAbsolutePath();
  private static final String READY = "Lodestone ready on ";

  private final Process process;
  private final String url;

  private ServedProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts a server on this folder and waits until it is ready. What it logs goes to a file there.
   *
   * @param flags more of its command line
   */
  static ServedProcess start(Path folder, String... flags) throws IOException {
    Path log = Files.createDirectories(folder).resolve("server.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-jar",
                JAR.toString(),
                "serve",
                "--data-dir",
                folder.resolve("data").toString(),
                "--port",
                "0",
                "--auth",
                "off"));
    command.addAll(List.of(flags));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    // The stream stays open: closing it could make the process fail when it writes.
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      process.destroyForcibly();
      throw new IOException("not ready but '" + line + "': " + Files.readString(log));
    }
    return new ServedProcess(process, line.substring(READY.length()));
  }

  /**
   * Makes an encryption key in the data directory of this folder, as an operator does.
   *
   * @param alias a name for it
   */
  static void makeEncryptionKey(Path folder, String alias)
      throws IOException, InterruptedException {
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString(),
                "keys",
                "encryption",
                "create",
                "--alias",
                alias,
                "--data-dir",
                folder.resolve("data").toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("no encryption key was made");
    }
  }

  /** Where clients find it, without a slash at the end. */
  String url() {
    return url;
  }

  /** Ends it as a loss of power would end a process: SIGKILL. Returns when it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The caller's to close. Never tries a call again. */
  TimestreamWriteClient writeClient() {
    return configured(TimestreamWriteClient.builder()).build();
  }

  /** The caller's to close. Never tries a call again. */
  TimestreamQueryClient queryClient() {
    return configured(TimestreamQueryClient.builder()).build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder) {
    return builder
        .endpointOverride(URI.create(url))
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("anybody", "anything")))
        .overrideConfiguration(
            c ->
                c.retryStrategy(AwsRetryStrategy.doNotRetry())
                    .apiCallTimeout(Duration.ofSeconds(60)))
        .httpClient(UrlConnectionHttpClient.create());
  }

  /** Asks it to stop, and fails the test when it does not do so in order. */
  @Override
  public void close() {
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server did not stop within 30 seconds");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    if (process.exitValue() != 0) {
      throw new AssertionError("the server stopped with exit code " + process.exitValue());
    }
  }
}
