package io.lodestone.server.http;

import java.net.InetAddress;
import java.util.Objects;

/**
 * The other end of a connection. Behind a proxy that is the proxy: what headers claim about others
 * is not looked at.
 *
 * @param address of the machine
 * @param secure whether the connection is encrypted
 */
public record HttpPeer(InetAddress address, boolean secure) {
  /** This machine, in the clear. */
  public static final HttpPeer LOCAL = new HttpPeer(InetAddress.getLoopbackAddress(), false);

  public HttpPeer {
    Objects.requireNonNull(address, "address");
  }
}
