package io.lodestone.server;

import io.lodestone.engine.Engine;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An engine that can be closed and nothing else; what it would store is no matter of these tests.
 */
final class FakeEngine {
  private final AtomicInteger closed = new AtomicInteger();
  private final Engine engine =
      (Engine)
          Proxy.newProxyInstance(
              Engine.class.getClassLoader(),
              new Class<?>[] {Engine.class},
              (_, method, _) -> {
                if (method.getName().equals("close")) {
                  closed.incrementAndGet();
                  return null;
                }
                throw new UnsupportedOperationException(method.getName());
              });

  Engine engine() {
    return engine;
  }

  int closings() {
    return closed.get();
  }
}
