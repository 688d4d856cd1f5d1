package io.lodestone.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What applies: for each key a value and where it was said. A flag counts before the environment,
 * that before the file, that before the default. Immutable, and valid because it exists.
 */
final class Configuration {
  /** Names the file; it cannot stand in the file. */
  static final Key<Path> FILE = new Key<>("config", "", Syntax.PATH, "A file with more of this.");

  /** The origin of a value that nobody has said. */
  static final String DEFAULT = "default";

  private static final String PREFIX = "LODESTONE_";

  /** Variables that the launcher reads before this process exists. */
  private static final Set<String> OF_THE_LAUNCHER =
      Set.of("LODESTONE_JAVA_HOME", "LODESTONE_JAVA_OPTS");

  /**
   * A value in force.
   *
   * @param key of which key
   * @param text as it was written
   * @param origin where: "flag --port", "env LODESTONE_PORT", "file my.conf:3", "default"
   * @param value what it means
   */
  record Setting<T>(Key<T> key, String text, String origin, T value) {}

  private final Map<Key<?>, Setting<?>> settings;

  private Configuration(Map<Key<?>, Setting<?>> settings) {
    this.settings = Map.copyOf(settings);
  }

  /**
   * @param flags texts by the name of the key
   * @param environment all variables of the process
   * @throws UsageException when a key is unknown or a value is not what its key wants; the message
   *     says where it stands
   */
  static Configuration resolve(Map<String, String> flags, Map<String, String> environment) {
    refuseUnknownVariables(environment);
    Optional<Path> file =
        Optional.ofNullable(
                flags.getOrDefault(FILE.name(), environment.get(FILE.environmentVariable())))
            .map(text -> parse(FILE, text, FILE.flag()).value());
    SequencedMap<String, ConfigurationFile.Entry> entries =
        file.map(ConfigurationFile::read).orElseGet(java.util.LinkedHashMap::new);
    String fileName = file.map(Path::toString).orElse("");
    refuseUnknownEntries(fileName, entries);

    Map<Key<?>, Setting<?>> settings = new HashMap<>();
    for (Key<?> key : Keys.ALL) {
      String flag = flags.get(key.name());
      String variable = environment.get(key.environmentVariable());
      ConfigurationFile.Entry entry = entries.get(key.name());
      Setting<?> setting;
      if (flag != null) {
        setting = parse(key, flag, "flag " + key.flag());
      } else if (variable != null) {
        setting = parse(key, variable, "env " + key.environmentVariable());
      } else if (entry != null) {
        setting = parse(key, entry.value(), "file " + fileName + ":" + entry.line());
      } else {
        setting = parse(key, key.defaultText(), DEFAULT);
      }
      settings.put(key, setting);
    }
    return new Configuration(settings);
  }

  private static <T> Setting<T> parse(Key<T> key, String text, String origin) {
    try {
      return new Setting<>(key, text, origin, key.syntax().parse(text));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          key.name()
              + " has to be "
              + key.syntax().expected()
              + ", found '"
              + text
              + "' ("
              + origin
              + ")");
    }
  }

  private static void refuseUnknownVariables(Map<String, String> environment) {
    for (String variable : environment.keySet()) {
      if (variable.startsWith(PREFIX)
          && !OF_THE_LAUNCHER.contains(variable)
          && !variable.equals(FILE.environmentVariable())
          && Keys.ALL.stream().noneMatch(key -> key.environmentVariable().equals(variable))) {
        throw new UsageException("the environment variable " + variable + " stands for no key");
      }
    }
  }

  private static void refuseUnknownEntries(
      String file, SequencedMap<String, ConfigurationFile.Entry> entries) {
    entries.forEach(
        (name, entry) -> {
          if (Keys.ALL.stream().noneMatch(key -> key.name().equals(name))) {
            throw new UsageException(file + ":" + entry.line() + ": there is no key " + name);
          }
        });
  }

  /** The value of a key of {@link Keys}. */
  <T> T get(Key<T> key) {
    return setting(key).value();
  }

  // A setting is stored under its own key, whose type it has.
  @SuppressWarnings("unchecked")
  <T> Setting<T> setting(Key<T> key) {
    return (Setting<T>) settings.get(key);
  }

  /** All settings in the order of {@link Keys#ALL}. */
  List<Setting<?>> all() {
    List<Setting<?>> all = new ArrayList<>();
    for (Key<?> key : Keys.ALL) {
      all.add(settings.get(key));
    }
    return all;
  }
}
