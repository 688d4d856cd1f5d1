package io.lodestone.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** How a client on this machine reaches an address. Stateless. */
final class ServerUrl {
  private ServerUrl() {}

  /**
   * An address that stands for all of the machine's is reached over the loopback one of IPv4, which
   * a socket that listens on all of either family accepts.
   */
  static String of(InetSocketAddress address, boolean secure) {
    InetAddress host = address.getAddress();
    boolean six = host instanceof Inet6Address;
    String text;
    if (host.isAnyLocalAddress()) {
      text = "127.0.0.1";
    } else {
      text = six ? "[" + host.getHostAddress() + "]" : host.getHostAddress();
    }
    return (secure ? "https://" : "http://") + text + ":" + address.getPort();
  }
}
