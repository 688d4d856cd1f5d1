package io.lodestone.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** How a client on this machine reaches an address. Stateless. */
final class ServerUrl {
  private ServerUrl() {}

  /** An address that stands for all of the machine's is reached over the loopback one. */
  static String of(InetSocketAddress address) {
    InetAddress host = address.getAddress();
    boolean six = host instanceof Inet6Address;
    String text;
    if (host.isAnyLocalAddress()) {
      text = six ? "[::1]" : "127.0.0.1";
    } else {
      text = six ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
    }
    return "http://" + text + ":" + address.getPort();
  }
}
