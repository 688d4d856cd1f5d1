package io.lodestone.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements of all stories, for tests that want statements. */
final class Stories {
  private static final Path FOLDER = Path.of("src/test/resources/stories");

  private Stories() {}

  /**
   * A statement of a story.
   *
   * @param file without its ending
   * @param fails whether the answer is an error
   */
  record Story(String file, String sql, boolean fails) {}

  static List<Story> all() throws IOException {
    List<Story> stories = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".case", "");
        for (String passage : Files.readString(file).split("\n\n")) {
          List<String> lines = passage.lines().dropWhile(line -> line.startsWith("#")).toList();
          int divider = lines.indexOf("----");
          if (divider > 0) {
            String sql = lines.subList(0, divider).stream().collect(Collectors.joining("\n"));
            boolean fails =
                divider + 1 < lines.size() && lines.get(divider + 1).startsWith("error ");
            stories.add(new Story(name, sql, fails));
          }
        }
      }
    }
    return stories;
  }
}
