package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example of {@code docs/embedding.md}, compiled and run by a JDK that sees the engine's jar
 * and what that depends on, and nothing else.
 */
class EmbeddingExampleIT {
  private static final String BEGIN = "```java\n";
  private static final String END = "```\n";

  @TempDir Path folder;

  @Test
  void compilesAndRunsWithoutAnyFlag() throws Exception {
    assertEquals("north 21.5", compileAndRun());
  }

  @Test
  void runsWhereUnsafeMemoryAccessIsDenied() throws Exception {
    assertEquals("north 21.5", compileAndRun("--sun-misc-unsafe-memory-access=deny"));
  }

  @Test
  void theFollowerOfChangesCompilesAndRuns() throws Exception {
    String page = Files.readString(Path.of("../docs/embedding.md"));
    int end = page.indexOf(END, page.indexOf("public class Follower"));
    int begin = page.lastIndexOf(BEGIN, end) + BEGIN.length();
    Files.writeString(folder.resolve("Follower.java"), page.substring(begin, end));
    String classPath = classPath();
    run(
        List.of(
            java("javac"),
            "-cp",
            classPath,
            "-Werror",
            "-Xlint:all,-classfile,-path",
            "Follower.java"));
    String output =
        run(List.of(java("java"), "-cp", classPath + File.pathSeparator + ".", "Follower"));
    assertEquals(List.of("NEW", "REPLACED"), output.lines().toList());
  }

  /** Every jar of ours and of the libraries has a module name, and no package is in two of them. */
  @Test
  void runsAsANamedModule() throws Exception {
    Path module = Files.createDirectories(folder.resolve("src/weather"));
    Files.writeString(
        folder.resolve("src/module-info.java"),
        """
        module weather {
          requires io.lodestone.engine;
          requires io.lodestone.model;
          requires io.lodestone.storage;
        }
        """);
    Files.writeString(module.resolve("Weather.java"), "package weather;\n" + example());
    String modulePath = classPath();
    run(
        List.of(
            java("javac"),
            "-p",
            modulePath,
            "-d",
            "weather",
            "src/module-info.java",
            "src/weather/Weather.java"));
    String output =
        run(
            List.of(
                java("java"),
                "-p",
                modulePath + File.pathSeparator + "weather",
                "-m",
                "weather/weather.Weather"));
    assertEquals("north 21.5", output.strip());
  }

  private String compileAndRun(String... jvmFlags) throws Exception {
    Files.writeString(folder.resolve("Weather.java"), example());
    String classPath = classPath();
    run(
        List.of(
            java("javac"),
            "-cp",
            classPath,
            "-Werror",
            "-Xlint:all,-classfile,-path",
            "Weather.java"));
    List<String> command = new ArrayList<>(List.of(java("java")));
    command.addAll(List.of(jvmFlags));
    command.addAll(List.of("-cp", classPath + File.pathSeparator + ".", "Weather"));
    return run(command).strip();
  }

  private static String classPath() throws Exception {
    return engineJar()
        + File.pathSeparator
        + Files.readString(Path.of("target/runtime-classpath.txt")).strip();
  }

  private static Path engineJar() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("lodestone-engine-[0-9.]+(-SNAPSHOT)?[.]jar"))
          .findFirst()
          .orElseThrow()
          .toAbsolutePath();
    }
  }

  private static String example() throws Exception {
    String page = Files.readString(Path.of("../docs/embedding.md"));
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(begin, page.indexOf(END, begin));
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private String run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(
          command + " failed: " + output + Files.readString(folder.resolve("errors")));
    }
    return output;
  }
}
