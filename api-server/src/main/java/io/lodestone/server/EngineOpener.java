package io.lodestone.server;

import io.lodestone.engine.Engine;
import io.lodestone.engine.EngineEnvironment;
import io.lodestone.engine.EngineOptions;
import java.io.IOException;

/** Opens the database in a directory. */
@FunctionalInterface
interface EngineOpener {
  /**
   * @return the engine, the caller's to close
   */
  Engine open(EngineEnvironment environment, EngineOptions options) throws IOException;
}
