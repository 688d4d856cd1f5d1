package io.lodestone.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Trino in a process beside the test, told by {@code -Dlodestone.sql.judge=CLASSPATH_FILE} where
 * its jars are.
 */
final class TrinoJudge {
  static final String PROPERTY = "lodestone.sql.judge";

  private TrinoJudge() {}

  /**
   * What Trino answers to each statement: the rows as text, or one line that begins with {@code
   * error}.
   */
  static List<List<String>> answers(List<String> statements) throws IOException {
    Process judge = start();
    Thread.ofPlatform().start(() -> ask(judge, statements));
    List<List<String>> answers = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(judge.getInputStream(), StandardCharsets.UTF_8))) {
      List<String> rows = new ArrayList<>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.isEmpty()) {
          answers.add(List.copyOf(rows));
          rows.clear();
        } else {
          rows.add(line.substring(1));
        }
      }
    }
    if (answers.size() != statements.size()) {
      throw new IOException(
          "%d answers to %d statements".formatted(answers.size(), statements.size()));
    }
    return answers;
  }

  private static Process start() throws IOException {
    String classPath = Files.readString(Path.of(System.getProperty(PROPERTY))).strip();
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            "judge/Judge.java")
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void ask(Process judge, List<String> statements) {
    try (Writer in = judge.outputWriter(StandardCharsets.UTF_8)) {
      for (String statement : statements) {
        in.write(statement + "\n");
      }
    } catch (IOException e) {
      judge.destroy();
    }
  }
}
