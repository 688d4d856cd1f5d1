package io.lodestone.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the stories under {@code src/test/resources/stories}. A story is a statement, a line {@code
 * ----}, and the expected answer up to an empty line; lines between stories that begin with {@code
 * #} are for the reader.
 *
 * <p>{@code -Dstories.rewrite=true} writes the answers given into the files: then the diff is the
 * review.
 */
final class StoryTest {
  private static final Path STORIES = Path.of("src/test/resources/stories");
  private static final String DIVIDER = "----";

  /** Lines of a file: either text for the reader, or a story. */
  private record Passage(int line, List<String> comment, String sql, List<String> expected) {
    boolean isStory() {
      return !sql.isEmpty();
    }
  }

  private final SqlEngine engine =
      new SqlEngine(
          SampleTables.create(), InstantSource.fixed(SampleTables.NOW), SqlOptions.DEFAULTS);

  @TestFactory
  Stream<DynamicNode> stories() throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(STORIES)) {
      files = found.filter(file -> file.toString().endsWith(".case")).sorted().toList();
    }
    if (Boolean.getBoolean("stories.rewrite")) {
      files.forEach(this::rewrite);
    }
    return files.stream()
        .map(
            file ->
                DynamicContainer.dynamicContainer(
                    file.getFileName().toString(),
                    read(file).stream()
                        .filter(Passage::isStory)
                        .map(
                            story ->
                                dynamicTest(
                                    "line "
                                        + story.line()
                                        + ": "
                                        + story.sql().lines().findFirst().orElseThrow(),
                                    () -> check(file, story)))));
  }

  private void check(Path file, Passage story) {
    assertEquals(
        String.join("\n", story.expected()),
        String.join("\n", Answer.of(engine, story.sql())),
        () -> file + ":" + story.line() + "\n" + story.sql());
  }

  private void rewrite(Path file) {
    StringBuilder text = new StringBuilder();
    for (Passage passage : read(file)) {
      passage.comment().forEach(line -> text.append(line).append('\n'));
      if (passage.isStory()) {
        text.append(passage.sql()).append('\n').append(DIVIDER).append('\n');
        Answer.of(engine, passage.sql()).forEach(line -> text.append(line).append('\n'));
      }
      text.append('\n');
    }
    try {
      Files.writeString(file, text.toString().stripTrailing() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Passage> read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Passage> passages = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      int start = at;
      List<String> comment = new ArrayList<>();
      List<String> sql = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      List<String> target = sql;
      for (; at < lines.size() && !lines.get(at).isEmpty(); at++) {
        String line = lines.get(at);
        if (target == sql && sql.isEmpty() && line.startsWith("#")) {
          comment.add(line);
        } else if (target == sql && line.equals(DIVIDER)) {
          target = expected;
        } else {
          target.add(line);
        }
      }
      if (at > start) {
        passages.add(
            new Passage(start + comment.size() + 1, comment, String.join("\n", sql), expected));
      }
      at++;
    }
    return passages;
  }
}
