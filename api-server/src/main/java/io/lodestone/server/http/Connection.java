package io.lodestone.server.http;

import io.lodestone.server.http.Patience.Phase;
import io.lodestone.server.log.EventLog;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;

/**
 * One connection: puts requests together, hands each to a thread of its own, writes the answer, and
 * only then turns to the next one. Requests that a client sends without waiting are thus answered
 * in order; what of them has been read already waits here, and nothing more is read meanwhile.
 * Everything but the handler itself happens on the connection's event loop.
 */
// A future that is ignored here is one of a close or of a write before it: when those fail there is
// nobody left to tell.
@SuppressWarnings("FutureReturnValueIgnored")
final class Connection extends ChannelInboundHandlerAdapter {
  private static final byte[] NO_BODY = {};

  private final HttpOptions options;
  private final HttpHandler handler;
  private final Executor requests;
  private final HttpDate date;
  private final EventLog log;
  private final HttpPeer peer;
  private final BodyBudget.Share room;
  private final Patience patience;

  private final Deque<Object> waiting = new ArrayDeque<>();

  private io.netty.handler.codec.http.HttpRequest head;

  /** Null also while a body is thrown away for which there is no room. */
  private BodyBuffer body;

  /** The request in hand; of no meaning in other phases than HANDLING. */
  private HttpRequest inHand;

  private boolean closing;
  private volatile boolean stopping;

  Connection(
      HttpOptions options,
      HttpHandler handler,
      Executor requests,
      HttpDate date,
      EventLog log,
      HttpPeer peer,
      BodyBudget budget) {
    this.options = options;
    this.handler = handler;
    this.requests = requests;
    this.date = date;
    this.log = log;
    this.peer = peer;
    this.room = budget.open();
    this.patience = new Patience(options, this::expired);
  }

  /** The part of this connection that stands in front of the decoder. */
  Patience patience() {
    return patience;
  }

  /**
   * After the request in hand, if there is one, the connection is to be closed. From any thread.
   */
  void stop(ChannelHandlerContext context) {
    stopping = true;
    context
        .executor()
        .execute(
            () -> {
              if (patience.phase() == Phase.IDLE || patience.phase() == Phase.LINGERING) {
                context.close();
              }
            });
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (closing) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (isBusy()) {
      waiting.add(message);
      // Only clients that do not wait for answers get here; the others never pay for the switch.
      context.channel().config().setAutoRead(false);
      return;
    }
    accept(context, message);
  }

  private boolean isBusy() {
    return patience.phase() == Phase.HANDLING || patience.phase() == Phase.ANSWERING;
  }

