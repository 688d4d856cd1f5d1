package io.lodestone.server;

import java.util.Locale;
import java.util.Objects;

/**
 * One thing that can be configured. Its name has one spelling in each place: {@code
 * http.idle.timeout} in a file, {@code --http-idle-timeout} as a flag, {@code
 * LODESTONE_HTTP_IDLE_TIMEOUT} in the environment.
 *
 * @param <T> the Java type of its values
 * @param name words in lower case with dots between them
 * @param defaultText what it is when nobody says anything, as one would write it
 * @param syntax how its values are written
 * @param meaning one sentence for the help text
 */
record Key<T>(String name, String defaultText, Syntax<T> syntax, String meaning) {
  Key {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(defaultText, "defaultText");
    Objects.requireNonNull(syntax, "syntax");
    Objects.requireNonNull(meaning, "meaning");
  }

  String flag() {
    return "--" + name.replace('.', '-');
  }

  String environmentVariable() {
    return "LODESTONE_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
