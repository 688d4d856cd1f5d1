package io.lodestone.server.timestream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that the documents name, run as they are printed there: clients in other languages judge
 * the server. Each is skipped, with a message, where its client is not installed.
 */
class ForeignClientsIT {
  private static final Path CLIENTS = Path.of("src", "test", "clients").toAbsolutePath();
  private static final Path EXAMPLES = Path.of("..", "docs", "examples").toAbsolutePath();
  private static final long SECONDS_MAX = 120;

  @TempDir private static Path folder;
  private static ServedProcess server;

  @BeforeAll
  static void start() throws Exception {
    ServedProcess.makeEncryptionKey(folder, "alias/new");
    server = ServedProcess.start(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void boto3() throws Exception {
    assumeRuns("boto3 is not installed", "python3", "-c", "import boto3");

    assertPasses(CLIENTS.resolve("python"), "python3", "round_trip.py");
    assertPasses(CLIENTS.resolve("python"), "python3", "operations.py");
    assertPasses(CLIENTS.resolve("python"), "python3", "streams.py");
    assertPasses(CLIENTS.resolve("python"), "python3", "paging.py");
  }

  @Test
  void awsCli() throws Exception {
    assumeRuns("the AWS CLI is not installed", "aws", "--version");

    assertPasses(CLIENTS.resolve("cli"), "sh", "round-trip.sh");
    assertPasses(CLIENTS.resolve("cli"), "sh", "operations.sh");
  }

  @Test
  void javaScript() throws Exception {
    Path example = CLIENTS.resolve("javascript");
    assumeRuns("Node.js is not installed", "node", "--version");
    assumeTrue(
        Files.isDirectory(example.resolve("node_modules")),
        "the AWS SDK for JavaScript is not installed: run npm install in " + example);

    assertPasses(example, "node", "round-trip.js");
    assertPasses(example, "node", "operations.js");
    assertPasses(example, "node", "paging.js");
  }

  @Test
  void javaV1() throws Exception {
    Path example = CLIENTS.resolve("java-v1");
    assumeTrue(
        Files.isDirectory(example.resolve("lib")),
        "the AWS SDK for Java 1.x is not installed: run mvn dependency:copy-dependencies"
            + " -DoutputDirectory=lib in "
            + example);

    assertPasses(
        example,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        "lib/*",
        "Paging.java");
  }

  @Test
  void loaderOfMeasurements() throws Exception {
    assumeRuns("boto3 is not installed", "python3", "-c", "import boto3");

    String output = assertPasses(EXAMPLES, "python3", "nab/load.py", "data/nab");

    assertTrue(output.contains("1243 records, 0 rejected"), output);
    assertTrue(output.contains("1243 rows"), output);
  }

  private static void assumeRuns(String message, String... command) throws Exception {
    int exit;
    try {
      exit = run(Path.of("."), command).exit();
    } catch (IOException missing) {
      exit = -1;
    }
    assumeTrue(exit == 0, "skipped: " + message);
  }

  private static String assertPasses(Path directory, String... command) throws Exception {
    Finished finished = run(directory, command);
    assertEquals(0, finished.exit(), finished.output());
    return finished.output();
  }

  private record Finished(int exit, String output) {}

  private static Finished run(Path directory, String... command) throws Exception {
    Path output = Files.createTempFile(folder, "client", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_ENDPOINT_URL", server.url());
    builder.environment().put("AWS_REGION", "us-east-1");
    builder.environment().put("AWS_DEFAULT_REGION", "us-east-1");
    builder.environment().put("AWS_ACCESS_KEY_ID", "anybody");
    builder.environment().put("AWS_SECRET_ACCESS_KEY", "anything");
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    Process process = builder.start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          String.join(" ", command) + " did not end: " + Files.readString(output));
    }
    return new Finished(process.exitValue(), Files.readString(output));
  }
}
