package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The published vectors of Signature Version 4, where they lie beside the checkout. */
final class SignatureSuite {
  static final Instant SIGNED_AT = Instant.parse("2015-08-30T12:36:00Z");
  static final String SERVICE = "service";
  static final KeyRing KEYS =
      new KeyRing(
          AccessKeys.of(
              AccessKey.permanent(
                  new Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                  "suite",
                  Instant.EPOCH)));

  private static final Path FOLDER = Path.of("..", "..", "shared", "sigv4-suite", "v4");

  /** One signed request of the suite: its folder's name, and which of the two forms. */
  record Vector(String name, String form, HttpRequest request, String canonicalRequest) {
    /** Signed for a service that takes paths as they are, which none of ours does. */
    boolean isUnnormalized() {
      return name.endsWith("-unnormalized");
    }

    @Override
    public String toString() {
      return name + "/" + form;
    }
  }

  private SignatureSuite() {}

  /** All vectors in both forms; skips the test that asks when the suite is not there. */
  static List<Vector> load() {
    assumeTrue(Files.isDirectory(FOLDER), "the published signature vectors are not at " + FOLDER);
    List<Vector> vectors = new ArrayList<>();
    try (Stream<Path> folders = Files.list(FOLDER)) {
      for (Path folder : folders.sorted().toList()) {
        for (String form : List.of("header", "query")) {
          vectors.add(
              new Vector(
                  folder.getFileName().toString(),
                  form,
                  parse(read(folder.resolve(form + "-signed-request.txt"))),
                  read(folder.resolve(form + "-canonical-request.txt"))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return vectors;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the text of a request, one char a byte; a folded header line is joined by a space. */
  static HttpRequest parse(String text) {
    int blank = text.indexOf("\n\n");
    String head = blank < 0 ? text.stripTrailing() : text.substring(0, blank);
    String body = blank < 0 ? "" : text.substring(blank + 2);
    List<String> lines = new ArrayList<>();
    for (String line : head.split("\n")) {
      if (line.startsWith(" ")) {
        lines.add(lines.removeLast() + " " + line.strip());
      } else {
        lines.add(line);
      }
    }
    String first = lines.removeFirst();
    List<HttpHeaders.Line> headers = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      headers.add(
          new HttpHeaders.Line(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new HttpRequest(
        first.substring(0, first.indexOf(' ')),
        first.substring(first.indexOf(' ') + 1, first.lastIndexOf(' ')),
        new HttpHeaders(headers),
        body.getBytes(StandardCharsets.ISO_8859_1));
  }
}
