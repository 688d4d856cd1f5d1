package io.lodestone.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import java.util.List;

/**
 * Writes a body behind a head, chunk after chunk, each when the one before has gone to the socket.
 * What goes there is copied into memory outside the heap first: this way no more than a chunk of it
 * is, however long the body and however slow its reader. Used on the connection's event loop.
 */
final class BodyWriter {
  /** Small enough to stay in a processor's cache between the copy and the socket. */
  private static final int CHUNK_BYTES = 128 << 10;

  private final ChannelHandlerContext context;
  private final List<ByteRange> body;
  private final Runnable afterwards;

  private int range;
  private int offset;
  private int left;

  /**
   * @param afterwards done when the last chunk has been written; never when a chunk fails, after
   *     which the connection closes by itself
   */
  BodyWriter(ChannelHandlerContext context, List<ByteRange> body, int length, Runnable afterwards) {
    this.context = context;
    this.body = body;
    this.left = length;
    this.afterwards = afterwards;
  }

  /** Writes on until the socket takes no more, and then again when it does. */
  void write() {
    while (left > 0) {
      ByteBuf chunk = nextChunk();
      ChannelFuture written =
          context.writeAndFlush(
              left > 0 ? new DefaultHttpContent(chunk) : new DefaultLastHttpContent(chunk));
      if (!written.isDone()) {
        var _ = written.addListener(_ -> goOnAfter(written));
        return;
      }
      if (!written.isSuccess()) {
        return;
      }
    }
    afterwards.run();
  }

  private void goOnAfter(ChannelFuture written) {
    if (written.isSuccess()) {
      write();
    }
  }

  private ByteBuf nextChunk() {
    int size = Math.min(CHUNK_BYTES, left);
    ByteBuf chunk = context.alloc().ioBuffer(size);
    left -= size;
    while (chunk.readableBytes() < size) {
      ByteRange current = body.get(range);
      int taken = Math.min(size - chunk.readableBytes(), current.length() - offset);
      chunk.writeBytes(current.array(), current.offset() + offset, taken);
      offset += taken;
      if (offset == current.length()) {
        range++;
        offset = 0;
      }
    }
    return chunk;
  }
}
