package io.lodestone.server;

import java.io.IOException;

/** Prints the configuration in force, and where each value was said. */
final class ConfigVerb {
  private final ServerProcess process;

  ConfigVerb(ServerProcess process) {
    this.process = process;
  }

  int run(Configuration configuration, boolean json) throws IOException {
    if (json) {
      JsonPrinter.print(
          process.out(),
          out -> {
            out.writeArrayFieldStart("settings");
            for (Configuration.Setting<?> setting : configuration.all()) {
              out.writeStartObject();
              out.writeStringField("key", setting.key().name());
              out.writeStringField("value", setting.text());
              out.writeStringField("origin", setting.origin());
              out.writeEndObject();
            }
            out.writeEndArray();
          });
      return 0;
    }
    int keyWidth = 0;
    int valueWidth = 0;
    for (Configuration.Setting<?> setting : configuration.all()) {
      keyWidth = Math.max(keyWidth, setting.key().name().length());
      valueWidth = Math.max(valueWidth, setting.text().length());
    }
    for (Configuration.Setting<?> setting : configuration.all()) {
      process
          .out()
          .println(
              pad(setting.key().name(), keyWidth)
                  + " = "
                  + pad(setting.text(), valueWidth)
                  + "  # "
                  + setting.origin());
    }
    return 0;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
