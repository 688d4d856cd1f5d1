package io.lodestone.server;

/** The real main, in a process of its own. */
final class SignalledServer {
  private SignalledServer() {}

  public static void main(String[] args) {
    LodestoneServer.main(args);
  }
}
