package io.lodestone.benchmarks.wire;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * What no server that keeps its word can be faster than by much: it reads each request's body,
 * appends 20 KiB to a file (about what a hundred such records take in a log), forces it to the disk
 * and answers. It understands nothing of what it reads, and a force serves one request.
 */
public final class RawSyncServer {
  private static final int SYNCED_BYTES = 20 << 10;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII);

  private final FileChannel file;

  private RawSyncServer(FileChannel file) {
    this.file = file;
  }

  /**
   * @param line the file to write
   */
  public static void main(String[] line) throws IOException {
    try (FileChannel file =
            FileChannel.open(
                Path.of(line[0]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ServerSocket server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress())) {
      System.out.println("Raw server ready on http://127.0.0.1:" + server.getLocalPort());
      RawSyncServer raw = new RawSyncServer(file);
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> raw.serve(socket));
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 64 << 10);
      OutputStream out = socket.getOutputStream();
      ByteBuffer block = ByteBuffer.allocateDirect(SYNCED_BYTES);
      while (true) {
        in.skipNBytes(bodyLength(in));
        synchronized (this) {
          file.write(block.clear());
          file.force(false);
        }
        out.write(ANSWER);
      }
    } catch (EOFException end) {
      // The client has gone.
    } catch (IOException e) {
      throw new IllegalStateException("the raw server failed", e);
    }
  }

  /** Reads a request's head. */
  private static int bodyLength(InputStream in) throws IOException {
    int length = 0;
    StringBuilder line = new StringBuilder(128);
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\n') {
        line.append((char) c);
        continue;
      }
      String text = line.toString().strip();
      line.setLength(0);
      if (text.isEmpty()) {
        return length;
      }
      if (text.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(text.substring(text.indexOf(':') + 1).strip());
      }
    }
  }
}
