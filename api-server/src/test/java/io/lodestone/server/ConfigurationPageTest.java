package io.lodestone.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about the configuration lists every key, in the order of the code, with its default. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "operating", "configuration.md");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| `([^`]*)` \\|");

  @Test
  void everyKeyStandsThereWithItsDefault() throws IOException {
    List<String> documented = new ArrayList<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      documented.add(row.group(1) + " = " + row.group(2));
    }
    List<String> declared =
        Keys.ALL.stream().map(key -> key.name() + " = " + key.defaultText()).toList();
    assertEquals(declared, documented);
  }
}
