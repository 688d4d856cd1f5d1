package io.lodestone.server;

import java.io.IOException;

/** Runs the server until somebody asks for its end. */
final class ServeVerb {
  private final ServerProcess process;
  private final Wiring wiring;

  ServeVerb(ServerProcess process, Wiring wiring) {
    this.process = process;
    this.wiring = wiring;
  }

  int run(Configuration configuration, Termination termination) throws IOException {
    try (RunningServer server = wiring.start(ServerOptions.of(configuration))) {
      process.out().println("Lodestone ready on " + server.url());
      process.out().flush();
      termination.awaitRequest();
    }
    return 0;
  }
}
