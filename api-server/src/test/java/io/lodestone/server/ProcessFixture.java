package io.lodestone.server;

import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import io.lodestone.server.auth.AccessKeys;
import io.lodestone.storage.FileSystemDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/**
 * A process in a test: its streams are kept, its environment is what the test says, its engines are
 * remembered.
 */
final class ProcessFixture {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private final List<Engine> opened = new CopyOnWriteArrayList<>();
  private EngineOpener engines = this::openEngine;

  ProcessFixture with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  ProcessFixture opening(EngineOpener opener) {
    engines = opener;
    return this;
  }

  /** Runs a verb that ends by itself. */
  int run(String... args) {
    return run(new Termination(), args);
  }

  int run(Termination termination, String... args) {
    ServerProcess process = process();
    return new CommandLineFace(process, new Wiring(process, engines)).run(args, termination);
  }

  ServerProcess process() {
    return new ServerProcess(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        InstantSource.system(),
        RandomGenerator.of("L64X128MixRandom"),
        () -> {
          throw new AssertionError("an agent of the engine has failed: " + err());
        });
  }

  /** The keys of a server on this data directory. */
  AccessKeys accessKeys(Path data) throws IOException {
    ServerFiles files = new ServerFiles(FileSystemDirectory.open(data), process().random());
    return new AccessKeyFile(
            files, new MasterKeyFile(files, Optional.empty(), process().random()), process())
        .orNew();
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Opens a real engine and remembers it. */
  Engine openEngine(EngineEnvironment environment, EngineOptions options) throws IOException {
    Engine engine = Engine.open(environment, options);
    opened.add(engine);
    return engine;
  }

  /** Engines that were opened and have been closed. */
  long closings() {
    return opened.stream().filter(Engine::isClosed).count();
  }
}
