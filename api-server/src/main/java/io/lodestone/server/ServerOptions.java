package io.lodestone.server;

import io.lodestone.server.http.HttpOptions;
import io.lodestone.server.timestream.write.WriteLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a server is started with.
 *
 * @param dataDir the folder that holds everything
 * @param address to listen on; port 0 takes any free one
 * @param verified whether requests must be signed
 * @param clockSkew of a client, either way
 * @param contentBytesMax of a request body after inflating
 * @param http limits of the listener
 * @param write limits of a WriteRecords request
 */
record ServerOptions(
    Path dataDir,
    InetSocketAddress address,
    boolean verified,
    Duration clockSkew,
    int contentBytesMax,
    HttpOptions http,
    WriteLimits write) {

  /**
   * @throws UsageException when the address is none
   * @throws StartException when requests would go unverified beyond this machine
   */
  static ServerOptions of(Configuration configuration) {
    InetSocketAddress address =
        new InetSocketAddress(resolve(configuration.get(Keys.BIND)), configuration.get(Keys.PORT));
    boolean verified = configuration.get(Keys.AUTH);
    if (!verified && !address.getAddress().isLoopbackAddress()) {
      throw new StartException(
          "auth is off and "
              + configuration.get(Keys.BIND)
              + " can be reached from other machines; bind a loopback address or leave auth on");
    }
    return new ServerOptions(
        configuration.get(Keys.DATA_DIR),
        address,
        verified,
        configuration.get(Keys.CLOCK_SKEW),
        configuration.get(Keys.CONTENT_BYTES_MAX),
        httpOptions(configuration),
        writeLimits(configuration));
  }

  private static HttpOptions httpOptions(Configuration configuration) {
    return new HttpOptions(
        configuration.get(Keys.BODY_BYTES_MAX),
        configuration.get(Keys.HEADER_BYTES_MAX),
        configuration.get(Keys.HEADER_COUNT_MAX),
        configuration.get(Keys.HEADER_TIMEOUT),
        configuration.get(Keys.BODY_WINDOW),
        configuration.get(Keys.BODY_RATE_MIN),
        configuration.get(Keys.IDLE_TIMEOUT),
        configuration.get(Keys.CONNECTIONS_MAX),
        configuration.get(Keys.STOP_TIMEOUT));
  }

  private static WriteLimits writeLimits(Configuration configuration) {
    try {
      return new WriteLimits(
          configuration.get(Keys.WRITE_RECORDS_MAX),
          configuration.get(Keys.WRITE_DIMENSIONS_MAX),
          configuration.get(Keys.WRITE_DIMENSION_NAME_BYTES_MAX),
          configuration.get(Keys.WRITE_DIMENSIONS_BYTES_MAX),
          configuration.get(Keys.WRITE_MEASURES_MAX),
          configuration.get(Keys.WRITE_MEASURE_NAME_BYTES_MAX),
          configuration.get(Keys.WRITE_VALUE_BYTES_MAX),
          configuration.get(Keys.WRITE_RECORD_BYTES_MAX));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "a limit of write.* lies below that of Timestream: " + e.getMessage());
    }
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new UsageException("bind is not an address of any machine: '" + host + "'");
    }
  }
}
