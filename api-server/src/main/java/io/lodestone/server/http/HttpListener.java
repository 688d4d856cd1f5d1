package io.lodestone.server.http;

import io.lodestone.server.log.EventLog;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/**
 * Accepts HTTP/1.1 connections on one address, all of them over TLS or none, from {@link #open}
 * until {@link #close()}.
 *
 * <p>Two event loops do all reading and writing; each complete request runs on the executor, which
 * is one of virtual threads. Closing stops accepting, closes connections that wait, lets requests
 * in flight finish within the stop timeout, and then closes what is left.
 */
public final class HttpListener implements AutoCloseable {
  private static final int EVENT_LOOPS = 2;
  private static final int BACKLOG = 1024;
  private static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** Longest request line: a presigned target with a session token fits. */
  private static final int LINE_BYTES_MAX = 8 << 10;

  /** Largest piece of a body that the decoder hands on at once. */
  private static final int CHUNK_BYTES_MAX = 64 << 10;

  private final MultiThreadIoEventLoopGroup loops;
  private final Channel server;
  private final ChannelGroup connections;
  private final Duration stopTimeout;
  private final AtomicBoolean closed;

  private HttpListener(
      MultiThreadIoEventLoopGroup loops,
      Channel server,
      ChannelGroup connections,
      Duration stopTimeout,
      AtomicBoolean closed) {
    this.loops = loops;
    this.server = server;
    this.connections = connections;
    this.stopTimeout = stopTimeout;
    this.closed = closed;
  }

  /**
   * Binds, and begins to accept.
   *
   * @param address port 0 takes any free one
   * @param tls what connections are encrypted with; in the clear when empty
   * @param requests runs the handler, once for each request, and the arithmetic of TLS; has to give
   *     each a thread of its own
   * @param clock for the Date header
   * @throws IOException when the address cannot be had; its message says why
   */
  public static HttpListener open(
      InetSocketAddress address,
      Optional<SSLContext> tls,
      HttpOptions options,
      HttpHandler handler,
      Executor requests,
      InstantSource clock,
      EventLog log)
      throws IOException {
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            EVENT_LOOPS,
            new DefaultThreadFactory("lodestone-http", true),
            NioIoHandler.newFactory());
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    AtomicBoolean closed = new AtomicBoolean();
    HttpDate date = new HttpDate(clock);
    BodyBudget budget = new BodyBudget(options.bodiesBytesMax());
    ConnectionLimits limits = new ConnectionLimits(options, clock, log);
    HttpDecoderConfig decoding =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(LINE_BYTES_MAX)
            .setMaxHeaderSize(options.headerBytesMax())
            .setMaxChunkSize(CHUNK_BYTES_MAX);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    // Null when it has been closed again already.
                    InetSocketAddress remote = channel.remoteAddress();
                    if (remote == null || !limits.admit(remote.getAddress())) {
                      var _ = channel.close();
                      return;
                    }
                    InetAddress address = remote.getAddress();
                    var _ = channel.closeFuture().addListener(_ -> limits.closed(address));
                    connections.add(channel);
                    Connection connection =
                        new Connection(
                            options,
                            handler,
                            requests,
                            date,
                            log,
                            new HttpPeer(address, tls.isPresent()),
                            budget);
                    tls.map(context -> encryption(context, options, requests))
                        .ifPresent(channel.pipeline()::addLast);
                    channel
                        .pipeline()
                        .addLast(connection.patience())
                        .addLast(new HttpRequestDecoder(decoding))
                        .addLast(new HttpResponseEncoder())
                        .addLast(connection);
                    // One accepted just before the end may come too late for close() to find it
                    // in the group, or to find its handler: it has to look for itself.
                    if (closed.get()) {
                      connection.stop(channel.pipeline().context(connection));
                    }
                  }
                });
    try {
      Channel server = bootstrap.bind(address).syncUninterruptibly().channel();
      return new HttpListener(loops, server, connections, options.stopTimeout(), closed);
    } catch (Exception e) {
      // Netty throws checked exceptions without declaring them.
      loops.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
      throw new IOException("cannot listen on " + text(address) + ": " + e.getMessage(), e);
    }
  }

  /** A handshake gets the time of a header. */
  private static SslHandler encryption(SSLContext tls, HttpOptions options, Executor arithmetic) {
    SSLEngine engine = tls.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(TLS_VERSIONS);
    SslHandler handler = new SslHandler(engine, arithmetic);
    handler.setHandshakeTimeoutMillis(options.headerTimeout().toMillis());
    return handler;
  }

  private static String text(InetSocketAddress address) {
    return address.getHostString() + ":" + address.getPort();
  }

  /** Where it listens; the port is the real one. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.localAddress();
  }

  /**
   * As described above; returns when all is closed. More than once is harmless. Not from a
   * request's own thread.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    server.close().awaitUninterruptibly();
    for (Channel channel : connections) {
      ChannelHandlerContext context = channel.pipeline().context(Connection.class);
      if (context != null) {
        ((Connection) context.handler()).stop(context);
      }
    }
    // Completes when the last connection that stands open now has gone.
    connections.newCloseFuture().awaitUninterruptibly(stopTimeout.toMillis());
    connections.close().awaitUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
