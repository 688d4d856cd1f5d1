package io.lodestone.server;

import io.lodestone.engine.Engine;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The process: its start, its signals and its exit code. Everything else is {@link
 * CommandLineFace}'s.
 */
public final class LodestoneServer {
  /** Held, so that it stays: a library says more at its start than an operator wants to read. */
  private static final Logger CHRONICLE = Logger.getLogger("net.openhft");

  private LodestoneServer() {}

  /**
   * @param args a verb and its options
   */
  public static void main(String[] args) {
    run(args, Engine::open);
  }

  /** Does not return. */
  static void run(String[] args, EngineOpener engines) {
    CHRONICLE.setLevel(Level.WARNING);
    ServerProcess process =
        new ServerProcess(
            System.out,
            System.err,
            System.getenv(),
            InstantSource.system(),
            new SecureRandom(),
            () -> Runtime.getRuntime().halt(1));
    Termination termination = new Termination();
    // What stands until a verb has returned: a bug that escapes is a failure.
    int[] exitCode = {1};
    // On a signal the JVM runs this hook and would then exit with the signal's number. An orderly
    // end is a success, hence the halt, after everything is written.
    Thread hook =
        new Thread(
            () -> {
              termination.request();
              termination.awaitFinish();
              Runtime.getRuntime().halt(exitCode[0]);
            },
            "lodestone-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Wiring wiring = new Wiring(process, engines);
      exitCode[0] = new CommandLineFace(process, wiring).run(args, termination);
    } finally {
      System.out.flush();
      termination.finish();
    }
    // Ends in the hook above, as a signal does.
    System.exit(exitCode[0]);
  }
}
