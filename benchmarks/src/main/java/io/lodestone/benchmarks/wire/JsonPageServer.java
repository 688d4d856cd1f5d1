package io.lodestone.benchmarks.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A bare writer of JSON: it has the texts of an answer in memory, and writes the page whose number
 * it is asked for with a streaming generator, each time anew. It looks nothing up, computes nothing
 * and checks no signature.
 */
public final class JsonPageServer {
  private static final JsonFactory JSON = new JsonFactory();

  private final List<QueryPage> pages;

  private JsonPageServer(List<QueryPage> pages) {
    this.pages = pages;
  }

  /**
   * @param line the files with the bodies of the pages, in order
   */
  public static void main(String[] line) throws IOException {
    List<QueryPage> pages = new ArrayList<>();
    for (String file : line) {
      pages.add(QueryPage.parse(Files.readString(Path.of(file))));
    }
    JsonPageServer json = new JsonPageServer(pages);
    try (ServerSocket server = new ServerSocket(0, 128, InetAddress.getLoopbackAddress())) {
      System.out.println("JSON writer ready on http://127.0.0.1:" + server.getLocalPort());
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> json.serve(socket));
      }
    }
  }

  /** A request for a page. */
  public static byte[] request(int page) {
    byte[] body = Integer.toString(page).getBytes(StandardCharsets.US_ASCII);
    return ("POST / HTTP/1.1\r\nHost: json\r\nContent-Length: " + body.length + "\r\n\r\n" + page)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 20);
      while (true) {
        byte[] number = in.readNBytes(bodyLength(in));
        body.reset();
        write(pages.get(Integer.parseInt(new String(number, StandardCharsets.US_ASCII))), body);
        out.write(
            ("HTTP/1.1 200 OK\r\nContent-Length: " + body.size() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeTo(out);
      }
    } catch (EOFException end) {
      // The client has gone.
    } catch (IOException e) {
      throw new IllegalStateException("the writer of JSON failed", e);
    }
  }

  private static void write(QueryPage page, OutputStream body) throws IOException {
    try (JsonGenerator out = JSON.createGenerator(body)) {
      out.writeStartObject();
      out.writeArrayFieldStart("Rows");
      for (String[] row : page.rows()) {
        out.writeStartObject();
        out.writeArrayFieldStart("Data");
        for (String value : row) {
          out.writeStartObject();
          if (value == null) {
            out.writeBooleanField("NullValue", true);
          } else {
            out.writeStringField("ScalarValue", value);
          }
          out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
      }
      out.writeEndArray();
      out.writeEndObject();
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
