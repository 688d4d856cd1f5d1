package io.lodestone.benchmarks.wire;

import java.io.BufferedReader;
import java.io.Closeable;
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

/** A server as a process of its own, from the class path of this one. */
public final class ServerProcess implements Closeable {
  private static final String READY = " ready on ";

  private final Process process;
  private final URI address;

  private ServerProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts a server and waits for its line that says where it is.
   *
   * @param log where its standard error goes
   * @param jvm flags of its Java
   * @param main class and arguments
   */
  public static ServerProcess start(Path log, List<String> jvm, List<String> main)
      throws IOException {
    Process process =
        new ProcessBuilder(command(jvm, main))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = out.readLine();
    if (line == null || !line.contains(READY)) {
      process.destroyForcibly();
      throw new IOException("not ready but '" + line + "': " + Files.readString(log));
    }
    return new ServerProcess(
        process, URI.create(line.substring(line.indexOf(READY) + READY.length())));
  }

  /** What a program of this class path prints. */
  public static List<String> output(List<String> main) throws IOException {
    Process process =
        new ProcessBuilder(command(List.of(), main))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      return out.lines().toList();
    }
  }

  private static List<String> command(List<String> jvm, List<String> main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(main);
    return command;
  }

  public String host() {
    return address.getHost();
  }

  public int port() {
    return address.getPort();
  }

  /** Host and port, as a Host header says them. */
  public String authority() {
    return address.getAuthority();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Processor time so far, in seconds; not a number where the system does not tell. */
  public double cpuSeconds() {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(-1L) / 1e3;
  }

  /** Resident memory now, in MiB; not a number where this is not Linux. */
  public double residentMebibytes() {
    return mebibytes("VmRSS:");
  }

  /** The same without files that are mapped: memory that nobody can take away. */
  public double ownMebibytes() {
    return mebibytes("RssAnon:");
  }

  private double mebibytes(String label) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (line.startsWith(label)) {
          return Double.parseDouble(line.substring(label.length()).strip().split(" ")[0]) / 1024;
        }
      }
    } catch (IOException e) {
      return Double.NaN;
    }
    return Double.NaN;
  }

  /** Asks it to stop, and makes it after a minute. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
