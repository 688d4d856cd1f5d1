package io.lodestone.kcl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The runnable jar as a process, which can be killed and started again where clients look for it.
 */
final class Lodestone implements AutoCloseable {
  private static final String JAR = System.getProperty("lodestone.jar");
  private static final String READY = "Lodestone ready on ";

  private final Path folder;
  private final List<String> flags;
  private int port;
  private Process process;

  /**
   * @param folder for data and log
   * @param flags of {@code serve}
   */
  private Lodestone(Path folder, String... flags) {
    this.folder = folder;
    this.flags = List.of(flags);
  }

  static Lodestone start(Path folder, String... flags) throws IOException {
    Lodestone server = new Lodestone(folder, flags);
    server.start();
    return server;
  }

  /** Starts it; on the port that it had before, if it was started before. */
  void start() throws IOException {
    List<String> command = command("serve");
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(flags);
    Path log = folder.resolve("server.log");
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    // The stream stays open: closing it could make the process fail when it writes.
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new IOException("not ready but '" + line + "': " + Files.readString(log));
    }
    port = URI.create(line.substring(READY.length())).getPort();
  }

  /** Ends it as a loss of power would end a process. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The access key that its first start has made. */
  StaticCredentialsProvider credentials() throws IOException {
    Map<String, String> variables = new HashMap<>();
    Process env = new ProcessBuilder(command("env")).start();
    try (BufferedReader out = env.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.replaceFirst("^export ", "").split("=", 2);
        if (words.length == 2) {
          variables.put(words[0], words[1].substring(1, words[1].length() - 1));
        }
      }
    }
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(
            variables.get("AWS_ACCESS_KEY_ID"), variables.get("AWS_SECRET_ACCESS_KEY")));
  }

  private List<String> command(String verb) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-jar",
            JAR,
            verb,
            "--data-dir",
            folder.resolve("data").toString()));
  }

  /** Asks it to stop, and fails when it does not do so in order. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the server did not stop within 30 seconds");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
    if (!process.isAlive() && process.exitValue() != 0) {
      throw new AssertionError("the server stopped with exit code " + process.exitValue());
    }
  }
}
