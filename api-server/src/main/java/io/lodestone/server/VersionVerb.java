package io.lodestone.server;

import java.io.IOException;

/** Prints which release this is, and on which Java it runs. */
final class VersionVerb {
  private final ServerProcess process;

  VersionVerb(ServerProcess process) {
    this.process = process;
  }

  int run(boolean json) throws IOException {
    String java = Runtime.version().toString();
    if (json) {
      JsonPrinter.print(
          process.out(),
          out -> {
            out.writeStringField("version", Version.current());
            out.writeStringField("java", java);
          });
    } else {
      process.out().println("lodestone " + Version.current() + " (Java " + java + ")");
    }
    return 0;
  }
}
