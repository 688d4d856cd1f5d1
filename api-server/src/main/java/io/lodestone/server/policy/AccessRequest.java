package io.lodestone.server.policy;

import java.net.InetAddress;
import java.util.Objects;

/**
 * An act that somebody wants to do.
 *
 * @param action service and operation ("timestream:WriteRecords")
 * @param resource the ARN of what it is done to, or {@link #ANY_RESOURCE}
 * @param circumstances what else a policy may ask about
 */
public record AccessRequest(String action, String resource, Circumstances circumstances) {
  /** Of an act that is done to nothing in particular. Only a policy's {@code "*"} speaks of it. */
  public static final String ANY_RESOURCE = "*";

  /**
   * How a request came in.
   *
   * @param source the address that it came from
   * @param secure whether it came over TLS
   * @param region the region that it was signed for
   */
  public record Circumstances(InetAddress source, boolean secure, String region) {
    public Circumstances {
      Objects.requireNonNull(source, "source");
      Objects.requireNonNull(region, "region");
    }
  }

  public AccessRequest {
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(circumstances, "circumstances");
  }
}
