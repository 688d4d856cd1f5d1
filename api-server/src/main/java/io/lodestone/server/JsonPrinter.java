package io.lodestone.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.Reply;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;

/** Prints the answer of a verb as one JSON object on one line. Stateless. */
final class JsonPrinter {
  private JsonPrinter() {}

  static void print(PrintStream out, Reply members) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      members.write(json);
      json.writeEndObject();
    }
    out.println(text);
  }
}
