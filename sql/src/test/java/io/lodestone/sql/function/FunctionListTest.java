package io.lodestone.sql.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on SQL lists every function, and no other. */
final class FunctionListTest {
  private static final Pattern FAMILY = Pattern.compile("(?m)^- [A-Z][a-z, ]+: `([a-z0-9_\\s]+)`$");

  @Test
  void thePageListsWhatTheRegistryKnows() throws IOException {
    String page = Files.readString(Path.of("../docs/sql.md"));
    Set<String> listed = new TreeSet<>();
    Matcher family = FAMILY.matcher(page.substring(page.indexOf("## Functions")));
    while (family.find()) {
      listed.addAll(Arrays.asList(family.group(1).split("\\s+")));
    }
    assertEquals(FunctionRegistry.standard().names(), listed);
  }
}
