package io.lodestone.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A configuration file: {@code key = value} lines, {@code #} in front of a comment. A key may be
 * written with dots or with dashes between its words.
 */
final class ConfigurationFile {
  /**
   * One entry.
   *
   * @param value without the white space around it
   * @param line counted from 1
   */
  record Entry(String value, int line) {}

  private ConfigurationFile() {}

  /**
   * @return entries by key, written with dots
   * @throws UsageException when the file cannot be read, a line is no entry, or a key is there
   *     twice
   */
  static SequencedMap<String, Entry> read(Path file) {
    try {
      return parse(file.toString(), OperatorFile.read(file));
    } catch (IOException e) {
      throw new UsageException("the configuration file " + file + " cannot be read");
    }
  }

  static SequencedMap<String, Entry> parse(String name, String text) {
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals <= 0) {
        throw new UsageException(name + ":" + number + ": expected key = value");
      }
      String key = line.substring(0, equals).strip().replace('-', '.');
      Entry entry = new Entry(line.substring(equals + 1).strip(), number);
      if (entries.putIfAbsent(key, entry) != null) {
        throw new UsageException(name + ":" + number + ": " + key + " is there a second time");
      }
    }
    return entries;
  }
}