  private void accept(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof io.netty.handler.codec.http.HttpRequest request) {
        begin(context, request);
      }
      if (!closing && message instanceof HttpContent content) {
        append(context, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void begin(
      ChannelHandlerContext context, io.netty.handler.codec.http.HttpRequest request) {
    DecoderResult result = request.decoderResult();
    if (result.isFailure()) {
      refuse(context, status(result.cause()));
      return;
    }
    if (request.headers().size() > options.headerCountMax()) {
      refuse(context, HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
      return;
    }
    long announced = HttpUtil.getContentLength(request, -1L);
    if (announced > options.bodyBytesMax()) {
      refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    head = request;
    body = new BodyBuffer(announced, options.bodyBytesMax());
    patience.begin(Phase.BODY);
    if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
    }
  }

  private static HttpResponseStatus status(Throwable failure) {
    return switch (failure) {
      case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
      case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
      case TooLongFrameException _ -> HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE;
      default -> HttpResponseStatus.BAD_REQUEST;
    };
  }

  private void append(ChannelHandlerContext context, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      refuse(context, HttpResponseStatus.BAD_REQUEST);
      return;
    }
    if (body != null && !room.grow(content.content().readableBytes())) {
      body = null;
      room.release();
    }
    if (body != null && !body.append(content.content())) {
      refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
      return;
    }
    if (content instanceof LastHttpContent) {
      complete(context);
    }
  }

  private void complete(ChannelHandlerContext context) {
    boolean admitted = body != null;
    HttpRequest request =
        new HttpRequest(
            peer,
            head.method().name(),
            head.uri(),
            headers(head),
            admitted ? body.toArray() : NO_BODY);
    boolean headOnly = request.method().equals("HEAD");
    boolean keepAlive = HttpUtil.isKeepAlive(head);
    head = null;
    body = null;
    patience.begin(Phase.HANDLING);
    if (!admitted) {
      write(context, handler.overloaded(request), headOnly, keepAlive);
      return;
    }
    inHand = request;
    requests.execute(
        () -> {
          HttpResponse response = answer(request);
          context
              .executor()
              .execute(
                  () -> {
                    room.release();
                    inHand = null;
                    write(context, response, headOnly, keepAlive);
                  });
        });
  }

  private static HttpHeaders headers(io.netty.handler.codec.http.HttpRequest request) {
    List<HttpHeaders.Line> lines = new ArrayList<>(request.headers().size());
    for (Map.Entry<String, String> line : request.headers()) {
      lines.add(new HttpHeaders.Line(line.getKey(), line.getValue()));
    }
    return new HttpHeaders(lines);
  }

  /**
   * Whatever the handler does, there is an answer: a connection that hangs is the worst of errors.
   */
  private HttpResponse answer(HttpRequest request) {
    try {
      return handler.handle(request);
    } catch (RefusedRequestException e) {
      return HttpResponse.text(e.status(), "text/plain; charset=utf-8", e.getMessage() + "\n");
    } catch (Throwable e) {
      log.error("request failed", e, "method", request.method(), "path", request.path());
      return HttpResponse.text(
          500,
          "application/json",
          "{\"__type\":\"InternalServerException\",\"message\":\"The request processing has failed"
              + " because of an internal error.\"}");
    }
  }

  private void write(
      ChannelHandlerContext context, HttpResponse response, boolean headOnly, boolean keepAlive) {
    boolean last = !keepAlive || stopping;
    io.netty.handler.codec.http.HttpHeaders lines = new DefaultHttpHeaders();
    for (HttpHeaders.Line line : response.headers().lines()) {
      lines.add(line.name(), line.value());
    }
    if (response.status() != 204) {
      lines.set(HttpHeaderNames.CONTENT_LENGTH, response.length());
    }
    lines.set(HttpHeaderNames.DATE, date.now());
    if (last) {
      closing = true;
      lines.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    patience.begin(Phase.ANSWERING);
    HttpResponseStatus status = HttpResponseStatus.valueOf(response.status());
    Runnable afterwards = last ? context::close : () -> next(context);
    if (headOnly || response.length() == 0) {
      context
          .writeAndFlush(
              new DefaultFullHttpResponse(
                  HttpVersion.HTTP_1_1,
                  status,
                  Unpooled.EMPTY_BUFFER,
                  lines,
                  EmptyHttpHeaders.INSTANCE))
          .addListener(_ -> afterwards.run());
    } else {
      context.write(new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, lines));
      new BodyWriter(context, response.body(), response.length(), afterwards).write();
    }
  }

  private void next(ChannelHandlerContext context) {
    if (stopping) {
      context.close();
      return;
    }
    patience.begin(Phase.IDLE);
    while (!isBusy() && !waiting.isEmpty()) {
      accept(context, waiting.poll());
    }
    if (!isBusy()) {
      context.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    closing = true;
    if (patience.phase() != Phase.HANDLING) {
      // A request in hand keeps its room until it is answered: its body is still there.
      room.release();
    } else if (inHand != null) {
      // Whoever works on it may stop; the answer would reach nobody.
      requests.execute(inHand.client()::depart);
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  /**
   * Answers a request that never becomes one, and closes: what follows on the connection cannot be
   * told apart any more. What the client is still sending is thrown away for a while first: with
   * unread bytes in the socket the system would reset the connection, and the client would never
   * see the answer.
   */
  private void refuse(ChannelHandlerContext context, HttpResponseStatus status) {
    closing = true;
    head = null;
    body = null;
    room.release();
    patience.begin(Phase.ANSWERING);
    byte[] text = (status.reasonPhrase() + "\n").getBytes(StandardCharsets.US_ASCII);
    FullHttpResponse message =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(text));
    message
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
        .set(HttpHeaderNames.DATE, date.now())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.writeAndFlush(message).addListener(written -> linger(context, written.isSuccess()));
  }

  private void linger(ChannelHandlerContext context, boolean answered) {
    if (!answered || stopping) {
      context.close();
      return;
    }
    patience.begin(Phase.LINGERING);
    SslHandler encryption = context.pipeline().get(SslHandler.class);
    if (encryption == null) {
      ((SocketChannel) context.channel()).shutdownOutput();
    } else {
      encryption.closeOutbound();
    }
  }

  private void expired(ChannelHandlerContext context, Phase phase) {
    switch (phase) {
      case HEADER, BODY -> {
        ChannelHandlerContext own = context.pipeline().context(this);
        if (own == null) {
          context.close();
        } else {
          refuse(own, HttpResponseStatus.REQUEST_TIMEOUT);
        }
      }
      case IDLE, HANDLING, ANSWERING, LINGERING -> context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A connection that breaks, or whose handshake fails, is the client's affair; anything else
    // has been answered where it happened.
    boolean handshake =
        cause instanceof DecoderException && cause.getCause() instanceof SSLException;
    if (!(cause instanceof IOException) && !handshake) {
      log.error("connection failed", cause);
    }
    context.close();
  }
}
