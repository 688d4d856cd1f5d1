package io.lodestone.server;

/** The real main with an engine that stores nothing. */
final class SignalledServer {
  private SignalledServer() {}

  public static void main(String[] args) {
    LodestoneServer.run(args, environment -> new FakeEngine().engine());
  }
}
