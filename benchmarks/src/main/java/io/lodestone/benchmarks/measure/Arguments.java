package io.lodestone.benchmarks.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command line of {@code --name value} and {@code --name}. Immutable. */
public final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws IllegalArgumentException when something is no option
   */
  public static Arguments parse(String... line) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < line.length; i++) {
      if (!line[i].startsWith("--")) {
        throw new IllegalArgumentException("expected an option, found " + line[i]);
      }
      boolean flag = i + 1 == line.length || line[i + 1].startsWith("--");
      values.put(line[i].substring(2), flag ? "true" : line[++i]);
    }
    return new Arguments(values);
  }

  public String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }

  public int whole(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** The same options with one more. */
  Arguments with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Arguments(more);
  }

  /** As they would stand on a command line. */
  List<String> line() {
    List<String> line = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          line.add("--" + name);
          line.add(value);
        });
    return line;
  }
}
